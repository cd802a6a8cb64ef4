create or replace function admin.customer_alarms(p_telegram_id bigint, p_ended integer) returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'customers');
begin
  return jobs.alarms_shown(v_admin_id, p_ended);
end
$$;
comment on function admin.customer_alarms(bigint, integer) is
  'As admin.alarms, for those who look after customers: what concerns these (ops.alarm_kinds.concerns_customers). Raises TK070 without the permission customers.';
