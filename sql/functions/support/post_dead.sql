-- An answer that does not arrive is shown to whoever wrote it. Who has blocked the bot is marked, as for a notice.
create or replace function support.post_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message support.messages;
begin
  if p_payload ? 'to_user' then
    perform app.notice_dead(
      p_lane, jsonb_build_object('user_id', p_payload -> 'to_user'), p_reason, p_error
    );
  else
    perform support.note_refusal(p_lane::bigint, p_reason, p_error);
  end if;
  if p_payload ->> 'post' <> 'answer' then
    return;
  end if;
  update support.messages as m
  set
    failed_at = case when p_reason <> 'revived' then app.now() end,
    error = case when p_reason <> 'revived' then left(coalesce(p_error, p_reason), 300) end
  where m.id = (p_payload ->> 'message')::bigint
  returning m.* into v_message;
  if v_message.failed_at is not null and v_message.chat_id is not null then
    perform outbox.enqueue(
      'support.post', v_message.chat_id::text, jsonb_build_object('post', 'failed', 'message', v_message.id)
    );
  end if;
end
$$;
comment on function support.post_dead(text, jsonb, text, text) is
  'Dead hook of support.post. An answer that was given up is marked as failed, and support is told under it; reason revived clears the mark. Reason gone marks the user as unreachable, see app.notice_dead, or is noted of the chat of support, see support.note_refusal.';
