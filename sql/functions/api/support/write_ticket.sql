create or replace function api.write_ticket(
  p_telegram_id bigint, p_topic text, p_request uuid, p_message_id bigint, p_kind text, p_body text
) returns table (outcome text, ticket_id bigint, is_read boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select w.outcome, w.ticket_id, support.is_read()
  from support.write(
    app.user_of(p_telegram_id), p_topic, p_request, p_telegram_id, p_message_id, p_kind, p_body
  ) as w;
end
$$;
comment on function api.write_ticket(bigint, text, uuid, bigint, text, text) is
  'Adds a message that a user wrote in his chat to his ticket, see support.write. p_topic: access, payment, other, or null to write only if a ticket is open. outcome: opened, reopened, added, repeated, no_ticket or too_many; is_read: whether support reads anywhere (support.is_read); the ticket is kept all the same. Raises TK010 for an unknown user.';
