create or replace function admin.stuck_count(p_telegram_id bigint) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues');
  return (select count(*) from ops.stuck as s where s.kind not in ('access', 'drift', 'refused'));
end
$$;
comment on function admin.stuck_count(bigint) is
  'Returns how many lines of ops.stuck need somebody, for the menu. Raises TK070 without the permission queues.';
