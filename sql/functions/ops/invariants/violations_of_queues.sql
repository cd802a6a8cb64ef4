-- Cost: a pass over waiting messages, and one over the stored events. Lanes are not named, because they are chat ids.
create or replace view ops.violations_of_queues as
with waiting as (
  select m.topic, m.lane, m.priority, count(*) as messages
  from outbox.messages as m
  group by m.topic, m.lane, m.priority
)

select
  'messages_wait_in_their_lane' as invariant,
  format(
    'a lane of %s counts %s messages and has %s',
    coalesce(l.topic, w.topic), coalesce(l.waiting, 0), coalesce(w.messages, 0)
  ) as subject
from outbox.lanes as l
full join waiting as w on w.topic = l.topic and w.lane = l.lane and w.priority = l.priority
where l.waiting is distinct from coalesce(w.messages, 0)

union all
select 'lanes_have_a_destination', format('%s lanes of %s', count(*), l.topic)
from outbox.lanes as l
left join outbox.destinations as d on d.id = l.destination and d.topic = l.topic
where d.id is null
group by l.topic

union all
select 'events_are_processed', format('event %s', e.id)
from inbox.events as e
where e.processed_at is null
  and not exists (
    select
    from outbox.messages as m
    where m.topic = e.topic and m.lane = e.lane and (m.payload ->> 'event_id')::bigint = e.id
  )
  and not exists (
    select
    from outbox.dead_letters as d
    where d.topic = e.topic and d.lane = e.lane and (d.payload ->> 'event_id')::bigint = e.id
  )
  and not exists (select from inbox.unqueued as q where q.event_id = e.id);
comment on view ops.violations_of_queues is
  'Cases that break the queues'' part of ops.invariants. Empty if all is well.';
