-- Asked when the message is about to go out: what has changed since it was enqueued counts. What failed may be sent
-- again by an operator (ops.redrive): Telegram refused it, so it has not arrived.
create or replace function broadcast.prepare_message(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select
      broadcast.content_for(b.id, b.kind, r.variant, u.locale) || jsonb_build_object(
        'chat_id', i.telegram_id, 'locale', u.locale, 'timezone', app.zone_of(u.timezone), 'version', b.version
      )
    from broadcast.recipients as r
    join broadcast.broadcasts as b on b.id = r.broadcast_id
    join app.users as u on u.id = r.user_id
    join app.telegram_identities as i on i.user_id = r.user_id
    left join app.blocked as k on k.telegram_id = i.telegram_id
    left join app.notice_preferences as f on f.user_id = r.user_id
    where r.broadcast_id = (p_payload ->> 'broadcast')::bigint
      and r.user_id = (p_payload ->> 'user_id')::bigint
      and r.slice = (p_payload ->> 'slice')::bigint
      and (
        b.status = 'sending' and r.state = 'waiting' and r.task = 'send'
        or b.status in ('sending', 'finished') and r.state = 'failed'
      )
      and i.telegram_id = p_lane::bigint
      and broadcast.obstacle(b.kind, k.telegram_id is not null, i.unreachable_since, f.tips) is null
      and (b.kind = 'important' or billing.after_quiet_hours(app.now(), u.timezone) <= app.now())
  );
end
$$;
comment on function broadcast.prepare_message(text, jsonb) is
  'Prepare hook of broadcast.message. p_payload: {"broadcast", "user_id", "slice"}. Returns what the gateway sends: chat_id, locale, timezone, version, and what broadcast.content_for returns; null when the broadcast is paused or over, or the person does not get it (now).';
