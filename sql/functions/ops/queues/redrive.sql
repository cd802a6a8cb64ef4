-- Moves dead letters to the end of their lanes, with a full number of attempts. Their prepare hook decides again
-- whether they are still true.
create or replace function ops.redrive(p_ids bigint[])
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_letter outbox.dead_letters;
  v_count integer := 0;
begin
  for v_letter in
    select d.* from outbox.dead_letters as d
    where d.id = any (p_ids) and not d.dropped
    order by d.topic, d.lane, d.priority, d.id
    for update
  loop
    delete from outbox.dead_letters as d where d.id = v_letter.id;
    perform outbox.enqueue(
      v_letter.kind, v_letter.lane, v_letter.payload, null, v_letter.useful_until, v_letter.priority,
      v_letter.destination
    );
    perform app.record(
      app.actor(), 'message.redriven', 'message', v_letter.id,
      jsonb_build_object('kind', v_letter.kind, 'reason', v_letter.reason, 'error', v_letter.error), null
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function ops.redrive(bigint[]) is
  'Takes ids of ops.dead_letters. Returns how many were enqueued again. The effect of a letter with the reason done has already taken place, and is repeated.';
