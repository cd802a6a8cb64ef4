create or replace function billing.cash_of(p_user_id bigint, p_currency text) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(a.balance), 0)::bigint
  from ledger.accounts as a
  where a.user_id = p_user_id and a.name = 'cash' and a.currency = p_currency
$$;
comment on function billing.cash_of(bigint, text) is
  'Returns the part of billing.balance_of that is neither a bonus nor was earned by bringing others, in minor units; 0 without an account. Nothing else goes back to payments.';
