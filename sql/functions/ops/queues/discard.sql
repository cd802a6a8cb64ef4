-- Deletes a dead letter that is no longer needed, with its payload and the body of its event. The audit keeps the
-- decision.
create or replace function ops.discard(p_ids bigint[], p_reason text)
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
    delete from outbox.dead_letters as d
    where d.id = any (p_ids) and not d.dropped
    returning d.*
  loop
    perform app.record(
      app.actor(), 'message.discarded', 'message', v_letter.id,
      jsonb_build_object('kind', v_letter.kind, 'reason', v_letter.reason, 'error', v_letter.error), null,
      p_reason
    );
    if v_letter.payload ? 'event_id' then
      perform inbox.event_done(v_letter.lane, v_letter.payload, null);
    end if;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function ops.discard(bigint[], text) is
  'Takes ids of ops.dead_letters and the reason why they may be deleted. Returns how many were deleted.';
