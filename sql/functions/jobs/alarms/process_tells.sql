create or replace function jobs.process_tells() returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select t.seen_at between clock_timestamp() - interval '5 minutes' and clock_timestamp()
  from jobs.alarm_teller as t
$$;
comment on function jobs.process_tells() is
  'Whether a process that tells alarms has asked for them (jobs.take_alarms) within five minutes.';
