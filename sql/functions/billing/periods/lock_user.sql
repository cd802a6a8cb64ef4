-- Takes a user's locks in the order that holds everywhere: accounts by id, subscription, VPN access; then
-- an order, then outbox lanes. The cash account is made if missing, so that there is always a first lock
-- and whatever changes a user's money or time goes one after the other.
create or replace function billing.lock_user(p_user_id bigint) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  perform ledger.account(p_user_id, 'cash', billing.currency());
  perform
  from ledger.accounts as a
  where a.user_id = p_user_id
  order by a.id
  for no key update;

  select s.* into v_subscription
  from billing.subscriptions as s
  where s.user_id = p_user_id
  for no key update;

  perform
  from vpn.access as a
  where a.subscription_id = v_subscription.id
  for no key update;

  return v_subscription;
end
$$;
comment on function billing.lock_user(bigint) is
  'Locks a user''s accounts, subscription and VPN access until the end of the transaction; returns the subscription, null when there is none.';
