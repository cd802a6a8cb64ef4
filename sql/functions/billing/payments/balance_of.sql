create or replace function billing.balance_of(p_user_id bigint, p_currency text) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(sum(a.balance), 0)::bigint
    from ledger.accounts as a
    where a.user_id = p_user_id and a.name in ('bonus', 'cash', 'referral') and a.currency = p_currency
  );
end
$$;
comment on function billing.balance_of(bigint, text) is
  'Returns what a user can spend, in the order in which it is spent: bonus, cash, and what was earned by bringing others; in minor units; 0 without an account.';
