-- Who takes messages, and whether they still do.
create or replace view ops.listeners as
select
  l.name,
  l.host,
  l.pid,
  l.version,
  l.seen_at > clock_timestamp() - interval '30 seconds' as alive,
  date_trunc('second', clock_timestamp() - l.seen_at) as seen_ago,
  date_trunc('second', l.seen_at - l.started_at) as ran_for,
  l.counters
from outbox.listeners as l
order by alive desc, l.name asc, l.started_at asc;
comment on view ops.listeners is
  'Processes that consume topics, with what they settled since their start. One that stopped in good order is gone; one that died is shown for a day.';
