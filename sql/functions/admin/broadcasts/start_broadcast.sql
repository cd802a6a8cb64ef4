create or replace function admin.start_broadcast(
  p_telegram_id bigint, p_id bigint, p_local timestamp, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts', p_reason);
  return broadcast.start(p_id, p_local at time zone app.zone_of('UTC'), p_reason);
end
$$;
comment on function admin.start_broadcast(bigint, bigint, timestamp, text) is
  'Starts a broadcast at a time of the shop''s zone; null for now. Outcomes of broadcast.start. Raises TK070 without the permission broadcasts.';
