-- For the watchdog of the listener; see jobs.take_alarms.
create or replace function outbox.take_alarms()
returns json
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.take_alarms()
$$;
comment on function outbox.take_alarms() is
  'Returns what has to be told to admins now, see jobs.take_alarms.';
