-- Admins are told by the processes (jobs.take_alarms) when a trouble begins and when it is over, not every hour.
create or replace function jobs.note_alarm(p_name text, p_detail text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before jsonb;
  v_noticed boolean;
begin
  if p_detail is null then
    delete from jobs.alarms as a
    where a.name = p_name
    returning jsonb_build_object('detail', a.detail), a.noticed into v_before, v_noticed;
    if not found then
      return;
    end if;
    if v_noticed then
      perform app.notify_admins('alarm-over', jsonb_build_object('name', p_name));
    end if;
  else
    insert into jobs.alarms as a (name, detail, since, seen_at)
    select p_name, p_detail, looked.at, looked.at from clock_timestamp() as looked (at)
    on conflict (name) do nothing;
    if not found then
      update jobs.alarms as a
      set detail = p_detail, seen_at = clock_timestamp()
      where a.name = p_name;
      return;
    end if;
    perform jobs.notice_alarms();
  end if;

  insert into app.audit (at, actor, action, subject, subject_key, before, after)
  values (
    app.now(), 'system', case when p_detail is null then 'alarm.over' else 'alarm.raised' end, 'alarm', p_name,
    v_before, case when p_detail is not null then jsonb_build_object('detail', p_detail) end
  );
end
$$;
comment on function jobs.note_alarm(text, text) is
  'Raises the alarm p_name, updates it, or ends it when p_detail is null. Admins are told once of the beginning and once of the end.';
