create or replace function broadcast.prepare_progress(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_broadcast broadcast.broadcasts;
  v_reader record;
begin
  select b.* into v_broadcast from broadcast.broadcasts as b where b.id = (p_payload ->> 'broadcast')::bigint;
  select i.telegram_id, u.locale, app.zone_of(u.timezone) as timezone into v_reader
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.user_id = v_broadcast.steward_id and i.telegram_id = p_lane::bigint and app.may(u.role, 'broadcasts');
  if v_reader.telegram_id is null then
    return null;
  end if;
  return jsonb_build_object(
    'chat_id', v_reader.telegram_id, 'message_id', v_broadcast.progress_message_id, 'locale', v_reader.locale,
    'timezone', v_reader.timezone, 'now', app.now(), 'buttons', broadcast.progress_buttons(v_broadcast)
  ) || broadcast.progress(v_broadcast);
end
$$;
comment on function broadcast.prepare_progress(text, jsonb) is
  'Prepare hook of broadcast.progress. Returns what the gateway sends, and the message_id of the message that it edits, if there is one; null if the admin may not write broadcasts any more.';
