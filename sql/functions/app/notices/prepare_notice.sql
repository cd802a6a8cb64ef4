-- A notice is addressed when it is sent, not when it is queued: language, time zone and reachability are as of that
-- moment, and so are its dates, which say "tomorrow".
create or replace function app.prepare_notice(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'chat_id', t.telegram_id,
    'locale', u.locale,
    'timezone', app.zone_of(u.timezone),
    'now', app.now(),
    'text', p_payload -> 'text',
    'args', p_payload -> 'args',
    'buttons', p_payload -> 'buttons'
  )
  from app.users as u
  join app.telegram_identities as t on t.user_id = u.id
  where u.id = (p_payload ->> 'user_id')::bigint
    and t.telegram_id = p_lane::bigint
    and t.unreachable_since is null
$$;
comment on function app.prepare_notice(text, jsonb) is
  'Prepare hook of telegram.notice. Returns what the gateway sends, or null when the user can no longer be reached in that chat.';
