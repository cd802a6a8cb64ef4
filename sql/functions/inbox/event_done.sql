-- Hook of the kinds of events: what was processed is forgotten, but for its id, by which a repeated event is known.
-- A bot of release 0.2 says nothing of what it has told; it acknowledges no payment that it has booked before the
-- payer has seen it.
create or replace function inbox.event_done(p_lane text, p_payload jsonb, p_result jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event constant bigint := (p_payload ->> 'event_id')::bigint;
begin
  update inbox.events as e
  set processed_at = clock_timestamp(), raw = null, headers = null
  where e.id = v_event and e.lane = p_lane;
  update inbox.money_events as m
  set told_at = clock_timestamp()
  where m.event_id = v_event
    and m.kind = 'payment'
    and m.closed_at is not null
    and m.told_at is null
    and coalesce((p_result ->> 'told')::boolean, true);
end
$$;
comment on function inbox.event_done(text, jsonb, jsonb) is
  'Takes the lane, {"event_id": id of inbox.events} and the result of processing: {"told": false} when a screen was to tell of a payment and could not.';
