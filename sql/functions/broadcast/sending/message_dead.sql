create or replace function broadcast.message_dead(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
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
    state = case p_reason
      when 'revived' then case when b.is_over then 'skipped' else 'waiting' end
      when 'gone' then 'unreachable'
      when 'in_doubt' then 'unknown'
      else 'failed'
    end,
    task = case when p_reason = 'revived' and not b.is_over then 'send' end,
    -- Behind all others: if it is about him after all, they do not wait for him.
    not_before = case when p_reason = 'revived' then app.now() else r.not_before end
  -- Who waited when it was cancelled gets nothing, also not with a text that is edited later.
  from (
    select o.id, o.cancelled_at is not null or o.status in ('deleting', 'deleted') as is_over
    from broadcast.broadcasts as o
  ) as b
  where b.id = v_id and r.broadcast_id = v_id and r.user_id = (p_payload ->> 'user_id')::bigint
    and r.slice = (p_payload ->> 'slice')::bigint and r.state <> 'sent';
  perform broadcast.after_dead(v_id, p_reason, p_error);
end
$$;
comment on function broadcast.message_dead(text, jsonb, text, text) is
  'Dead hook of broadcast.message: marks the recipient as unreachable (gone; also for all that is sent to him, see app.notice_dead) or failed. Reason revived (the error was not about him) lets him wait again, unless it was cancelled meanwhile, see broadcast.after_dead.';
