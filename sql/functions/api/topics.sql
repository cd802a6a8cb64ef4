-- What bots of 0.2.0 ask for /metrics. Goes with the release after 0.3.0.
create or replace function api.topics()
returns table (
  topic text, paused_seconds double precision, late_seconds double precision, messages bigint, dead bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select d.topic, max(d.paused_seconds), max(d.late_seconds), sum(d.messages)::bigint, sum(d.dead)::bigint
  from api.destinations() as d
  group by d.topic
  order by d.topic
$$;
comment on function api.topics() is
  'Deprecated, see api.destinations: the same for each topic; the seconds are those of the destination with most.';
