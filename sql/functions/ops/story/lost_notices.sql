create or replace view ops.lost_notices as
select
  d.id,
  i.user_id,
  coalesce(d.payload ->> 'notice', d.payload ->> 'text', d.kind) as what,
  d.reason,
  d.error,
  d.dropped,
  d.enqueued_at,
  d.buried_at
from app.telegram_identities as i
join outbox.dead_letters as d on d.topic = 'telegram' and d.lane = i.telegram_id::text
where d.kind in ('telegram.notice', 'billing.notice');
comment on view ops.lost_notices is
  'Notices that did not arrive: given up, or left out because they were no longer true or too late. Filter by user_id, which is read by index.';
comment on column ops.lost_notices.id is 'The row of outbox.dead_letters.';
comment on column ops.lost_notices.user_id is 'Whom it was for.';
comment on column ops.lost_notices.what is 'Name of the notice or of its text.';
comment on column ops.lost_notices.reason is 'Why it did not arrive, see outbox.dead_letters.';
comment on column ops.lost_notices.error is 'The last error; null for none.';
comment on column ops.lost_notices.dropped is
  'Whether it was left out by rule; else it was given up, and is in ops.dead_letters.';
comment on column ops.lost_notices.enqueued_at is 'When it was enqueued; machine time, UTC.';
comment on column ops.lost_notices.buried_at is 'When it was given up or left out; machine time, UTC.';
