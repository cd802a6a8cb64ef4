-- A ticket with what was written since anybody answered, and a withdrawal that a person has to decide.
create or replace function support.show_waiting(p_chats bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'support.post',
    array_agg(c.id::text order by w.ticket_id, w.message_id, c.id),
    array_agg(w.payload order by w.ticket_id, w.message_id, c.id)
  )
  from (
    select t.id as ticket_id, 0 as message_id, jsonb_build_object('post', 'card', 'ticket', t.id) as payload
    from support.tickets as t
    where t.waits_since is not null
    union all
    select t.id, m.id, jsonb_build_object('post', 'message', 'message', m.id)
    from support.tickets as t
    join support.messages as m on m.ticket_id = t.id and m.sender = 'user' and m.sent_at >= t.waits_since
    where t.waits_since is not null
      and not exists (
        select
        from support.messages as a
        where a.ticket_id = t.id and a.sender = 'support' and a.corrects is null and a.id > m.id
      )
  ) as w
  cross join unnest(p_chats) as c (id)
  having count(*) > 0;
  perform billing.show_waiting_withdrawals(p_chats);
end
$$;
comment on function support.show_waiting(bigint[]) is
  'Shows the tickets that wait for an answer, and the withdrawals that wait for a person, in these chats (Telegram ids) of support, as if they had just arrived.';
