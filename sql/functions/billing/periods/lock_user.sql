-- Takes a user's locks in the order that holds everywhere: accounts by id, subscriptions by id, their VPN access by
-- the same id; then an order, then outbox lanes. The cash account is made if missing, so that there is always a first
-- lock and whatever changes a user's money or time goes one after the other. All subscriptions, because they are paid
-- from one balance; which of them is meant says billing.subscription_of().
create or replace function billing.lock_user(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform ledger.account(p_user_id, 'cash', billing.currency_of(p_user_id));
  perform
  from ledger.accounts as a
  where a.user_id = p_user_id
  order by a.id
  for no key update;

  perform
  from billing.subscriptions as s
  where s.user_id = p_user_id
  order by s.id
  for no key update;

  perform
  from billing.subscriptions as s
  join vpn.access as a on a.subscription_id = s.id
  where s.user_id = p_user_id
  order by s.id
  for no key update of a;
end
$$;
comment on function billing.lock_user(bigint) is
  'Locks a user''s accounts, subscriptions and VPN access until the end of the transaction.';
