-- Shows what waits, and why. Chats are shown as users, because chat ids are personal data, and accesses as their
-- subscriptions, because operators look customers up by these. A pause of the destination (by an operator, a
-- Retry-After or the breaker) holds every lane that is not in flight, regardless of the lane's own time.
create or replace view ops.lanes as
select
  l.topic,
  d.name as destination,
  case
    when t.lane_is = 'itself' or t.lane_is <> 'chat' and l.lane like '%:%' then l.lane
    when v.subscription_id is not null then format('subscription %s', v.subscription_id)
    when t.lane_is <> 'chat' then format('%s %s', t.lane_is, l.lane)
    when i.user_id is not null then format('user %s', i.user_id)
    else 'a chat without a user'
  end as subject,
  l.priority,
  case
    when p.until > clock_timestamp() then 'paused'
    when l.token is not null and l.ready_at > clock_timestamp() then 'in flight'
    when l.token is not null then 'lease over'
    when l.ready_at <= clock_timestamp() then 'ready'
    when l.attempts > 0 then 'backing off'
    else 'resting'
  end as state,
  l.waiting as messages,
  h.kind as head,
  date_trunc('second', clock_timestamp() - h.enqueued_at) as waits_for,
  l.attempts,
  case
    when p.until = 'infinity' then null
    else date_trunc('second', greatest(l.ready_at, p.until) - clock_timestamp())
  end as next_in,
  l.last_error
from outbox.lanes as l
join outbox.topics as t on t.name = l.topic
join outbox.destinations as d on d.id = l.destination
left join lateral outbox.closed_until(t, d, clock_timestamp()) as p (until)
  on l.token is null or l.ready_at <= clock_timestamp()
left join app.telegram_identities as i
  on t.lane_is = 'chat' and i.telegram_id = case when l.lane ~ '^-?\d{1,18}$' then l.lane::bigint end
left join vpn.access as v
  on t.lane_is = 'access' and v.id = case when l.lane ~ '^\d{1,18}$' then l.lane::bigint end
left join lateral (
  select m.kind, m.enqueued_at
  from outbox.messages as m
  where m.topic = l.topic and m.lane = l.lane and m.priority = l.priority and m.id > l.done_to
  order by m.id
  limit 1
) as h on true
order by l.attempts desc, l.ready_at asc;
comment on view ops.lanes is
  'Lanes with messages waiting or in flight, resting, or paused with their destination; those with failures first.';
comment on column ops.lanes.topic is 'The topic that it is in.';
comment on column ops.lanes.destination is 'Where its messages go.';
comment on column ops.lanes.subject is
  'What it is keyed by: user <id> (a chat; a chat without a user), subscription <id> (an access; access <id>: it is gone), or the lane as it is where it names what it is about (invoice:7, probe:de).';
comment on column ops.lanes.priority is 'Of its messages: answer, receipt, notice or broadcast.';
comment on column ops.lanes.state is
  'ready, in flight, lease over (its consumer did not settle it), backing off (after a failure), resting, or paused (its destination is).';
comment on column ops.lanes.messages is 'How many wait, those in flight included.';
comment on column ops.lanes.head is 'Kind of its first message; null where none is left.';
comment on column ops.lanes.waits_for is 'How long that one has waited.';
comment on column ops.lanes.attempts is 'How often it was tried.';
comment on column ops.lanes.next_in is
  'In how long it is tried next, negative when it is due; in flight: in how long its lease ends. Null while the destination is paused until an operator resumes it.';
comment on column ops.lanes.last_error is 'Why the last attempt failed; null when it did not.';
