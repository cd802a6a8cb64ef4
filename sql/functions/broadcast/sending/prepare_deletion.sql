create or replace function broadcast.prepare_deletion(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object('chat_id', i.telegram_id, 'message_id', r.message_id)
    from broadcast.recipients as r
    join app.telegram_identities as i on i.user_id = r.user_id
    where r.broadcast_id = (p_payload ->> 'broadcast')::bigint
      and r.user_id = (p_payload ->> 'user_id')::bigint
      and r.slice = (p_payload ->> 'slice')::bigint
      and r.task = 'delete' and r.message_id is not null
      and i.telegram_id = p_lane::bigint
  );
end
$$;
comment on function broadcast.prepare_deletion(text, jsonb) is
  'Prepare hook of broadcast.deletion. Returns {"chat_id", "message_id"}; null when there is no message any more.';
