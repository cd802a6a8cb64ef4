-- A few at a time, so that they are told before another process takes them.
create or replace function jobs.take_alarms() returns json
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_told json;
begin
  perform jobs.gather_alarms();
  with taken as (
    insert into jobs.alarm_messages as m (group_id, user_id, taken_at)
    select t.group_id, t.user_id, clock_timestamp() from jobs.alarms_to_tell() as t limit 5
    on conflict on constraint alarm_messages_pkey do update set taken_at = excluded.taken_at
    returning m.*
  )

  select json_agg(
    json_build_object(
      'group', t.group_id, 'user', t.user_id, 'what', t.what, 'shape', t.shape, 'alarms', t.alarms,
      'chat_id', i.telegram_id, 'locale', u.locale, 'timezone', app.zone_of(u.timezone), 'now', clock_timestamp(),
      'quiet', billing.after_quiet_hours(app.now(), u.timezone) > app.now(),
      'message_id', m.message_id, 'began', g.began_at, 'ended', g.ended_at,
      'by', admin._name('admin:' || g.acknowledged_by), 'may_acknowledge', app.may(u.role, 'alarms')
    ) order by t.group_id, t.user_id
  ) into v_told
  from jobs.alarms_to_tell() as t
  join taken as m on m.group_id = t.group_id and m.user_id = t.user_id
  join jobs.alarm_groups as g on g.id = t.group_id
  join app.users as u on u.id = t.user_id
  join app.telegram_identities as i on i.user_id = t.user_id;
  return coalesce(v_told, '[]');
end
$$;
comment on function jobs.take_alarms() is
  'Returns what a process has to tell admins now, as at most five messages of Telegram: [{group, user, what, shape, alarms (see jobs.alarms_to_tell), chat_id, locale, timezone, now, quiet: whether it is night for him, so that what is over makes no sound, message_id: the one to edit, if any, began, ended, by: the name of the admin who is on it, may_acknowledge}]. No other process gets them for a minute; jobs.alarm_told says that one was told.';
