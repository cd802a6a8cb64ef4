create or replace function billing.referral_of(p_user_id bigint, p_currency text) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(a.balance), 0)::bigint
  from ledger.accounts as a
  where a.user_id = p_user_id and a.name = 'referral' and a.currency = p_currency
$$;
comment on function billing.referral_of(bigint, text) is
  'Returns what a user has earned by bringing others and can have paid out, minor units; 0 without an account.';
