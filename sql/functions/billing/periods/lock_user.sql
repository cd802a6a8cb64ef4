create or replace function billing.lock_user(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_users(array[p_user_id]);
end
$$;
comment on function billing.lock_user(bigint) is
  'Locks a user''s accounts, subscriptions and VPN access until the end of the transaction, see billing.lock_users.';
