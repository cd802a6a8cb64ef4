create or replace function api.checks() returns table (name text, state text, checked_at timestamptz)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.name, c.state, c.checked_at from ops.checks as c
$$;
comment on function api.checks() is
  'Returns every promise as ok, broken or unknown, and when it was last checked (UTC); other alarms only while they are raised. For /metrics.';
