-- Takes what was handed out from the token buckets. While a breaker is open and one message probes the destination,
-- no other message is let through.
create or replace function outbox._spend(
  p_topic outbox.topics, p_now timestamptz, p_ids bigint[], p_counts bigint[]
)
returns json
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_destination outbox.destinations;
begin
  for n in 1 .. coalesce(cardinality(p_ids), 0) loop
    v_destination := outbox._with_limits(p_topic, p_ids[n]);
    if v_destination.rate is not null or v_destination.failures >= v_destination.breaker_failures then
      update outbox.destinations as d
      set
        tokens = coalesce(outbox._tokens(v_destination, p_now) - p_counts[n], d.tokens),
        tokens_at = p_now,
        retry_at = case
          when v_destination.failures >= v_destination.breaker_failures then p_now + p_topic.call_timeout
          else d.retry_at
        end
      where d.id = v_destination.id;
    end if;
  end loop;
  return (
    select json_object_agg(d.name, u.handed_out order by u.position)
    from unnest(p_ids, p_counts) with ordinality as u (id, handed_out, position)
    join outbox.destinations as d on d.id = u.id
  );
end
$$;
comment on function outbox._spend(outbox.topics, timestamptz, bigint[], bigint[]) is
  'Takes a topic, the time of the claim, and destinations (locked by the caller) with the number of messages handed out for each. Returns the same as {name: number, ...}, null for none.';
