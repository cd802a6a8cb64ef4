-- An answer of support, in whichever of its chats. The other chats see it, so that nobody answers twice. The correction
-- of an earlier one answers nothing that was asked since.
create or replace function support.answer(
  p_ticket_id bigint,
  p_request uuid,
  p_chat_id bigint,
  p_message_id bigint,
  p_kind text,
  p_body text,
  p_corrects bigint default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ticket support.tickets;
  v_id bigint;
begin
  select t.* into v_ticket from support.tickets as t where t.id = p_ticket_id for no key update;
  if not exists (select from app.telegram_identities as i where i.user_id = v_ticket.user_id) then
    return 'user_is_gone';
  end if;
  insert into support.messages as m (ticket_id, sender, request, kind, body, chat_id, message_id, sent_at, corrects)
  values (
    p_ticket_id, 'support', p_request, p_kind, left(p_body, 4096), p_chat_id, p_message_id, app.now(), p_corrects
  )
  on conflict (request) do nothing
  returning m.id into v_id;
  if not found then
    return 'sent';
  end if;
  update support.tickets as t
  set changed_at = app.now(), waits_since = null, closed_at = null, closed_by = null
  where t.id = p_ticket_id
    and p_corrects is null
    and not exists (
      select
      from support.tickets as o
      where o.user_id = t.user_id and o.closed_at is null and o.id <> t.id
    );
  perform support.post_to_user(v_ticket.user_id, jsonb_build_object('post', 'answer', 'message', v_id));
  perform support.post(jsonb_build_object('post', 'answered', 'message', v_id), p_chat_id);
  return 'sent';
end
$$;
comment on function support.answer(bigint, uuid, bigint, bigint, text, text, bigint) is
  'Adds an answer of support to a ticket, has it sent to the user and shown in the other chats of support; opens the ticket again unless the user has another one open. Arguments as in support.write; p_corrects: the message whose new text this is, null for none: then the ticket stays as it is. sent (a repeated request sends nothing again), or user_is_gone (erased).';
