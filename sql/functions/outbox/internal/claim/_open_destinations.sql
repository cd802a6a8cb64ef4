-- Which destinations of a topic a claim may take lanes for, and how many; they are locked in order of id. One that is
-- closed costs no more than the look at its row, and neither does one that has nothing due. For one that fails nobody
-- waits: each failure holds its row until that is on disk. Each of the others has its share of what the consumer takes
-- at a time.
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
  'Takes a topic, the most lanes wanted, and names of destinations to pass over (null for none). Returns the moment; ids of destinations that have something due, and how many lanes of each may be leased, of any priority and of those below answer; and in how many seconds asking again makes sense, as far as that depends on limits.';
