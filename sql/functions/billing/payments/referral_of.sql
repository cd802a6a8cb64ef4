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
  'Returns the part of billing.balance_of that was earned by bringing others, in minor units; 0 without an account. How much of it may be paid out: billing.withdrawable.';
