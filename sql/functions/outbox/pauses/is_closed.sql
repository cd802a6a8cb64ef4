create or replace function outbox.is_closed(p_topic text, p_destination text) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(bool_or(outbox.closed_until(t, d, clock_timestamp()) is not null), false)
  from outbox.topics as t
  join outbox.destinations as d on d.topic = t.name
  where t.name = p_topic and d.name = p_destination
$$;
comment on function outbox.is_closed(text, text) is
  'Whether nothing is claimed for a destination of a topic at present, because it is paused or its breaker is open. Returns false for an unknown destination.';
