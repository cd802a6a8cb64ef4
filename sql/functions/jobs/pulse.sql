-- pg_cron is alive when a job ran lately. Just after a start of the server the first tick is allowed its minute. Where
-- none ran, pg_cron's own record may know why: a connection that failed never became a run of ours.
create or replace function jobs.pulse(out ok boolean, out detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last_run timestamptz;
  v_failure text;
begin
  select max(r.started_at) into v_last_run from jobs.run as r;
  ok := greatest(v_last_run, pg_postmaster_start_time()) > clock_timestamp() - interval '150 seconds';
  detail := coalesce(
    'last run ' || extract(epoch from clock_timestamp() - v_last_run)::integer || ' s ago', 'no job has run yet'
  );
  if not ok or v_last_run is null then
    select format('; pg_cron: %s', c.detail) into v_failure
    from jobs.cron_runs() as c
    where c.status = 'failed'
    order by c.id desc
    limit 1;
    detail := detail || coalesce(v_failure, '');
  end if;
end
$$;
comment on function jobs.pulse() is
  'Whether pg_cron is alive: a job ran, or the server started, within 150 s; how long ago the last run was, and what pg_cron failed at last if none did.';
