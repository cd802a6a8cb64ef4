create or replace function admin.alarms(p_telegram_id bigint, p_ended integer) returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'alarms');
begin
  return jobs.alarms_shown(v_admin_id, p_ended);
end
$$;
comment on function admin.alarms(bigint, integer) is
  'Returns all alarms that last, and the p_ended last ones that are over, see jobs.alarms_shown. Raises TK070 without the permission alarms.';
