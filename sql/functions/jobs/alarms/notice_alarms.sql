-- Processes of an older release do not ask for groups.
create or replace function jobs.notice_alarms() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_alarm record;
begin
  if jobs.process_tells() then
    return;
  end if;
  for v_alarm in
    update jobs.alarms as a
    set noticed = true
    where not a.noticed
      and not exists (select from jobs.alarm_spells as s where s.name = a.name and s.ended_at is null)
    returning a.name, a.detail
  loop
    perform app.notify_admins('alarm-raised', jsonb_build_object('name', v_alarm.name, 'detail', v_alarm.detail));
  end loop;
end
$$;
comment on function jobs.notice_alarms() is
  'Tells the admins by notices of the outbox what is raised and was not told yet, if no process does it (jobs.process_tells).';
