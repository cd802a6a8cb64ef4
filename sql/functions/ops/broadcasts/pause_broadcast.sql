create or replace function ops.pause_broadcast(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.steer(p_id, 'pause', p_reason) $$;
comment on function ops.pause_broadcast(bigint, text) is
  'Stops sending a broadcast until ops.resume_broadcast; what was enqueued is dropped, and sent later. paused; unknown, or not_so when its status does not allow that.';
