-- A reply to a message that shows a ticket: in a chat of support it is an answer, in the user's own it is one more
-- message of his. An admin's chat can be both.
create or replace function api.reply_in_ticket(
  p_chat_id bigint, p_replied bigint, p_request uuid, p_message_id bigint, p_kind text, p_body text
) returns table (outcome text, ticket_id bigint, is_read boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_post record;
begin
  select t.id, t.user_id, t.topic, p.reader into v_post
  from support.posts as p
  join support.tickets as t on t.id = p.ticket_id
  where p.chat_id = p_chat_id and p.message_id = p_replied;
  if v_post.reader = 'user' then
    return query
    select w.outcome, w.ticket_id, support.is_read()
    from support.write(v_post.user_id, v_post.topic, p_request, p_chat_id, p_message_id, p_kind, p_body) as w;
  elsif v_post.reader = 'support' and support.may_answer(p_chat_id) then
    return query
    select support.answer(v_post.id, p_request, p_chat_id, p_message_id, p_kind, p_body), v_post.id, true;
  else
    return query select 'no_ticket'::text, null::bigint, true;
  end if;
end
$$;
comment on function api.reply_in_ticket(bigint, bigint, uuid, bigint, text, text) is
  'Takes a reply in a chat to the bot''s message p_replied. outcome: sent (an answer of support), user_is_gone, those of api.write_ticket for a reply of the user, or no_ticket when that message shows none or the chat is not support''s any more; is_read: see api.write_ticket.';
