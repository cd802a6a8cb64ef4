create or replace function api.destinations()
returns table (
  topic text, destination text, paused_seconds double precision, late_seconds double precision, messages bigint,
  dead bigint, done bigint, failed bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    s.topic,
    s.destination,
    s.paused_seconds,
    s.late_seconds,
    (
      select coalesce(sum(l.waiting), 0)::bigint
      from outbox.lanes as l
      where l.destination = d.id and l.ready_at > '-infinity'
    ),
    (
      select count(*)
      from outbox.dead_letters as w
      where w.topic = s.topic and not w.dropped and coalesce(w.destination, 'main') = s.destination
    ),
    coalesce(c.done, 0),
    coalesce(c.failed, 0)
  from outbox._destination_states() as s
  left join outbox.destinations as d on d.topic = s.topic and d.name = s.destination
  left join outbox.counters as c on c.destination = d.id
  order by s.topic, s.destination
$$;
comment on function api.destinations() is
  'Returns each destination for /metrics: seconds that it is still paused (Infinity: until resumed), seconds that its oldest due lane has waited, waiting messages, dead letters, and the numbers of done messages and failures since it was created.';
