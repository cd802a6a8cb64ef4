-- Takes the locks of users in the common order: by class, and within a class by id. First the accounts of all users,
-- then their subscriptions, then the VPN access of those; later an order, then outbox lanes. A transaction that needs
-- several users locks them here together; one after the other would lock accounts after subscriptions.
--
-- A missing cash account is created, so that there is always a first lock and all changes of a user's money or time
-- are serialised. All subscriptions are locked, because one balance pays for them; billing.subscription_of() decides
-- which of them is meant.
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
  'Locks the accounts, subscriptions and VPN access of these users until the end of the transaction. Must not be called a second time for other users in the same transaction.';
