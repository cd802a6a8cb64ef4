-- Opens a run, or records that the job's kill switch is off or the shop is held. The next run of a job closes its
-- interrupted runs; where there is no next run, jobs.watch_jobs does.
create or replace function jobs.start_run(p_job text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_flag text;
  v_run bigint;
begin
  select j.flag into v_flag from jobs.jobs as j where j.name = p_job;
  if not found then
    raise exception using
      errcode = 'TK040',
      message = format('no job named %L', p_job),
      hint = 'select name from ops.jobs';
  end if;

  perform jobs._close_runs(p_job);
  perform jobs.note_time();

  if not app.is_open() or v_flag is not null and not app.flag(v_flag) then
    insert into jobs.run (job, status, started_at, finished_at)
    values (p_job, 'skipped', clock_timestamp(), clock_timestamp());
    return null;
  end if;

  insert into jobs.run (job, status, started_at)
  values (p_job, 'running', clock_timestamp())
  returning id into v_run;
  -- See jobs.is_alive.
  perform pg_advisory_lock(hashtext('jobs.run'), (v_run & 2147483647)::integer);
  return v_run;
end
$$;
comment on function jobs.start_run(text) is
  'Opens a row of jobs.run and returns its id, to be closed by jobs.finish_run in the same session. Returns null when the job''s flag is off or the shop is held (recorded as skipped). Raises TK040 for an unknown job.';
