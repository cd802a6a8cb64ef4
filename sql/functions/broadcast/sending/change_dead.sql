create or replace function broadcast.change_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notice_dead(p_lane, p_payload, p_reason, p_error);
  update broadcast.recipients as r
  set
    task = case when p_reason = 'revived' then case b.status when 'deleting' then 'delete' else 'edit' end end,
    left_as_is = p_reason <> 'revived',
    version = case when b.status = 'deleting' then 2147483647 else b.version end
  from broadcast.broadcasts as b
  where b.id = (p_payload ->> 'broadcast')::bigint and r.broadcast_id = b.id
    and r.user_id = (p_payload ->> 'user_id')::bigint and r.slice = (p_payload ->> 'slice')::bigint
    and r.state = 'sent';
  perform broadcast.feed((p_payload ->> 'broadcast')::bigint);
end
$$;
comment on function broadcast.change_dead(text, jsonb, text, text) is
  'Dead hook of broadcast.correction and broadcast.deletion: the message stays as it is. Reason revived lets it be tried again. Reason gone marks the user as unreachable, see app.notice_dead.';
