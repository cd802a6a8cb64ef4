-- Support speaks first: in the ticket that is open, or in a new one. The words are kept with the ticket and nowhere
-- else.
create or replace function support.write_first(
  p_user_id bigint, p_request uuid, p_chat_id bigint, p_body text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ticket_id bigint;
begin
  perform from app.users as u where u.id = p_user_id for no key update;
  if exists (select from support.messages as m where m.request = p_request) then
    return 'sent';
  elsif not exists (select from app.telegram_identities as i where i.user_id = p_user_id) then
    return 'user_is_gone';
  elsif btrim(coalesce(p_body, '')) = '' or length(p_body) > 1800 then
    return 'wrong_length';
  end if;
  select t.id into v_ticket_id from support.tickets as t where t.user_id = p_user_id and t.closed_at is null;
  if not found then
    insert into support.tickets as t (user_id, topic, opened_at, changed_at)
    values (p_user_id, 'other', app.now(), app.now())
    returning t.id into v_ticket_id;
    perform app.record(app.actor(), 'ticket.opened', 'ticket', v_ticket_id, null, null);
  end if;
  perform app.record(app.actor(), 'ticket.answered', 'ticket', v_ticket_id, null, null);
  return support.answer(v_ticket_id, p_request, p_chat_id, null, 'text', p_body);
end
$$;
comment on function support.write_first(bigint, uuid, bigint, text) is
  'Sends a user a message of support in his open ticket, or in a new one; p_chat_id: where it was written, the other chats of support see it. sent (a repeated request sends nothing again), wrong_length (1 to 1800 characters), or user_is_gone (erased).';
