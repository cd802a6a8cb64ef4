-- Takes the locks of users in the order that holds everywhere: by class, and within it by id. Accounts of all of them
-- first, then their subscriptions, then the VPN access of those; then an order, then outbox lanes. Whoever needs more
-- than one user takes them here together: one after the other would be accounts after subscriptions.
--
-- The cash account is made if missing, so that there is always a first lock and whatever changes a user's money or time
-- goes one after the other. All subscriptions, because they are paid from one balance; which of them is meant says
-- billing.subscription_of().
create or replace function billing.lock_users(p_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform ledger.account(u.id, 'cash', billing.currency_of(u.id))
  from (select distinct i.id from unnest(p_ids) as i (id) where i.id is not null order by i.id) as u;
  perform
  from ledger.accounts as a
  where a.user_id = any (p_ids)
  order by a.id
  for no key update;

  perform
  from billing.subscriptions as s
  where s.user_id = any (p_ids)
  order by s.id
  for no key update;

  perform
  from billing.subscriptions as s
  join vpn.desired as d on d.subscription_id = s.id
  where s.user_id = any (p_ids)
  order by s.id
  for no key update of d;
end
$$;
comment on function billing.lock_users(bigint[]) is
  'Locks the accounts, subscriptions and VPN access of these users until the end of the transaction. Not to be called a second time for others in one transaction.';
