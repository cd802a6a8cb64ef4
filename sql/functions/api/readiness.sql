create or replace function api.readiness() returns table (name text, ok boolean, detail text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select 'shop', app.held_because() is null, coalesce('held: ' || app.held_because(), 'open')
  union all
  select 'pg_cron', p.ok, p.detail from jobs.pulse() as p
  union all
  select 'listener', p.ok, p.detail from outbox.pulse() as p
$$;
comment on function api.readiness() is
  'Returns one row for each thing that the shop needs besides the database itself, see app.held_because, jobs.pulse and outbox.pulse.';
