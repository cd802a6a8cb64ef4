-- Kinds that are tried until done are never given up. A dead letter of such a kind comes from an older database or
-- from manual work. Its effect is absolute, so it is sent once more.
create or replace function outbox._redrive_kept()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_letter record;
  v_count integer := 0;
begin
  for v_letter in
    delete from outbox.dead_letters as d
    using outbox.kinds as k
    where k.name = d.kind and k.tried_until = 'done' and not d.dropped
    returning d.kind, d.lane, d.payload, d.priority, d.destination
  loop
    perform outbox.enqueue(
      v_letter.kind, v_letter.lane, v_letter.payload, format('redrive:%s', v_letter.kind), null, v_letter.priority,
      v_letter.destination
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function outbox._redrive_kept() is
  'Enqueues the dead letters again whose kinds are tried until they are done. Returns how many.';
