-- If an answer does not arrive, the person who wrote it is told. A user who has blocked the bot is marked, as for a
-- notice.
create or replace function support.post_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
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
  elsif p_reason <> 'revived' then
    perform support.fail_answer((p_payload ->> 'message')::bigint, coalesce(p_error, p_reason));
  else
    update support.messages as m set failed_at = null, error = null where m.id = (p_payload ->> 'message')::bigint;
  end if;
end
$$;
comment on function support.post_dead(text, jsonb, text, text) is
  'Dead hook of support.post. An answer that was given up is marked as failed, and support is told under it; reason revived clears the mark. Reason gone marks the user as unreachable, see app.notice_dead, or is noted of the chat of support, see support.note_refusal.';
