-- Selects the destinations for which a claim may take lanes, and how many lanes. It locks them in order of id. Most
-- claims find nothing due: they end after one statement, which also computes when something will be. (It probes the
-- index for each destination and priority: a condition on the time alone would read all entries before it.) A claim
-- does not wait for the row of a failing destination (SKIP LOCKED), because each failure holds that row until it is
-- written to disk. The open destinations share the number of lanes that the consumer takes at a time.
create or replace function outbox._open_destinations(
  p_topic outbox.topics, p_limit integer, p_without text[],
  out at timestamptz, out ids bigint[], out names text[], out rooms integer[], out lower_rooms integer[],
  out limited bigint[], out next_in double precision
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due bigint[];
  v_failing bigint[];
  v_open outbox.destinations[];
  v_destination outbox.destinations;
  v_room record;
begin
  at := clock_timestamp();
  if not app.is_open() then
    next_in := 5;
    return;
  end if;

  select
    array_agg(h.id) filter (where h.is_due and h.failures = 0),
    array_agg(h.id) filter (where h.is_due and h.failures > 0),
    extract(epoch from min(least(h.next_at, at + '1 hour')) - at)::double precision
  into v_due, v_failing, next_in
  from (
    select
      d.id, d.failures, c.closed_until is null and l.ready_at <= at as is_due,
      case
        when c.closed_until is not null then c.closed_until
        when l.ready_at > at then l.ready_at
        else (
          select f.ready_at
          from outbox.lanes as f
          where f.destination = d.id and f.priority = p.priority and f.ready_at > at and f.ready_at > '-infinity'
          order by f.ready_at
          limit 1
        )
      end as next_at
    from outbox.destinations as d
    cross join lateral (select outbox.closed_until(p_topic, d, at)) as c (closed_until)
    cross join unnest(outbox._priorities()) as p (priority)
    cross join lateral (
      select f.ready_at
      from outbox.lanes as f
      where f.destination = d.id and f.priority = p.priority and f.ready_at > '-infinity'
      order by f.ready_at
      limit 1
    ) as l
    where d.topic = p_topic.name and d.name <> all (coalesce(p_without, '{}'))
  ) as h;
  if v_due is null and v_failing is null then
    return;
  end if;

  select array_agg(o.destination) into v_open
  from (
    select d as destination
    from outbox.destinations as d
    where d.id = any (v_due) and d.failures = 0 and outbox.closed_until(p_topic, d, at) is null
    order by d.id
    for no key update of d
  ) as o;
  if v_failing is not null then
    select v_open || array_agg(o.destination) into v_open
    from (
      select d as destination
      from outbox.destinations as d
      where d.id = any (v_failing) and outbox.closed_until(p_topic, d, at) is null
      order by d.id
      for no key update of d skip locked
    ) as o;
  end if;

  at := clock_timestamp();
  foreach v_destination in array coalesce(v_open, '{}') loop
    v_room := outbox._room(p_topic, v_destination, at, greatest(p_limit / cardinality(v_open), 1));
    ids := ids || v_destination.id;
    names := names || v_destination.name;
    rooms := rooms || v_room.room;
    lower_rooms := lower_rooms || v_room.lower_room;
    if v_room.is_limited then
      limited := limited || v_destination.id;
    end if;
    next_in := least(next_in, v_room.next_in);
  end loop;
  -- What has closed meanwhile is looked at again.
  if not v_due || v_failing <@ coalesce(ids, '{}') then
    next_in := least(next_in, 0.1);
  end if;
end
$$;
comment on function outbox._open_destinations(outbox.topics, integer, text[]) is
  'Takes a topic, the maximum number of lanes, and names of destinations to skip (null for none). Returns the current time; the destinations that have something due (ids and names), with the number of lanes that may be leased of any priority and of priorities below answer; the ids of those with a rate or an open breaker, null for none; and in how many seconds the next claim is worthwhile if this one takes all that is due, null when nothing is known to become due. When nothing is due, ids are null.';
