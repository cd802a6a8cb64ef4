-- Leases lanes that are due and hands out the run of messages at the head of each. The answer is one JSON
-- document: decoding it costs Python 0.9 us a message, rows with a JSON column cost 2.3 us.
--
-- A topic whose next claim depends on what others have claimed (a shared rate, a number of lanes in flight,
-- one probe through an open breaker) is locked first; consumers of other topics claim side by side.
-- Lanes are locked by one statement and their heads read by the next, whose snapshot is younger than the
-- locks: nothing that was committed in between is missed. Sorting is off, so that the lanes come from the
-- index in order of time whatever the statistics say.
--
-- It holds lanes in order of time, so it must not wait for one. SKIP LOCKED waits all the same for a row that was
-- updated twice while it looked (PostgreSQL follows the chain of updates without asking); the timeout ends that
-- before it becomes a deadlock in which a webhook dies. The consumer asks again.
create or replace function outbox._claim(p_consumer text, p_topic text, p_limit integer)
returns json
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off
set lock_timeout = '500 ms'
as $$
declare
  v_topic outbox.topics := outbox._topic(p_consumer, p_topic);
  v_now timestamptz;
  v_room integer;
  v_next_in double precision;
  v_lanes tid[];
  v_token bigint;
  v_messages json;
begin
  if v_topic.rate is not null or v_topic.concurrency is not null
    or v_topic.failures >= v_topic.breaker_failures
  then
    select t.* into v_topic from outbox.topics as t where t.name = p_topic for no key update;
  end if;
  v_now := clock_timestamp();
  select r.room, r.next_in into v_room, v_next_in from outbox._room(v_topic, v_now, p_limit) as r;

  if v_room > 0 then
    select array_agg(d.tid) into v_lanes
    from (
      select l.ctid as tid
      from outbox.lanes as l
      where l.topic = p_topic and l.ready_at <= v_now and l.ready_at > '-infinity'
      order by l.ready_at
      limit v_room
      for update skip locked
    ) as d;
    if v_lanes is not null then
      v_token := nextval('outbox.tokens');
      v_messages := outbox._lease(v_topic, v_now, v_token, v_lanes);
      perform outbox._spend(v_topic, v_now, coalesce(json_array_length(v_messages), 0));
    end if;
    v_next_in := outbox._next_in(v_topic, v_now, cardinality(v_lanes) = v_room);
  end if;

  return json_build_object(
    'token', v_token,
    'lease', extract(epoch from v_topic.lease),
    'timeout', extract(epoch from v_topic.call_timeout),
    'next_in', v_next_in,
    'messages', coalesce(v_messages, '[]')
  );
end
$$;
comment on function outbox._claim(text, text, integer) is
  'Takes a consumer, a topic of its own and the most lanes to lease. Returns {token, lease and timeout in seconds, next_in: seconds until asking again makes sense or null, messages: [[lane, id, kind, payload, attempt, reason to bury or null, error], ...] in order}. Raises TK020.';
