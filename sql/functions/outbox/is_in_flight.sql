-- A consumer may be making the call at this moment. The lane stays locked until the caller's transaction ends, so no
-- consumer begins a call meanwhile, and what it prepares afterwards includes the caller's changes.
create or replace function outbox.is_in_flight(p_topic text, p_lane text) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_in_flight boolean := false;
  v_lane outbox.lanes;
begin
  for v_lane in
    select l.* from outbox.lanes as l where l.topic = p_topic and l.lane = p_lane order by l.priority for no key update
  loop
    v_in_flight := v_in_flight or v_lane.token is not null and v_lane.ready_at > clock_timestamp();
  end loop;
  return v_in_flight;
end
$$;
comment on function outbox.is_in_flight(text, text) is
  'Whether a message of a lane is with a consumer now. Locks the lane: call it after all locks of the business.';
