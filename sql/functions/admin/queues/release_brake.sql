create or replace function admin.release_brake(p_telegram_id bigint, p_name text, p_reason text) returns timestamptz
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues', p_reason);
  return ops.release_brake(p_name, p_reason);
end
$$;
comment on function admin.release_brake(bigint, text, text) is
  'Lets through what a brake holds, for an hour, see ops.release_brake. Raises TK070 without the permission queues.';
