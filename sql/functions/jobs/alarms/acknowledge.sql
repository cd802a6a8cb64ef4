create or replace function jobs.acknowledge(p_group bigint, p_user_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update jobs.alarm_groups as g
  set acknowledged_by = p_user_id, acknowledged_at = clock_timestamp()
  where g.id = p_group
$$;
comment on function jobs.acknowledge(bigint, bigint) is
  'Notes that an admin is on a group of alarms since now, by the machine''s clock, as all times of alarms are.';
