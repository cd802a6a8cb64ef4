-- pg_cron is alive when a job ran lately. Just after a start of the server the first tick is allowed its minute.
create or replace function jobs.pulse(out ok boolean, out detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    greatest(r.last_run, pg_postmaster_start_time()) > clock_timestamp() - interval '150 seconds',
    coalesce(
      'last run ' || extract(epoch from clock_timestamp() - r.last_run)::integer || ' s ago',
      'no job has run yet'
    )
  from (select max(j.started_at) as last_run from jobs.run as j) as r
$$;
comment on function jobs.pulse() is
  'Whether pg_cron is alive: a job ran, or the server started, within 150 s; and how long ago the last run was.';
