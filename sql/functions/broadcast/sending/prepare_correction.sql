create or replace function broadcast.prepare_correction(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select
      broadcast.content_for(b.id, b.kind, r.variant, u.locale) || jsonb_build_object(
        'chat_id', i.telegram_id, 'message_id', r.message_id, 'locale', u.locale,
        'timezone', app.zone_of(u.timezone), 'version', b.version
      )
    from broadcast.recipients as r
    join broadcast.broadcasts as b on b.id = r.broadcast_id
    join app.users as u on u.id = r.user_id
    join app.telegram_identities as i on i.user_id = r.user_id
    where r.broadcast_id = (p_payload ->> 'broadcast')::bigint
      and r.user_id = (p_payload ->> 'user_id')::bigint
      and r.slice = (p_payload ->> 'slice')::bigint
      and r.task = 'edit' and r.message_id is not null and b.status = 'sending'
      and i.telegram_id = p_lane::bigint
  );
end
$$;
comment on function broadcast.prepare_correction(text, jsonb) is
  'Prepare hook of broadcast.correction: as broadcast.prepare_message, with the message_id that is edited. Null when there is none any more, and while the broadcast is paused.';
