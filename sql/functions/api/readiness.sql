create or replace function api.readiness() returns table (name text, ok boolean, detail text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select 'pg_cron', p.ok, p.detail from jobs.pulse() as p
  union all
  select 'listener', p.ok, p.detail from outbox.pulse() as p
$$;
comment on function api.readiness() is
  'One row per thing that the shop needs beside the database itself, see jobs.pulse and outbox.pulse.';
