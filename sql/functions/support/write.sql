-- A message of a user. The chat's lane and the lock of the user's row keep messages in order and tickets single; the
-- request makes a repeated update harmless. Sixty messages an hour are more than anybody in trouble writes.
create or replace function support.write(
  p_user_id bigint,
  p_topic text,
  p_request uuid,
  p_chat_id bigint,
  p_message_id bigint,
  p_kind text,
  p_body text,
  out outcome text,
  out ticket_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  perform from app.users as u where u.id = p_user_id for no key update;
  select 'repeated', m.ticket_id into outcome, ticket_id from support.messages as m where m.request = p_request;
  if found then
    return;
  end if;
  if 60 <= (
    select count(*)
    from support.messages as m
    join support.tickets as t on t.id = m.ticket_id
    where t.user_id = p_user_id and m.sender = 'user' and m.sent_at > app.now() - interval '1 hour'
  ) then
    outcome := 'too_many';
    return;
  end if;
  select o.outcome, o.ticket_id into outcome, ticket_id from support.open_again(p_user_id, p_topic) as o;
  if outcome = 'no_ticket' then
    return;
  end if;

  insert into support.messages as m (ticket_id, sender, request, kind, body, chat_id, message_id, sent_at)
  values (write.ticket_id, 'user', p_request, p_kind, left(p_body, 4096), p_chat_id, p_message_id, app.now())
  returning m.id into v_id;
  update support.tickets as t
  set changed_at = app.now(), waits_since = coalesce(t.waits_since, app.now())
  where t.id = write.ticket_id;
  if outcome <> 'added' then
    perform support.post(jsonb_build_object('post', 'card', 'ticket', ticket_id));
  end if;
  perform support.post(jsonb_build_object('post', 'message', 'message', v_id));
end
$$;
comment on function support.write(bigint, text, uuid, bigint, bigint, text, text) is
  'Adds a message of a user to his ticket, see support.open_again, and shows it to support. p_request: a repeated one adds nothing; p_chat_id, p_message_id: where it was written; p_kind: of support.messages; p_body: its text, null for none. outcome: opened, reopened, added, repeated, no_ticket, or too_many (in an hour); ticket_id.';
