create or replace view ops.consumers as
select
  c.name,
  c.host,
  c.pid,
  c.version,
  c.seen_at > clock_timestamp() - interval '30 seconds' as alive,
  date_trunc('second', clock_timestamp() - c.seen_at) as seen_ago,
  date_trunc('second', c.seen_at - c.started_at) as ran_for,
  c.counters
from outbox.consumers as c
order by alive desc, c.name asc, c.started_at asc;
comment on view ops.consumers is
  'Processes that consume topics, with what they have settled since their start. One that shut down cleanly is removed; one that died is shown for a day.';
