create or replace function jobs.gather_alarms() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_new record;
begin
  update jobs.alarm_teller as t set seen_at = clock_timestamp();
  update jobs.alarm_spells as s
  set ended_at = clock_timestamp()
  where s.ended_at is null and not exists (select from ops.raised_alarms as r where r.name = s.name);
  update jobs.alarm_spells as s
  set detail = r.detail
  from ops.raised_alarms as r
  where s.ended_at is null and r.name = s.name and r.detail <> s.detail;
  for v_new in
    select r.name, r.detail
    from ops.raised_alarms as r
    cross join lateral jobs.kind_of_alarm(r.name) as k
    where not exists (select from jobs.alarm_spells as s where s.name = r.name and s.ended_at is null)
    order by k.severity = 'now' desc, k.position, r.name
  loop
    insert into jobs.alarm_spells (group_id, name, detail)
    values (jobs.group_for(v_new.name), v_new.name, v_new.detail);
  end loop;
  update jobs.alarm_groups as g
  set ended_at = clock_timestamp()
  where g.ended_at is null
    and not exists (
      select
      from jobs.alarm_spells as s
      where s.group_id = g.id and (s.ended_at is null or jobs.alarm_flaps(s.name))
    );
end
$$;
comment on function jobs.gather_alarms() is
  'Notes what is raised and what is over since it was called last, and groups it. One call at a time.';
