create or replace function admin.unpark_all(p_telegram_id bigint, p_job text, p_reason text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues', p_reason);
  perform app.give_reason(p_reason);
  return ops.unpark_all(p_job);
end
$$;
comment on function admin.unpark_all(bigint, text, text) is
  'Lets a job try its parked rows again, see ops.unpark_all. Raises TK070 without the permission queues.';
