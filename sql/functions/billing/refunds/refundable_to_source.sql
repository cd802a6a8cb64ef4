-- What bonus or referral paid goes back there, and nowhere else.
create or replace function billing.refundable_to_source(
  p_period billing.paid_periods, p_amount bigint, p_cause text
) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cash bigint;
begin
  select coalesce(sum(l.amount), 0)::bigint into v_cash
  from unnest(billing.refund_plan(p_period.subscription_id, p_period.number, p_amount, p_cause))
    as l (account_id, amount)
  join ledger.accounts as a on a.id = l.account_id
  where a.name = 'cash';
  return (
    select coalesce(sum(s.amount), 0)::bigint
    from billing.payout_plan(
      p_period.payer_id,
      least(p_amount, v_cash, billing.own_money(p_period.payer_id, p_period.currency, p_period.transfer_id, v_cash)),
      p_period.currency
    ) as s
  );
end
$$;
comment on function billing.refundable_to_source(billing.paid_periods, bigint, text) is
  'Returns how much of a refund of p_amount (minor units) can go to the payer''s payments: what they have left, less what was spent of it and what other accounts than cash paid, and no part of a payment that goes back only as a whole. p_cause: that of the refund.';
