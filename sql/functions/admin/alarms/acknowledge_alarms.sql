create or replace function admin.acknowledge_alarms(p_telegram_id bigint, p_group bigint) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'alarms');
  v_before bigint;
begin
  select g.acknowledged_by into v_before
  from jobs.alarm_groups as g
  where g.id = p_group and g.ended_at is null
  for update;
  if not found then
    return 'over';
  end if;
  if v_before is distinct from v_admin_id then
    perform jobs.acknowledge(p_group, v_admin_id);
    insert into app.audit (at, actor, action, subject, subject_id)
    values (app.now(), app.actor(), 'alarm.acknowledged', 'alarm', p_group);
  end if;
  return 'yours';
end
$$;
comment on function admin.acknowledge_alarms(bigint, bigint) is
  'Notes that this admin is on a group of alarms, in place of the one who was before: nobody is reminded of it any more, and the other admins see who it is. Returns yours, or over. Raises TK070 without the permission alarms.';
