create or replace function jobs.kind_of_alarm(p_name text) returns ops.alarm_kinds
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select k
  from ops.alarm_kinds as k
  where case when k.pattern is null then k.name = p_name else p_name ~ k.pattern end
  order by k.name = 'other', k.position
  limit 1
$$;
comment on function jobs.kind_of_alarm(text) is
  'Returns the row of ops.alarm_kinds of an alarm or a check, by its name; the kind other for a name that nobody knows.';
