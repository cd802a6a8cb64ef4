-- From now on a reply to this message belongs to the ticket. Another bot numbers its messages anew: the latest counts.
-- Support is told of an answer whose file its reader does not have.
create or replace function support.posted(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_chat_id constant bigint := support.note_arrival(p_lane::bigint, p_result);
begin
  insert into support.posts as p (chat_id, message_id, ticket_id, reader, posted_at)
  select
    v_chat_id, (p_result ->> 'message_id')::bigint, t.id,
    case when p_payload ? 'to_user' then 'user' else 'support' end, app.now()
  from support.tickets as t
  where t.id = coalesce(
    (p_payload ->> 'ticket')::bigint,
    (select m.ticket_id from support.messages as m where m.id = (p_payload ->> 'message')::bigint)
  )
  on conflict (chat_id, message_id) do update
  set ticket_id = excluded.ticket_id, reader = excluded.reader, posted_at = excluded.posted_at;
  perform support.fail_answer((p_payload ->> 'message')::bigint, 'the file was not passed on: ' || (p_result ->> 'bare'))
  where p_payload ->> 'post' = 'answer' and p_result ? 'bare';
end
$$;
comment on function support.posted(text, jsonb, jsonb) is
  'Done hook of support.post: remembers which ticket the message shows. p_result: {"message_id"}, "chat_id" where that is another one than was asked for, see support.note_arrival, and "bare" (Telegram''s refusal) where a file is missing: an answer has failed then, see support.fail_answer.';
