-- Does everything that should go out go out? One line a topic. late_by is what a person feels: how long the
-- lane that has waited longest has been due.
create or replace view ops.outbox as
select
  t.name as topic,
  case
    when t.paused_until > clock_timestamp() then 'paused'
    when t.failures >= t.breaker_failures and t.retry_at > clock_timestamp() then 'breaker open'
    when t.failures >= t.breaker_failures then 'breaker trying'
    else 'flowing'
  end as state,
  coalesce(l.messages, 0) as messages,
  l.lanes,
  l.in_flight,
  l.retrying,
  case when l.due_at <= clock_timestamp() then date_trunc('milliseconds', clock_timestamp() - l.due_at) end
    as late_by,
  d.dead,
  d.dropped_24h,
  t.failures,
  case when t.paused_until > clock_timestamp() then t.paused_until end as paused_until,
  case when t.paused_until > clock_timestamp() then t.pause_reason end as pause_reason
from outbox.topics as t
cross join lateral (
  select
    sum(o.waiting) as messages,
    count(*) as lanes,
    count(*) filter (where o.token is not null and o.ready_at > clock_timestamp()) as in_flight,
    count(*) filter (where o.token is null and o.attempts > 0) as retrying,
    min(o.ready_at) filter (where o.waiting > 0) as due_at
  from outbox.lanes as o
  where o.topic = t.name
) as l
cross join lateral (
  select
    count(*) filter (where not o.dropped) as dead,
    count(*) filter (where o.dropped and o.buried_at > clock_timestamp() - interval '24 hours') as dropped_24h
  from outbox.dead_letters as o
  where o.topic = t.name
) as d
order by t.name;
comment on view ops.outbox is
  'Topics with what waits, is in flight, is retried and is dead. Limits and pauses are columns of outbox.topics; see ops.pause, ops.resume.';
