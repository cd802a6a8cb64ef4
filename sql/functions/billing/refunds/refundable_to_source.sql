create or replace function billing.refundable_to_source(
  p_period billing.paid_periods, p_amount bigint, p_cash bigint
) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(s.amount), 0)::bigint
  from billing.payout_plan(
    p_period.payer_id,
    least(p_amount, p_cash, billing.own_money(p_period.payer_id, p_period.currency, p_period.transfer_id, p_cash)),
    p_period.currency
  ) as s
$$;
comment on function billing.refundable_to_source(billing.paid_periods, bigint, bigint) is
  'Returns how much of a refund of p_amount (minor units), of which p_cash goes to the payer''s cash, can go on to the payer''s payments: what they have left, less what was spent of it, and no part of a payment that goes back only as a whole.';
