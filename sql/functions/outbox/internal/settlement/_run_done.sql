-- Runs the done hooks of messages that are still leased, kind by kind, all messages of a kind together. A hook for
-- single messages sorts what it enqueues itself; a batch hook can lock lanes in order.
create or replace function outbox._run_done(
  p_topic outbox.topics, p_lanes text[], p_ids bigint[], p_tokens bigint[], p_results jsonb[],
  out leased integer, out lanes text[], out ids bigint[], out tokens bigint[], out failed outbox.undone[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_group record;
  v_error outbox.undone[];
begin
  leased := 0;
  for v_group in
    select
      k.name as kind,
      array_agg((a.lane, a.id, a.token, l.attempts, m.payload, a.result, null)::outbox.undone order by a.position)
        as messages
    from unnest(p_lanes, p_ids, p_tokens, p_results) with ordinality as a (lane, id, token, result, position)
    cross join lateral (
      select o.attempts, o.priority from outbox.lanes as o
      where o.topic = p_topic.name and o.lane = a.lane and o.token = a.token
      offset 0
    ) as l
    cross join lateral (
      select w.kind, w.payload from outbox.messages as w
      where w.topic = p_topic.name and w.lane = a.lane and w.priority = l.priority and w.id = a.id
      offset 0
    ) as m
    join outbox.kinds as k on k.name = m.kind
    group by k.name
    order by k.name
  loop
    leased := leased + cardinality(v_group.messages);
    v_error := outbox._done_safely(p_topic, v_group.kind, v_group.messages);
    failed := failed || v_error;
  end loop;

  select array_agg(a.lane order by a.position), array_agg(a.id order by a.position),
    array_agg(a.token order by a.position)
  into lanes, ids, tokens
  from unnest(p_lanes, p_ids, p_tokens) with ordinality as a (lane, id, token, position)
  where not exists (select from unnest(failed) as f where f.lane = a.lane and f.id = a.id);
end
$$;
comment on function outbox._run_done(outbox.topics, text[], bigint[], bigint[], jsonb[]) is
  'Takes the arguments of outbox._ack. Returns how many of the messages are still leased under their token; the lanes, ids and tokens of those to finish; and failed: the messages that are to wait again, because their hook failed and their effect may be repeated.';
