-- How long a lane rests after a failure. While the breaker is open, the destination is at fault. The breaker limits
-- the attempts, and a lane that was tried must not wait longer than the others once the destination recovers.
create or replace function outbox._pause_after(
  p_topic outbox.topics, p_destination outbox.destinations, p_attempts integer, p_systemic boolean
)
returns interval
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select case
    when p_systemic or p_destination.failures + 1 >= p_destination.breaker_failures
      then p_destination.breaker_cooldown * (0.5 + random() / 2)
    else outbox._backoff(p_topic, p_attempts)
  end
$$;
comment on function outbox._pause_after(outbox.topics, outbox.destinations, integer, boolean) is
  'Takes a topic, a destination with its limits as it was before the failure, the attempts of the head, and whether the failure is known to concern the destination or us.';
