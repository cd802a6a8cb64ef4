-- Composes what a chat shows of a ticket, as of now. A text that was erased meanwhile, or that is for a chat that no
-- longer belongs to support, is not sent.
create or replace function support.prepare_post(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message support.messages;
  v_ticket support.tickets;
  v_reader record;
begin
  select m.* into v_message from support.messages as m where m.id = (p_payload ->> 'message')::bigint;
  select t.* into v_ticket
  from support.tickets as t
  where t.id = coalesce(v_message.ticket_id, (p_payload ->> 'ticket')::bigint);
  if p_payload ? 'to_user' then
    select i.telegram_id as chat_id, u.locale, app.zone_of(u.timezone) as timezone into v_reader
    from app.users as u
    join app.telegram_identities as i on i.user_id = u.id
    where u.id = v_ticket.user_id and i.telegram_id = p_lane::bigint;
  else
    select c.chat_id, c.locale, c.timezone into v_reader
    from support.chats() as c
    where c.chat_id = p_lane::bigint;
  end if;
  if v_ticket.id is null or v_reader.chat_id is null or (p_payload ? 'message' and v_message.chat_id is null) then
    return null;
  end if;
  return jsonb_build_object(
    'chat_id', v_reader.chat_id, 'locale', v_reader.locale, 'timezone', v_reader.timezone,
    'now', app.now()
  ) || case p_payload ->> 'post'
    when 'card' then support.card(v_ticket)
    when 'closed' then support.shown_closed(v_ticket, p_payload ? 'to_user')
    when 'failed' then jsonb_build_object(
      'text', 'support-failed',
      'args', jsonb_build_object('ticket', v_ticket.id, 'error', v_message.error),
      'reply_to', v_message.message_id
    )
    else support.shown(v_message, v_ticket, p_payload ->> 'post')
  end;
end
$$;
comment on function support.prepare_post(text, jsonb) is
  'Prepare hook of support.post. p_payload: post (card, message, answer, answered, closed or failed), and the ticket or the message that it shows; to_user: the id of the user, where it goes to him. Returns what the gateway sends: chat_id, locale, timezone, now, text, args, buttons, body (shown below the text as it is), copy (chat_id and message_id of what is copied instead) and reply_to; null when it is not to be sent any more.';
