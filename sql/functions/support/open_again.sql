-- A message belongs to the open ticket, whatever its topic; else to the ticket of the same topic that was closed just
-- now, which it opens again; else to a new one. Without a topic it cannot begin a ticket.
create or replace function support.open_again(p_user_id bigint, p_topic text, out outcome text, out ticket_id bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select t.id into ticket_id
  from support.tickets as t
  where t.user_id = p_user_id and t.closed_at is null;
  if found then
    outcome := 'added';
  elsif p_topic is null then
    outcome := 'no_ticket';
  else
    update support.tickets as t
    set closed_at = null, closed_by = null
    where t.id = (
        select l.id
        from support.tickets as l
        where l.user_id = p_user_id and l.topic = p_topic
        order by l.id desc
        limit 1
      )
      and t.closed_at > app.now() - make_interval(hours => app.setting('ticket_reopen_hours')::integer)
    returning t.id into ticket_id;
    outcome := 'reopened';
    if not found then
      insert into support.tickets as t (user_id, topic, opened_at, changed_at)
      values (p_user_id, p_topic, app.now(), app.now())
      returning t.id into ticket_id;
      outcome := 'opened';
    end if;
    perform app.record(format('user:%s', p_user_id), format('ticket.%s', outcome), 'ticket', ticket_id, null, null);
  end if;
end
$$;
comment on function support.open_again(bigint, text) is
  'Returns the ticket to which a message of a user belongs. p_topic: of support.tickets, null where the user chose none. outcome: added (to the open ticket), reopened, opened, or no_ticket. The caller holds the lock of the user.';
