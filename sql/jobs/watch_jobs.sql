-- Every minute, because it is cheap: whoever looks at promises once an hour must not be the one who says that jobs do
-- not run. That this one does not run is told by /ready (jobs.pulse).
create or replace function jobs.watch_jobs(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs._watch(), 0, false
$$;
comment on function jobs.watch_jobs(integer) is
  'Step of the job watch_jobs, see jobs._watch: all at once, whatever p_limit says.';

select jobs.register(
  p_name => 'watch_jobs',
  p_schedule => '* * * * *',
  p_position => 95,
  p_description => 'Tells the admins of jobs that fail or do not run, and of what is parked or dead.'
);
