-- Runs every minute, because it is cheap, and because the hourly job that makes the checks cannot be the one that
-- reports jobs that do not run. /ready reports when this job itself does not run (jobs.pulse).
create or replace function jobs.watch_jobs(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._watch(), 0, false
$$;
comment on function jobs.watch_jobs(integer) is
  'Step of the job watch_jobs, see jobs._watch. Does all at once; p_limit is ignored.';

select jobs.register(
  p_name => 'watch_jobs',
  p_schedule => '* * * * *',
  p_position => 95,
  p_description => 'Tells the admins about jobs that fail or do not run, parked rows and dead letters.'
);
