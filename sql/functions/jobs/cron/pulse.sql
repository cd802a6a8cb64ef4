-- pg_cron is alive when a job ran recently. After a server start, it has time for its first tick. If no job ran,
-- pg_cron's own history may know why: a failed connection never becomes a run of ours. A run whose time lies in the
-- future was recorded by a clock that was ahead, and says nothing about the present.
create or replace function jobs.pulse(out ok boolean, out detail text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_last_run timestamptz;
  v_failure text;
begin
  select max(r.started_at) into v_last_run from jobs.run as r where r.started_at <= v_now;
  ok := coalesce(greatest(v_last_run, jobs.server_started()), '-infinity') > v_now - interval '150 seconds';
  detail := coalesce(
    'last run ' || extract(epoch from v_now - v_last_run)::integer || ' s ago', 'no job has run yet'
  );
  if not ok or v_last_run is null then
    select format('; pg_cron: %s', c.detail) into v_failure
    from jobs.cron_runs(1000) as c
    where c.status = 'failed'
    order by c.id desc
    limit 1;
    detail := detail || coalesce(v_failure, '');
  end if;
end
$$;
comment on function jobs.pulse() is
  'Whether pg_cron is alive, that is, a job ran or the server started within 150 s; how long ago the last run was; and pg_cron''s last failure if it is not alive.';
