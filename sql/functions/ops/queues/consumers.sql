create or replace view ops.consumers as
select
  c.name,
  c.host,
  c.pid,
  c.version,
  c.seen_at between clock_timestamp() - interval '30 seconds' and clock_timestamp() as alive,
  date_trunc('second', clock_timestamp() - c.seen_at) as seen_ago,
  date_trunc('second', c.seen_at - c.started_at) as ran_for,
  c.counters
from outbox.consumers as c
order by alive desc, c.name asc, c.started_at asc;
comment on view ops.consumers is
  'Processes that consume topics, with what they have settled since their start. One that stopped in good order is removed; one that died is shown for a day.';
comment on column ops.consumers.name is 'listener or bot.';
comment on column ops.consumers.host is 'Name of the machine or container that it runs on.';
comment on column ops.consumers.pid is 'Its process id there.';
comment on column ops.consumers.version is 'Release of the program.';
comment on column ops.consumers.alive is 'Whether it was heard of within half a minute.';
comment on column ops.consumers.seen_ago is 'How long ago it was heard of last.';
comment on column ops.consumers.ran_for is 'How long it has run, or ran.';
comment on column ops.consumers.counters is 'By topic: messages by outcome, and what is in flight.';
