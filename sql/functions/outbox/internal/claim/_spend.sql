-- Takes what was handed out from the token buckets. While a breaker is open and one message probes the destination,
-- no other message is let through.
create or replace function outbox._spend(
  p_topic outbox.topics, p_now timestamptz, p_limited bigint[], p_destinations bigint[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_destination outbox.destinations;
  v_messages integer;
begin
  for n in 1 .. cardinality(p_limited) loop
    v_messages := cardinality(array_positions(p_destinations, p_limited[n]));
    continue when v_messages = 0;
    v_destination := outbox._with_limits(
      p_topic, (select d from outbox.destinations as d where d.id = p_limited[n])
    );
    update outbox.destinations as d
    set
      tokens = coalesce(outbox._tokens(v_destination, p_now) - v_messages, d.tokens),
      tokens_at = p_now,
      retry_at = case
        when v_destination.failures >= v_destination.breaker_failures then p_now + p_topic.call_timeout
        else d.retry_at
      end
    where d.id = v_destination.id;
  end loop;
end
$$;
comment on function outbox._spend(outbox.topics, timestamptz, bigint[], bigint[]) is
  'Takes a topic, the time of the claim, its destinations that have a rate or an open breaker, and the destination of each message that was handed out; the caller has locked them.';
