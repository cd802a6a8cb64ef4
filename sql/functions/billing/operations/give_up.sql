-- Nobody could spend money that comes to a deleted account, so it is given up, as its balance was when it was deleted.
-- A function that may have moved money to a deleted account calls this last: what a provider took back is covered from
-- the money first.
create or replace function billing.give_up(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from app.users as u where u.id = p_user_id and u.deleted_at is not null) then
    return;
  end if;
  perform ledger.post(
    'given_up',
    format('given_up:%s:%s:%s', p_user_id, b.currency, v.moves),
    billing.spend_plan(p_user_id, b.currency, b.balance)
    || (ledger.account(null, 'promo_expense', b.currency), b.balance)::ledger.leg
  )
  from billing.balances_of(p_user_id) as b
  cross join lateral (
    select sum(a.version) as moves
    from ledger.accounts as a
    where a.user_id = p_user_id and a.currency = b.currency
  ) as v
  where b.balance > 0;
end
$$;
comment on function billing.give_up(bigint) is
  'Books what is on the accounts of a user who deleted his account to promo_expense (kind given_up); does nothing for anybody else. The caller holds the user''s locks.';
