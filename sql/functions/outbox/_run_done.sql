-- Calls the done hooks of messages that are still leased, in order.
create or replace function outbox._run_done(
  p_topic outbox.topics, p_lanes text[], p_ids bigint[], p_tokens bigint[], p_results jsonb[]
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer := 0;
  v_item record;
  v_error text;
begin
  for v_item in
    select m.message, (m.message).payload, a.lane, a.result, l.attempts, k.done
    from unnest(p_lanes, p_ids, p_tokens, p_results) with ordinality as a (lane, id, token, result, position)
    cross join lateral (
      select o.attempts from outbox.lanes as o
      where o.topic = p_topic.name and o.lane = a.lane and o.token = a.token
      offset 0
    ) as l
    cross join lateral (
      select w as message from outbox.messages as w
      where w.topic = p_topic.name and w.lane = a.lane and w.id = a.id
      offset 0
    ) as m
    join outbox.kinds as k on k.name = (m.message).kind
    order by a.position
  loop
    v_count := v_count + 1;
    if v_item.done is not null then
      v_error := outbox._done(v_item.done, v_item.lane, v_item.payload, v_item.result);
      if v_error is not null then
        perform outbox._record(v_item.message, v_item.attempts, 'done', v_error);
      end if;
    end if;
  end loop;
  return v_count;
end
$$;
comment on function outbox._run_done(outbox.topics, text[], bigint[], bigint[], jsonb[]) is
  'Takes what outbox._ack takes; returns how many of the messages are still leased under their token. What a hook fails on becomes a dead letter.';
