create or replace view ops.dead_letters as
select
  d.id,
  d.topic,
  d.destination,
  d.kind,
  case
    when t.lane_is = 'itself' or t.lane_is <> 'chat' and d.lane like '%:%' then d.lane
    when v.subscription_id is not null then format('subscription %s', v.subscription_id)
    when t.lane_is <> 'chat' then format('%s %s', t.lane_is, d.lane)
    when i.user_id is not null then format('user %s', i.user_id)
    else 'a chat without a user'
  end as subject,
  d.reason,
  d.error,
  d.hook_error,
  d.attempts,
  d.enqueued_at,
  d.buried_at
from outbox.dead_letters as d
join outbox.topics as t on t.name = d.topic
left join app.telegram_identities as i
  on t.lane_is = 'chat' and i.telegram_id = case when d.lane ~ '^-?\d{1,18}$' then d.lane::bigint end
left join vpn.access as v
  on t.lane_is = 'access' and v.id = case when d.lane ~ '^\d{1,18}$' then d.lane::bigint end
where not d.dropped
order by d.buried_at desc;
comment on view ops.dead_letters is
  'Messages that were given up. Fix the cause, then select ops.redrive(array_agg(id)) from ops.dead_letters where ...; or ops.discard(ids, reason).';
comment on column ops.dead_letters.id is 'What ops.redrive and ops.discard take.';
comment on column ops.dead_letters.topic is 'The topic that it waited in.';
comment on column ops.dead_letters.destination is
  'Where it was to go; null for a letter that is older than destinations.';
comment on column ops.dead_letters.kind is 'What it was, see outbox.kinds.';
comment on column ops.dead_letters.subject is 'What its lane is keyed by, see ops.lanes.';
comment on column ops.dead_letters.reason is 'rejected, attempts, prepare, done or unknown, see outbox.dead_letters.';
comment on column ops.dead_letters.error is 'The last error.';
comment on column ops.dead_letters.hook_error is 'Why the dead hook failed; null when it did not.';
comment on column ops.dead_letters.attempts is 'How often it had been tried.';
comment on column ops.dead_letters.enqueued_at is 'When it was enqueued; machine time, UTC.';
comment on column ops.dead_letters.buried_at is 'When it was given up; machine time, UTC.';
