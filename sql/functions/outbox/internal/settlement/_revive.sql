-- Enqueues again what was given up for a reason that turned out to be ours. The dead hook is called with the reason
-- revived, so that it can undo what it did.
create or replace function outbox._revive(p_destination outbox.destinations, p_since timestamptz, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_letter outbox.dead_letters;
  v_hook text;
begin
  for v_letter in
    select d.* from outbox.dead_letters as d
    where d.topic = p_destination.topic
      and d.destination = p_destination.name
      and d.buried_at >= p_since
      and d.reason in ('rejected', 'gone')
      and d.error = p_error
    order by d.lane, d.priority, d.id
    for update
  loop
    delete from outbox.dead_letters as d where d.id = v_letter.id;
    perform outbox.enqueue(
      v_letter.kind, v_letter.lane, v_letter.payload, null, v_letter.useful_until, v_letter.priority,
      v_letter.destination
    );
    select k.dead into v_hook from outbox.kinds as k where k.name = v_letter.kind;
    if v_hook is not null then
      perform outbox._dead(v_hook, v_letter.lane, v_letter.payload, 'revived', p_error);
    end if;
  end loop;
end
$$;
comment on function outbox._revive(outbox.destinations, timestamptz, text) is
  'Takes a destination, a machine time and an error. Enqueues again the messages that were refused with that error since then. Dead hooks are called with the reason revived.';
