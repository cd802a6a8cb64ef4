create or replace function ops.delete_broadcast(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.steer(p_id, 'delete', p_reason) $$;
comment on function ops.delete_broadcast(bigint, text) is
  'Ends a broadcast, and takes it out of the chats in which it arrived within the last two days. deleting; unknown, or not_so when its status does not allow that.';
