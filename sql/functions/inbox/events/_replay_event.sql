-- An event goes through its handler again, at the end of its lane. What it says is booked once, so running one again
-- that was handled well changes nothing.
create or replace function inbox._replay_event(p_id bigint, p_actor text, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event inbox.events;
begin
  perform billing.require_reason(p_reason, 'Say why it is to be run again.');
  select e.* into v_event from inbox.events as e where e.id = p_id for no key update;
  if not found then
    return 'unknown';
  elsif v_event.processed_at is null then
    return 'not_processed';
  elsif v_event.raw is null then
    return 'erased';
  end if;
  update inbox.events as e
  set processed_at = null, replays = e.replays + 1, replayed_at = clock_timestamp()
  where e.id = p_id;
  perform app.record(
    p_actor, 'event.replayed', 'event', p_id, null,
    jsonb_build_object('source', v_event.source, 'kind', v_event.kind), p_reason
  );
  perform inbox._enqueue(v_event.topic, array[p_id], array[v_event.lane], array[v_event.source]);
  return 'queued';
end
$$;
comment on function inbox._replay_event(bigint, text, text) is
  'Puts an event that was processed into its lane again, in the name of p_actor; see ops.replay_event, whose outcomes it returns. Raises TK061 without a reason.';
