-- Ends messages that were handed out: deletes them, and frees, rests or closes their lanes. The lanes are locked
-- first and in order, so that consumers and batches of producers cannot deadlock. They are matched by token, so that
-- a consumer that lost its lease changes nothing. A run is contiguous: everything in the lane up to the last given id
-- ends.
--
-- Rows are looked up by lateral subqueries and ctid; see outbox._heads.
create or replace function outbox._finish(
  p_topic outbox.topics, p_lanes text[], p_ids bigint[], p_tokens bigint[], p_ends_run boolean,
  out done integer, out destinations bigint[], out counts bigint[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_rests constant boolean := p_topic.lane_spacing > '0';
  v_lanes tid[];
  v_upto bigint[];
begin
  select array_agg(h.tid), array_agg(s.upto) into v_lanes, v_upto
  from (
    select a.lane, a.token, max(a.id) as upto
    from unnest(p_lanes, p_ids, p_tokens) as a (lane, id, token)
    group by a.lane, a.token
    order by a.lane
  ) as s
  cross join lateral (
    select l.ctid as tid
    from outbox.lanes as l
    where l.topic = p_topic.name and l.lane = s.lane and l.token = s.token
    for update
  ) as h;

  with doomed as materialized (
    select l.ctid as tid, l.destination, l.waiting, u.upto, p_ends_run or u.upto >= l.claimed_to as ended, m.message
    from unnest(v_lanes, v_upto) as u (tid, upto)
    join outbox.lanes as l on l.ctid = u.tid
    cross join lateral (
      select w.ctid as message
      from outbox.messages as w
      where w.topic = l.topic and w.lane = l.lane and w.priority = l.priority and w.id > l.done_to and w.id <= u.upto
      order by w.id
    ) as m
  ),
  gone as (
    delete from outbox.messages as m
    using doomed as d
    where m.ctid = d.message
  ),
  plan as materialized (
    select d.tid, d.destination, d.upto, d.ended, d.waiting - count(*) as waiting, count(*) as gone,
      d.ended and d.waiting <= count(*) and not v_rests as closed
    from doomed as d
    group by d.tid, d.destination, d.upto, d.ended, d.waiting
  ),
  closed as (
    delete from outbox.lanes as l
    using plan as p
    where l.ctid = p.tid and p.closed
  ),
  kept as (
    update outbox.lanes as l
    set
      waiting = p.waiting,
      done_to = p.upto,
      token = case when not p.ended then l.token end,
      claimed_to = case when not p.ended then l.claimed_to end,
      ready_at = case when p.ended then v_now + p_topic.lane_spacing else l.ready_at end,
      rests_until = case when p.ended and v_rests then v_now + p_topic.lane_spacing end,
      attempts = (not p.ended)::integer,
      last_error = null
    from plan as p
    where l.ctid = p.tid and not p.closed
  )
  select coalesce(sum(g.gone), 0)::integer, array_agg(g.destination), array_agg(g.gone)
  into done, destinations, counts
  from (select p.destination, sum(p.gone)::bigint as gone from plan as p group by p.destination) as g;
end
$$;
comment on function outbox._finish(outbox.topics, text[], bigint[], bigint[], boolean) is
  'Takes a topic, messages as handed out (lane, id, token), and whether they end the runs of their lanes even in the middle. Returns done: how many messages were deleted, none of which has a stale token; and their destinations with the number of messages for each.';
