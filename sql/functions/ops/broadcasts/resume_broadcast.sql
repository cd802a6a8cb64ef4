create or replace function ops.resume_broadcast(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.steer(p_id, 'resume', p_reason) $$;
comment on function ops.resume_broadcast(bigint, text) is
  'Goes on with a paused broadcast. sending; unknown, or not_so when its status does not allow that.';
