-- Selects the destinations for which a claim may take lanes, and how many lanes. It locks them in order of id. A
-- closed destination, or one with nothing due, costs only a look at its row. A claim does not wait for the row of a
-- failing destination (SKIP LOCKED), because each failure holds that row until it is written to disk. The open
-- destinations share the number of lanes that the consumer takes at a time.
create or replace function outbox._open_destinations(
  p_topic outbox.topics, p_limit integer, p_without text[],
  out at timestamptz, out ids bigint[], out rooms integer[], out lower_rooms integer[], out next_in double precision
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_room record;
begin
  at := clock_timestamp();
  if not app.is_open() then
    next_in := 5;
    return;
  end if;

  select array_agg(o.id) into ids
  from (
    select d.id
    from outbox.destinations as d
    where d.topic = p_topic.name
      and d.name <> all (coalesce(p_without, '{}'))
      and d.failures = 0
      and outbox.closed_until(p_topic, d, at) is null
      and outbox._next_lane(d.id, '-infinity') <= at
    order by d.id
    for no key update of d
  ) as o;
  if exists (select from outbox.destinations as d where d.topic = p_topic.name and d.failures > 0) then
    select ids || array_agg(o.id) into ids
    from (
      select d.id
      from outbox.destinations as d
      where d.topic = p_topic.name
        and d.name <> all (coalesce(p_without, '{}'))
        and d.failures > 0
        and d.id <> all (coalesce(ids, '{}'))
        and outbox.closed_until(p_topic, d, at) is null
        and outbox._next_lane(d.id, '-infinity') <= at
      order by d.id
      for no key update of d skip locked
    ) as o;
  end if;

  at := clock_timestamp();
  for v_room in
    select r.*
    from unnest(ids) with ordinality as u (id, position)
    cross join lateral outbox._room(
      p_topic, outbox._with_limits(p_topic, u.id), at, greatest(p_limit / cardinality(ids), 1)
    ) as r
    order by u.position
  loop
    rooms := rooms || v_room.room;
    lower_rooms := lower_rooms || v_room.lower_room;
    next_in := least(next_in, v_room.next_in);
  end loop;
end
$$;
comment on function outbox._open_destinations(outbox.topics, integer, text[]) is
  'Takes a topic, the maximum number of lanes, and names of destinations to skip (null for none). Returns the current time; the ids of destinations that have something due, with the number of lanes that may be leased of any priority and of priorities below answer; and in how many seconds the next claim is worthwhile as far as the limits decide.';
