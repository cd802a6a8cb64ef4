-- If many are refused alike, the outbox takes the refusals back, because the fault is ours (outbox._refused). Then the
-- broadcast is paused until somebody has seen why, so that it does not hold back receipts.
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
    state = case p_reason when 'revived' then 'waiting' when 'gone' then 'unreachable' when 'in_doubt' then 'unknown'
      else 'failed' end,
    task = case when p_reason = 'revived' then 'send' end,
    -- Behind all others: if it is about him after all, they do not wait for him.
    not_before = case when p_reason = 'revived' then app.now() else r.not_before end
  where r.broadcast_id = v_id and r.user_id = (p_payload ->> 'user_id')::bigint
    and r.slice = (p_payload ->> 'slice')::bigint and r.state <> 'sent';
  if p_reason = 'revived' then
    update broadcast.broadcasts as b
    set status = 'paused', pause_reason = p_error
    where b.id = v_id and b.status = 'sending';
    if found then
      perform broadcast.show_progress(v_id);
    end if;
  else
    perform broadcast.feed(v_id);
  end if;
end
$$;
comment on function broadcast.message_dead(text, jsonb, text, text) is
  'Dead hook of broadcast.message: marks the recipient as unreachable (gone; also for all that is sent to him, see app.notice_dead) or failed. Reason revived (the error was not about him) lets him wait again and pauses the broadcast.';
