-- Shows whether outgoing messages leave, one line per destination. late_by is what users notice: for how long the
-- oldest due lane has waited, broadcasts excluded. Letters are counted only if the query asks for them: /metrics does
-- not ask for dropped_24h, of which there may be a hundred thousand.
create or replace view ops.outbox as
select
  t.name as topic,
  d.name as destination,
  case
    when p.until > clock_timestamp() then 'paused'
    when d.failures >= b.failures and d.retry_at > clock_timestamp() then 'breaker open'
    when d.failures >= b.failures then 'breaker trying'
    else 'flowing'
  end as state,
  coalesce(l.messages, 0) as messages,
  l.lanes,
  l.in_flight,
  l.retrying,
  l.broadcasts,
  case when l.due_at <= clock_timestamp() then date_trunc('milliseconds', clock_timestamp() - l.due_at) end
    as late_by,
  (
    select count(*)
    from outbox.dead_letters as w
    where not w.dropped and w.topic = t.name and coalesce(w.destination, 'main') = coalesce(d.name, 'main')
  ) as dead,
  (
    select count(*)
    from outbox.dead_letters as w
    where w.dropped
      and w.topic = t.name
      and coalesce(w.destination, 'main') = coalesce(d.name, 'main')
      -- Stable, unlike clock_timestamp(), so that an index can be used.
      and w.buried_at > statement_timestamp() - interval '24 hours'
  ) as dropped_24h,
  coalesce(c.done, 0) as done,
  coalesce(c.failed, 0) as failed,
  c.last_done_at,
  coalesce(d.failures, 0) as failures,
  case when d.failing_since is not null then d.failing_with end as failing_with,
  case when p.until > clock_timestamp() then p.until end as paused_until,
  case
    when p.until <= clock_timestamp() then null
    when p.until = t.paused_until then t.pause_reason
    else d.pause_reason
  end as pause_reason
from outbox.topics as t
left join outbox.destinations as d on d.topic = t.name
left join outbox.counters as c on c.destination = d.id
cross join lateral coalesce(d.breaker_failures, t.breaker_failures) as b (failures)
cross join lateral greatest(t.paused_until, d.paused_until) as p (until)
cross join lateral (
  select
    sum(o.waiting) as messages,
    count(*) as lanes,
    count(*) filter (where o.token is not null and o.ready_at > clock_timestamp()) as in_flight,
    count(*) filter (where o.token is null and o.attempts > 0) as retrying,
    coalesce(sum(o.waiting) filter (where o.priority = 'broadcast'), 0) as broadcasts,
    min(o.ready_at) filter (where o.waiting > 0 and o.priority < 'broadcast') as due_at
  from outbox.lanes as o
  where o.destination = d.id and o.ready_at > '-infinity'
) as l
order by t.name, d.id;
comment on view ops.outbox is
  'Destinations of topics with what waits for them and what came of it. Limits are columns of outbox.topics, and of outbox.destinations where one has its own; see ops.pause, ops.resume.';
comment on column ops.outbox.topic is 'The kind of work.';
comment on column ops.outbox.destination is 'The system behind it; null while nothing was ever enqueued.';
comment on column ops.outbox.state is
  'flowing, paused, breaker open (nothing is claimed), or breaker trying (one message probes it).';
comment on column ops.outbox.messages is 'How many wait or are in flight.';
comment on column ops.outbox.lanes is 'In how many lanes.';
comment on column ops.outbox.in_flight is 'How many lanes are with a consumer.';
comment on column ops.outbox.retrying is 'How many lanes wait after a failure.';
comment on column ops.outbox.broadcasts is 'How many of messages belong to broadcasts.';
comment on column ops.outbox.late_by is
  'For how long the oldest due lane has waited, broadcasts excluded; null when none is due.';
comment on column ops.outbox.dead is 'How many were given up and wait for an operator.';
comment on column ops.outbox.dropped_24h is 'How many were left out by rule within 24 hours.';
comment on column ops.outbox.done is 'How many were done since the destination was created.';
comment on column ops.outbox.failed is 'How many failures counted for its breaker since then.';
comment on column ops.outbox.last_done_at is 'When the last one was done, machine time, UTC; null for never.';
comment on column ops.outbox.failures is 'Failures in a row; the breaker opens at its breaker_failures.';
comment on column ops.outbox.failing_with is 'What the last failure was; null while all is well.';
comment on column ops.outbox.paused_until is
  'Until when nothing is claimed, machine time, UTC; infinity: until ops.resume(); null while it is not paused.';
comment on column ops.outbox.pause_reason is 'Why it is paused; null while it is not.';
