-- Lists events from outside and what became of them, newest first. The table is large, so filter by topic or state.
-- The bodies are personal data: the owner reads them in inbox.events.
create or replace view ops.events as
select
  e.id,
  e.topic,
  e.source,
  e.kind,
  e.external_id,
  e.verified,
  case
    when e.processed_at is not null then 'processed'
    when d.id is not null then 'dead'
    when m.id is null then 'waits for its lane'
    when m.id > h.id then 'behind others'
    when l.token is not null and l.ready_at > clock_timestamp() then 'in flight'
    when l.last_error is not null then 'retrying'
    else 'waiting'
  end as state,
  date_trunc('second', coalesce(e.processed_at, clock_timestamp()) - e.received_at) as age,
  case when d.id is not null then d.attempts when m.id = h.id then l.attempts end as attempts,
  case when d.id is not null then d.error when m.id = h.id then l.last_error end as error,
  e.received_at,
  e.processed_at,
  e.replays,
  e.replayed_at
from inbox.events as e
left join lateral (
  select w.id, w.priority
  from outbox.messages as w
  where w.topic = e.topic and w.lane = e.lane and (w.payload ->> 'event_id')::bigint = e.id
  order by w.id
  limit 1
) as m on e.processed_at is null
left join outbox.lanes as l on l.topic = e.topic and l.lane = e.lane and l.priority = m.priority
left join lateral (
  select w.id
  from outbox.messages as w
  where w.topic = l.topic and w.lane = l.lane and w.priority = l.priority and w.id > l.done_to
  order by w.id
  limit 1
) as h on true
left join lateral (
  select o.id, o.attempts, o.error
  from outbox.dead_letters as o
  where o.topic = e.topic and o.lane = e.lane and (o.payload ->> 'event_id')::bigint = e.id and not o.dropped
  order by o.id
  limit 1
) as d on e.processed_at is null and m.id is null
order by e.id desc;
comment on view ops.events is
  'Events: updates of Telegram and reports of payment providers. state: processed, waiting, behind others of its lane, waits for its lane (another transaction has locked it), in flight, retrying, dead (see ops.dead_letters). age: how long it took, or has waited. attempts and error: of an event that is being retried or was given up. verified: a secret or a signature proves it; otherwise it is a hint. replays: how often it was run again (select ops.replay_event(id, reason)). replayed_at: when last.';
