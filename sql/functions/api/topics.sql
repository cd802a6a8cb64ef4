create or replace function api.topics()
returns table (
  topic text, paused_seconds double precision, late_seconds double precision, messages bigint, dead bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.topic, s.paused_seconds, s.late_seconds,
    (select coalesce(sum(l.waiting), 0)::bigint from outbox.lanes as l where l.topic = s.topic),
    (select count(*) from outbox.dead_letters as d where d.topic = s.topic and not d.dropped)
  from outbox._topic_states() as s
  order by s.topic
$$;
comment on function api.topics() is
  'Each topic for /metrics: seconds that it is still paused (Infinity: until resumed), seconds that its oldest due lane has waited, messages that wait, and dead letters.';
