create or replace function admin.steer_broadcast(p_telegram_id bigint, p_id bigint, p_act text, p_reason text)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts', p_reason);
  return broadcast.steer(p_id, p_act, p_reason);
end
$$;
comment on function admin.steer_broadcast(bigint, bigint, text, text) is
  'pause, resume, cancel, delete or unschedule: see broadcast.steer. Raises TK070 without the permission broadcasts.';
