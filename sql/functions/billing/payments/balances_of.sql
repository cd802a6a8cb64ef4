create or replace function billing.balances_of(p_user_id bigint)
returns table (currency text, balance bigint, bonus bigint, referral bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    a.currency::text,
    sum(a.balance)::bigint,
    coalesce(sum(a.balance) filter (where a.name = 'bonus'), 0)::bigint,
    coalesce(sum(a.balance) filter (where a.name = 'referral'), 0)::bigint
  from ledger.accounts as a
  where a.user_id = p_user_id and a.name in ('bonus', 'cash', 'referral')
  group by a.currency
  order by a.currency;
end
$$;
comment on function billing.balances_of(bigint) is
  'Returns what a user can spend in each currency that the user ever had, and how much of it is bonus, and how much was earned by bringing others (referral), in minor units; see billing.balance_of.';
