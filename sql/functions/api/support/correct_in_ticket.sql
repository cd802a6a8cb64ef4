-- Telegram tells also of edits that change nothing that was written; of a file, only its words are known here, and it
-- may be another one under the same words, which reaches an open ticket only. A correction of a user is for the ticket
-- that he wrote it to, and like anything that he writes opens it again, or a new one: Telegram lets him edit for two
-- days, and he does not see that nobody reads it. One of support reaches the user in any case, because he may act on
-- what he has read.
create or replace function api.correct_in_ticket(
  p_chat_id bigint, p_message_id bigint, p_request uuid, p_kind text, p_body text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message support.messages;
  v_ticket support.tickets;
  v_outcome text;
begin
  select m.* into v_message
  from support.messages as m
  where m.chat_id = p_chat_id and m.message_id = p_message_id
  order by m.id desc
  limit 1;
  if not found then
    return 'unknown';
  elsif exists (select from support.messages as m where m.request = p_request)
    or p_kind = 'text' and v_message.kind = 'text' and v_message.body is not distinct from left(p_body, 4096)
  then
    return 'unchanged';
  end if;
  if v_message.sender = 'user' then
    select t.* into v_ticket from support.tickets as t where t.id = v_message.ticket_id;
    v_outcome := (support.write(
      v_ticket.user_id, case when v_message.body is distinct from left(p_body, 4096) then v_ticket.topic end,
      p_request, p_chat_id, p_message_id, p_kind, p_body
    )).outcome;
    update support.messages as m set corrects = v_message.id where m.request = p_request;
  elsif support.may_answer(p_chat_id) then
    v_outcome := support.answer(v_message.ticket_id, p_request, p_chat_id, p_message_id, p_kind, p_body, v_message.id);
  end if;
  return coalesce(v_outcome, 'unknown');
end
$$;
comment on function api.correct_in_ticket(bigint, bigint, uuid, text, text) is
  'Takes that the message p_message_id was edited in a chat: if it is one of a ticket, its new text is one more message, marked as a correction. p_kind, p_body: as in support.write. Returns unknown (no message of a ticket), unchanged (its text is as before, or the request is repeated), or the outcome of support.write or support.answer.';
