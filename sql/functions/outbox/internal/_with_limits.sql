create or replace function outbox._with_limits(p_topic outbox.topics, p_destination outbox.destinations)
returns outbox.destinations
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  p_destination.concurrency := coalesce(p_destination.concurrency, p_topic.concurrency);
  p_destination.rate := coalesce(p_destination.rate, p_topic.rate);
  p_destination.burst := coalesce(p_destination.burst, p_topic.burst);
  p_destination.breaker_failures := coalesce(p_destination.breaker_failures, p_topic.breaker_failures);
  p_destination.breaker_cooldown := coalesce(p_destination.breaker_cooldown, p_topic.breaker_cooldown);
  return p_destination;
end
$$;
comment on function outbox._with_limits(outbox.topics, outbox.destinations) is
  'Takes a topic and one of its destinations. Returns the destination, with limits that are null filled in from the topic.';
