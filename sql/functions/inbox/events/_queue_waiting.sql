-- The claim calls this function, so that a transaction that queues something when it frees a lane wakes the bot for
-- these events too. One caller at a time, so that each lane keeps its order. Each lane has its own subtransaction, in
-- random order and with a short lock timeout, so that lanes that stay locked cost the claim little and do not delay
-- others.
create or replace function inbox._queue_waiting(p_topic text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '2ms'
as $$
declare
  v_until constant timestamptz := clock_timestamp() + interval '20 ms';
  v_lane text;
  v_ids bigint[];
  v_sources text[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('inbox.unqueued ' || p_topic, 0)) then
    return;
  end if;
  for v_lane in
    select u.lane from inbox.unqueued as u where u.topic = p_topic group by u.lane order by random()
  loop
    begin
      with taken as (
        delete from inbox.unqueued as u where u.topic = p_topic and u.lane = v_lane returning u.event_id
      )
      select array_agg(e.id order by e.id), array_agg(e.source order by e.id) into v_ids, v_sources
      from taken as t
      join inbox.events as e on e.id = t.event_id;
      if v_ids is not null then
        perform inbox._enqueue(p_topic, v_ids, array_fill(v_lane, array[cardinality(v_ids)]), v_sources);
      end if;
    exception when lock_not_available then
      exit when clock_timestamp() > v_until;
    end;
  end loop;
end
$$;
comment on function inbox._queue_waiting(text) is
  'Takes a topic. Moves its events from inbox.unqueued into their lanes where these are no longer locked.';
