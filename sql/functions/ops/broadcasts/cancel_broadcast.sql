create or replace function ops.cancel_broadcast(p_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select broadcast.steer(p_id, 'cancel', p_reason) $$;
comment on function ops.cancel_broadcast(bigint, text) is
  'Ends a broadcast: people who have not got it do not get it. Returns cancelled; unknown, or not_so when its status does not allow that.';
