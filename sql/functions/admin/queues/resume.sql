create or replace function admin.resume(p_telegram_id bigint, p_destination bigint, p_reason text) returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues', p_reason);
  perform app.give_reason(p_reason);
  perform ops.resume(d.topic, d.name) from outbox.destinations as d where d.id = p_destination;
  return found;
end
$$;
comment on function admin.resume(bigint, bigint, text) is
  'Ends the pause of a destination (its id), see ops.resume. False for an unknown one. Raises TK070 without the permission queues.';
