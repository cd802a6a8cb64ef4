create or replace function api.alarms() returns table (name text, broken boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.name, c.broken_since is not null from ops.checks as c
$$;
comment on function api.alarms() is
  'Returns every promise, and whether its last successful check found it broken; other alarms only while they are raised. It cannot say unknown: see api.checks.';
