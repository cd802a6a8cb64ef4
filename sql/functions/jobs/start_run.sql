-- Opens a run, or records that the job's kill switch is off or the shop is held. Runs whose backend is gone were cut
-- off by a crash or a restart; they are closed here, by the next run, because nobody else is left to do it.
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

  update jobs.run as r
  set status = 'failed', finished_at = clock_timestamp(), error = 'interrupted: its backend is gone'
  where r.job = p_job
    and r.status = 'running'
    and (
      r.started_at < pg_postmaster_start_time()
      or not exists (select from pg_stat_activity as a where a.pid = r.pid)
    );

  if not app.is_open() or v_flag is not null and not app.flag(v_flag) then
    insert into jobs.run (job, status, started_at, finished_at)
    values (p_job, 'skipped', clock_timestamp(), clock_timestamp());
    return null;
  end if;

  insert into jobs.run (job, status, started_at)
  values (p_job, 'running', clock_timestamp())
  returning id into v_run;
  return v_run;
end
$$;
comment on function jobs.start_run(text) is
  'Opens a row of jobs.run and returns its id; null when the job''s flag is off or the shop is held (recorded as skipped). Raises TK040 for an unknown job.';
