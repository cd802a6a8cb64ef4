create or replace function admin.redrive(p_telegram_id bigint, p_kind text, p_id bigint, p_reason text)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues', p_reason);
  perform app.give_reason(p_reason);
  return ops.redrive(array(select d.id from ops.dead_letters as d where d.kind = p_kind and p_id is null or d.id = p_id));
end
$$;
comment on function admin.redrive(bigint, text, bigint, text) is
  'Sends a dead letter again, or all of a kind (p_id null), see ops.redrive. Raises TK070 without the permission queues.';
