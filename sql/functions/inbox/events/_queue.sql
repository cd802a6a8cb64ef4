-- Storing an event must not wait for its lane: an operator's open transaction or a batch of a job may hold the lane
-- for long, and events of other users share the commit. If events cannot be queued at once, they are noted in
-- inbox.unqueued, and so are later events of their lanes, so that each lane keeps its order. The bot is woken, and
-- its next claim tries again.
create or replace function inbox._queue(p_topic text, p_source text, p_ids bigint[], p_lanes text[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '50ms'
as $$
begin
  if not exists (select from inbox.unqueued as u where u.topic = p_topic and u.lane = any (p_lanes)) then
    begin
      perform inbox._enqueue(p_topic, p_ids, p_lanes, array_fill(p_source, array[cardinality(p_ids)]));
      return;
    exception when lock_not_available or deadlock_detected then
      null;
    end;
  end if;
  insert into inbox.unqueued (event_id, topic, lane)
  select n.id, p_topic, n.lane
  from unnest(p_ids, p_lanes) as n (id, lane);
  perform pg_notify('outbox_' || p_topic, '');
end
$$;
comment on function inbox._queue(text, text, bigint[], text[]) is
  'Takes a topic, a source, ids of inbox.events and their lanes, in order. Enqueues them, or stores them in inbox.unqueued when a lane is locked for more than a moment.';
