-- A message that was handed out waits again.
create or replace function outbox._put_back(
  p_topic text, p_lane text, p_token bigint, p_pause interval, p_attempts integer, p_error text
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.lanes as l
  set
    token = null,
    claimed_to = null,
    ready_at = clock_timestamp() + p_pause,
    attempts = p_attempts,
    last_error = p_error
  where l.topic = p_topic and l.lane = p_lane and l.token = p_token;
  return found;
end
$$;
comment on function outbox._put_back(text, text, bigint, interval, integer, text) is
  'Takes topic, lane and token, how long the lane waits, the attempts of its head from now on, and why. Returns whether the lease was still held.';
