create or replace function jobs.keep_days() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select app.setting('keep_job_runs_days')::integer
$$;
comment on function jobs.keep_days() is
  'Returns for how many days the records of job runs are kept (setting keep_job_runs_days).';
