create or replace function api.alarms() returns table (name text, broken boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p.name, a.name), a.name is not null
  from ops.promises as p
  full join jobs.alarms as a on a.name = p.name
  order by p.position, a.name
$$;
comment on function api.alarms() is
  'Every promise of ops.promises, and whether the last check found it broken; other alarms only while they last. For /metrics.';
