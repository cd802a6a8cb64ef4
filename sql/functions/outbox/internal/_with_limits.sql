create or replace function outbox._with_limits(p_topic outbox.topics, p_destination bigint)
returns outbox.destinations
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_destination outbox.destinations;
begin
  select d.* into v_destination from outbox.destinations as d where d.id = p_destination;
  v_destination.concurrency := coalesce(v_destination.concurrency, p_topic.concurrency);
  v_destination.rate := coalesce(v_destination.rate, p_topic.rate);
  v_destination.burst := coalesce(v_destination.burst, p_topic.burst);
  v_destination.breaker_failures := coalesce(v_destination.breaker_failures, p_topic.breaker_failures);
  v_destination.breaker_cooldown := coalesce(v_destination.breaker_cooldown, p_topic.breaker_cooldown);
  return v_destination;
end
$$;
comment on function outbox._with_limits(outbox.topics, bigint) is
  'Takes a topic and the id of one of its destinations. Returns the row of the destination, with limits that are null filled in from the topic.';
