-- A correlated scalar subquery looks for what waits. The planner turned `exists` into a hash of the whole topic,
-- rebuilt for each batch (100k expiries took 103 s instead of 13).
create or replace function outbox._repeated(
  p_topic text, p_lanes text[], p_priorities outbox.priority[], p_priority outbox.priority, p_dedupe_keys text[]
)
returns boolean[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return (
    select array_agg(
      n.dedupe_key is not null and (
        n.ordinal > 1
        or coalesce((
          select true
          from outbox.lanes as l
          join outbox.messages as m on m.topic = l.topic and m.lane = l.lane and m.priority = l.priority
          where l.topic = p_topic and l.lane = n.lane and l.priority = n.priority
            and m.dedupe_key = n.dedupe_key and m.id > coalesce(l.claimed_to, l.done_to)
          limit 1
        ), false)
      )
      order by n.position
    )
    from (
      select
        w.*, row_number() over (partition by w.lane, w.priority, w.dedupe_key order by w.position) as ordinal
      from (
        select u.lane, coalesce(u.priority, p_priority) as priority, u.dedupe_key, u.position
        from unnest(p_lanes, p_priorities, p_dedupe_keys) with ordinality as u (lane, priority, dedupe_key, position)
      ) as w
    ) as n
  );
end
$$;
comment on function outbox._repeated(text, text[], outbox.priority[], outbox.priority, text[]) is
  'Takes a topic and, of messages for it that have yet to be inserted, lanes, priorities (null: p_priority) and dedupe keys. Returns in the same order whether a message with the key waits in the lane already, or comes earlier in the arrays. The caller holds the locks of the lanes.';
