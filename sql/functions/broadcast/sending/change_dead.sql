create or replace function broadcast.change_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id constant bigint := (p_payload ->> 'broadcast')::bigint;
begin
  perform app.notice_dead(p_lane, p_payload, p_reason, p_error);
  update broadcast.recipients as r
  set
    task = case when p_reason = 'revived' then case b.status when 'deleting' then 'delete' else 'edit' end end,
    left_as_is = p_reason <> 'revived',
    -- An edit that failed while the message is being taken out of the chats is followed by that.
    version = case when r.task = 'delete' then 2147483647 else b.version end
  from broadcast.broadcasts as b
  where b.id = v_id and r.broadcast_id = b.id
    and r.user_id = (p_payload ->> 'user_id')::bigint and r.slice = (p_payload ->> 'slice')::bigint
    and r.state = 'sent';
  perform broadcast.after_dead(v_id, p_reason, p_error);
end
$$;
comment on function broadcast.change_dead(text, jsonb, text, text) is
  'Dead hook of broadcast.correction and broadcast.deletion: the message stays as it is. Reason revived (the error was not about him) lets it be tried again, see broadcast.after_dead. Reason gone marks the user as unreachable, see app.notice_dead.';
