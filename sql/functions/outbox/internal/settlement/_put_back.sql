-- Lets a message that was handed out wait again. Its siblings wait too, for the lane spacing of the topic or for as
-- long as the other side asked.
create or replace function outbox._put_back(
  p_topic outbox.topics, p_lane text, p_token bigint, p_pause interval, p_rest interval, p_attempts integer,
  p_error text
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_destination bigint;
begin
  update outbox.lanes as l
  set
    token = null,
    claimed_to = null,
    ready_at = v_now + p_pause,
    rests_until = v_now + nullif(greatest(p_rest, p_topic.lane_spacing), '0'),
    attempts = p_attempts,
    last_error = p_error
  where l.topic = p_topic.name and l.lane = p_lane and l.token = p_token
  returning l.destination into v_destination;
  return v_destination;
end
$$;
comment on function outbox._put_back(outbox.topics, text, bigint, interval, interval, integer, text) is
  'Takes topic, lane and token, how long the lane waits, how long its siblings wait (null or 0: the lane spacing), the new number of attempts of its head, and the error. Returns the lane''s destination, null when the lease was lost.';
