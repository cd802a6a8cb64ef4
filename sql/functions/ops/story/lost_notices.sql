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
  'Notices that did not arrive: given up (ops.dead_letters) or, where dropped, not sent because they were no longer true or too late (reason); what: the name of the text. Filter by user_id, which is read by index.';
