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
  'Events: updates of Telegram and reports of payment providers, newest first. The table is large, so filter by topic or state.';
comment on column ops.events.id is 'What ops.replay_event takes.';
comment on column ops.events.topic is 'inbox (updates of Telegram) or payment_events.';
comment on column ops.events.source is 'Who sent it: telegram_<id of the bot>, or a payment provider.';
comment on column ops.events.kind is 'What the sender calls this kind of event; null where it has no word for it.';
comment on column ops.events.external_id is 'The sender''s id of the event.';
comment on column ops.events.verified is 'Whether a secret or a signature proves it; otherwise it is a hint.';
comment on column ops.events.state is
  'processed, waiting, behind others (of its lane), waits for its lane (another transaction has locked it), in flight, retrying, or dead (see ops.dead_letters).';
comment on column ops.events.age is 'How long it took to process, or has waited.';
comment on column ops.events.attempts is
  'How often it was tried, of the first of its lane and of one that was given up; null otherwise.';
comment on column ops.events.error is 'Why that failed last; null when it did not.';
comment on column ops.events.received_at is 'When it was stored, machine time, UTC.';
comment on column ops.events.processed_at is
  'When it was processed, machine time, UTC; null while it waits or is dead.';
comment on column ops.events.replays is 'How often an operator has run it again.';
comment on column ops.events.replayed_at is 'When last, machine time, UTC; null for never.';
