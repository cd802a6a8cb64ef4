create or replace function app.prepare_data_file(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'chat_id', i.telegram_id,
    'locale', u.locale,
    'timezone', app.zone_of(u.timezone),
    'now', app.now(),
    'text', 'data-file',
    'args', '{}'::jsonb,
    'buttons', '[[{"text": "button-close", "data": "close"}]]'::jsonb,
    'file', jsonb_build_object('name', 'my-data.json', 'content', app.data_of(u.id))
  )
  from app.users as u
  join app.telegram_identities as i on i.user_id = u.id
  where u.id = (p_payload ->> 'user_id')::bigint and i.telegram_id = p_lane::bigint
$$;
comment on function app.prepare_data_file(text, jsonb) is
  'Prepare hook of app.data_file. Returns what the gateway sends; null when the user has gone.';
