create or replace function admin.stuck(p_telegram_id bigint) returns setof ops.stuck
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues');
  return query select * from ops.stuck;
end
$$;
comment on function admin.stuck(bigint) is
  'Returns what needs somebody, see ops.stuck. Raises TK070 without the permission queues.';
