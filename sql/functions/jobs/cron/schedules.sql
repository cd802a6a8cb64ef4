-- pg_cron never runs a job twice at the same time, so each runner is a separate pg_cron job.
create or replace function jobs.schedules() returns table (name text, schedule text, command text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case r.number when 1 then j.name else format('%s#%s', j.name, r.number) end,
    j.schedule,
    format('call jobs.work(%L)', j.name)
  from jobs.jobs as j
  cross join lateral generate_series(1, j.runners) as r (number)
  where j.enabled
    and to_regprocedure(format('jobs.%I(integer)', j.name)) is not null
$$;
comment on function jobs.schedules() is
  'Returns what pg_cron should have: enabled jobs whose step function exists, one entry for each runner, named name, name#2, ...';
