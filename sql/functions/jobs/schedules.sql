create or replace function jobs.schedules() returns table (name text, schedule text, command text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select j.name, j.schedule, format('call jobs.work(%L)', j.name)
  from jobs.jobs as j
  where j.enabled
    and to_regprocedure(format('jobs.%I(integer)', j.name)) is not null
$$;
comment on function jobs.schedules() is 'What pg_cron should have: enabled jobs whose step function exists.';
