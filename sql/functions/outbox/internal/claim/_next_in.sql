-- A consumer sleeps until there is something to claim: not at all when more was due than it could take, else until
-- the next lane is due. A NOTIFY announces messages that are enqueued later.
create or replace function outbox._next_in(
  p_topic outbox.topics, p_now timestamptz, p_without text[], p_ids bigint[], p_rooms integer[], p_taken bigint[]
)
returns double precision
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  for n in 1 .. coalesce(cardinality(p_ids), 0) loop
    if p_rooms[n] > 0 and p_rooms[n] = cardinality(array_positions(p_taken, p_ids[n])) then
      return 0.0::double precision;
    end if;
  end loop;
  return (
    select extract(epoch from min(least(coalesce(c.closed_until, l.ready_at), p_now + '1 hour')) - p_now)::double precision
    from outbox.destinations as d
    left join unnest(p_ids, p_rooms) as r (id, room) on r.id = d.id
    cross join lateral (select outbox.closed_until(p_topic, d, p_now)) as c (closed_until)
    cross join unnest(enum_range(null::outbox.priority)) as p (priority)
    left join lateral (
      select n.ready_at
      from outbox.lanes as n
      where n.destination = d.id and n.priority = p.priority and n.ready_at >= p_now and n.ready_at > '-infinity'
      order by n.ready_at
      limit 1
    ) as l on c.closed_until is null
    where d.topic = p_topic.name
      and d.name <> all (coalesce(p_without, '{}'))
      and r.room is distinct from 0
  );
end
$$;
comment on function outbox._next_in(outbox.topics, timestamptz, text[], bigint[], integer[], bigint[]) is
  'Takes a topic, the time of the claim, the destinations that were skipped, those that were asked for lanes with the number of lanes each could give, and the destination of each lane that was taken. Returns seconds, null when nothing is known to become due.';
