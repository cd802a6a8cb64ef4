-- Neighbours are evidence, see outbox._refused: one message that is refused and kept says nothing about the others.
create or replace function outbox._refused_alike(p_destination outbox.destinations, p_error text) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select count(*) >= outbox._neighbours()
  from (
    select
    from outbox.lanes as l
    where l.destination = p_destination.id and l.last_error = p_error
    limit outbox._neighbours()
  ) as alike
$$;
comment on function outbox._refused_alike(outbox.destinations, text) is
  'Takes a destination and the error of a lane. Returns whether so many lanes wait with that error that it says nothing about their messages.';
