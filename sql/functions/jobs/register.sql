-- A job's file declares the job next to its step function, so that name, schedule and work cannot diverge.
create or replace function jobs.register(
  p_name text,
  p_schedule text,
  p_position integer,
  p_description text,
  p_flag text default null,
  p_batch_size integer default 1000,
  p_runners integer default 1
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into jobs.jobs (name, schedule, position, description, flag, batch_size, runners)
  values (p_name, p_schedule, p_position, p_description, p_flag, p_batch_size, p_runners)
  on conflict (name) do update
  set
    schedule = excluded.schedule,
    position = excluded.position,
    description = excluded.description,
    flag = excluded.flag,
    batch_size = excluded.batch_size,
    runners = excluded.runners
$$;
comment on function jobs.register(text, text, integer, text, text, integer, integer) is
  'Declares the job whose step is jobs.<p_name>(integer). p_schedule: five cron fields, UTC. p_flag: kill switch or null. p_runners: how many sessions work on it at the same time. Leaves jobs.jobs.enabled as the operator set it.';
