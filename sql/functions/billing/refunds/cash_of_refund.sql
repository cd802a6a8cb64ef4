-- What bonus or referral paid goes back there, and nowhere else.
create or replace function billing.cash_of_refund(p_period billing.paid_periods, p_amount bigint, p_cause text)
returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(l.amount), 0)::bigint
  from unnest(billing.refund_plan(p_period.subscription_id, p_period.number, p_amount, p_cause))
    as l (account_id, amount)
  join ledger.accounts as a on a.id = l.account_id
  where a.name = 'cash'
$$;
comment on function billing.cash_of_refund(billing.paid_periods, bigint, text) is
  'Returns how much of a refund of p_amount (minor units) that was not made yet goes to the payer''s cash. p_cause: that of the refund.';
