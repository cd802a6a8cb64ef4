-- A message is edited while it lasts, which makes no sound, and repeated at growing intervals until somebody is on it.
-- What is over wakes nobody again, unless he was to be woken and Telegram could not be reached.
create or replace function jobs.alarms_to_tell()
returns table (group_id bigint, user_id bigint, what text, shape text, alarms jsonb)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select g.id, u.id, w.what, s.shape, t.alarms
  from jobs.alarm_groups as g
  cross join app.users as u
  cross join lateral jobs.told_of_group(g.id, u.role) as t (alarms)
  left join jobs.alarm_messages as m on m.group_id = g.id and m.user_id = u.id
  cross join lateral (
    select case
      when g.ended_at is not null then 'over'
      else md5(
        jsonb_build_array(
          g.acknowledged_by,
          jsonb_path_query_array(t.alarms, '$[*].name'),
          jsonb_path_query_array(t.alarms, '$[*].over'),
          jsonb_path_query_array(t.alarms, '$[*].flaps')
        )::text
      )
    end as shape
  ) as s
  cross join lateral (
    select
      t.alarms @> '[{"severity": "now"}]' as was_urgent,
      t.alarms @> '[{"severity": "now", "over": false}]' or t.alarms @> '[{"severity": "now", "flaps": true}]' as wakes
  ) as n
  cross join lateral (
    select
      n.wakes or billing.after_quiet_hours(app.now(), u.timezone) <= app.now() as may_sound,
      make_interval(
        hours => case
          when not n.wakes then 24
          when m.sounded = 1 then 1
          else 4
        end
      ) as repeat_after
  ) as q
  cross join lateral (
    select case
      when m.shape is null and g.ended_at is null then case when q.may_sound then 'send' end
      when m.shape is null then case when m.user_id is not null and n.was_urgent then 'send' end
      when g.ended_at is not null then case when m.shape <> s.shape then 'end' end
      when g.acknowledged_by is null and q.may_sound and m.sounded_at < clock_timestamp() - q.repeat_after then 'send'
      when m.shape <> s.shape then 'edit'
    end as what
  ) as w
  where (g.ended_at is null or g.ended_at > clock_timestamp() - interval '1 day')
    and u.role is not null
    and exists (select from app.telegram_identities as i where i.user_id = u.id)
    and t.alarms is not null
    and (m.taken_at between clock_timestamp() - interval '1 minute' and clock_timestamp()) is not true
    and w.what is not null
  order by m.taken_at nulls first, g.id, u.id
$$;
comment on function jobs.alarms_to_tell() is
  'Returns what admins have to be told now, by group and admin: what (send: a message that sounds, for the first time or as a reminder; edit; end: it is over), the shape (see jobs.alarm_messages), and jobs.told_of_group. Last come those who could not be reached.';
