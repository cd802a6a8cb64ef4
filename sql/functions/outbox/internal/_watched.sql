create or replace function outbox._watched()
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select json_build_object(
    'checks', (
      select json_agg(json_build_object(
        'name', w.name, 'ok', w.ok, 'detail', w.detail,
        'told', exists (select from jobs.alarms as a where a.name = w.name)
      ))
      from outbox._watch() as w
    ),
    'admins', (
      select coalesce(
        json_agg(
          json_build_object(
            'chat_id', i.telegram_id, 'locale', u.locale,
            'quiet', billing.after_quiet_hours(app.now(), u.timezone) > app.now()
          ) order by u.id
        ),
        '[]'
      )
      from app.users as u
      join app.telegram_identities as i on i.user_id = u.id
      where u.role is not null and app.may(u.role, 'alarms')
    ),
    'troubles', (select coalesce(json_agg(t.name), '[]') from outbox.troubles as t),
    'silence', (
      select coalesce(extract(epoch from max(d.paused_until) - clock_timestamp()), 0)
      from outbox.topics as t
      join outbox.destinations as d on d.topic = t.name
      where t.calls = 'telegram' and d.paused_until > clock_timestamp() and d.paused_until < 'infinity'
    )
  )
$$;
comment on function outbox._watched() is
  'The common result of inbox.watch() and outbox.watch().';
