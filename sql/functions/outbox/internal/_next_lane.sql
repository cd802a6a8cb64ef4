-- One index probe for each priority: a condition on the time alone would read all index entries before it.
create or replace function outbox._next_lane(p_destination bigint, p_from timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select min(n.ready_at)
    from unnest(outbox._priorities()) as p (priority)
    cross join lateral (
      select l.ready_at
      from outbox.lanes as l
      where l.destination = p_destination and l.priority = p.priority
        and l.ready_at >= p_from and l.ready_at > '-infinity'
      order by l.ready_at
      limit 1
    ) as n
  );
end
$$;
comment on function outbox._next_lane(bigint, timestamptz) is
  'Takes a destination and a time. Returns the earliest time, not before the given one, at which one of its lanes is due; null for none.';
