-- Takes what was handed out from the token buckets. While a breaker is open and one message probes the destination,
-- no other message is let through.
create or replace function outbox._spend(p_topic outbox.topics, p_now timestamptz, p_destinations bigint[])
returns json
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_handed_out json;
  v_limited bigint[];
  v_destination outbox.destinations;
begin
  select
    json_object_agg(d.name, n.messages order by n.id),
    array_agg(d.id) filter (
      where coalesce(d.rate, p_topic.rate) is not null
        or d.failures >= coalesce(d.breaker_failures, p_topic.breaker_failures)
    )
  into v_handed_out, v_limited
  from (select u.id, count(*) as messages from unnest(p_destinations) as u (id) group by u.id) as n
  join outbox.destinations as d on d.id = n.id;

  for n in 1 .. coalesce(cardinality(v_limited), 0) loop
    v_destination := outbox._with_limits(
      p_topic, (select d from outbox.destinations as d where d.id = v_limited[n])
    );
    update outbox.destinations as d
    set
      tokens = coalesce(
        outbox._tokens(v_destination, p_now) - cardinality(array_positions(p_destinations, v_limited[n])), d.tokens
      ),
      tokens_at = p_now,
      retry_at = case
        when v_destination.failures >= v_destination.breaker_failures then p_now + p_topic.call_timeout
        else d.retry_at
      end
    where d.id = v_destination.id;
  end loop;
  return v_handed_out;
end
$$;
comment on function outbox._spend(outbox.topics, timestamptz, bigint[]) is
  'Takes a topic, the time of the claim, and the destination of each message that was handed out; the caller has locked them. Returns {name: number of messages, ...} in order of id, null for none.';
