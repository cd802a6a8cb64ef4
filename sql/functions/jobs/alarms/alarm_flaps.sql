-- Told as one thing that comes and goes, instead of each time.
create or replace function jobs.alarm_flaps(p_name text) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select count(*) >= 3 and max(coalesce(s.ended_at, clock_timestamp())) > clock_timestamp() - interval '30 minutes'
  from jobs.alarm_spells as s
  where s.name = p_name and s.began_at > clock_timestamp() - interval '1 hour'
$$;
comment on function jobs.alarm_flaps(text) is
  'Whether an alarm was raised three times or more within the last hour, and for the last time within half an hour.';
