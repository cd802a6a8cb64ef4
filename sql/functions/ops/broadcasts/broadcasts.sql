create or replace view ops.broadcasts as
select
  b.id,
  b.kind,
  concat_ws(' ', b.segment, b.argument) as segment,
  b.status,
  b.starts_at,
  b.started_at,
  b.ended_at,
  b.created_by,
  b.pause_reason,
  (
    select left(regexp_replace(c.body, '<[^>]*>', '', 'g'), 60)
    from broadcast.contents as c
    where c.broadcast_id = b.id and c.variant = 'a' and c.locale = 'any'
  ) as says,
  n.*,
  b.result
from broadcast.broadcasts as b
cross join lateral (
  select
    count(*) as recipients,
    count(*) filter (where r.state = 'waiting') as waiting,
    count(*) filter (where r.task is not null) as in_outbox,
    count(*) filter (where r.state in ('sent', 'deleted')) as sent,
    count(*) filter (where r.state = 'unreachable') as unreachable,
    count(*) filter (where r.state = 'failed') as failed,
    count(*) filter (where r.state = 'unknown') as unknown,
    count(*) filter (where r.state = 'skipped') as skipped,
    count(r.tapped_at) as tapped
  from broadcast.recipients as r
  where r.broadcast_id = b.id
) as n
order by b.id desc;
comment on view ops.broadcasts is
  'Broadcasts, the newest first, with how many recipients are in which state. By variant, with taps and payments: select * from broadcast.figures(id).';
comment on column ops.broadcasts.id is 'What the ops functions of broadcasts take.';
comment on column ops.broadcasts.kind is 'important (everybody of the segment, at any hour) or offer.';
comment on column ops.broadcasts.segment is 'Who gets it, with its argument: see broadcast.broadcasts.segment.';
comment on column ops.broadcasts.status is
  'draft, scheduled, sending, paused, finished, cancelled, deleting or deleted.';
comment on column ops.broadcasts.starts_at is 'When it is to start, UTC; null until that is decided.';
comment on column ops.broadcasts.started_at is 'When its recipients were decided, UTC; null before.';
comment on column ops.broadcasts.ended_at is 'When the last one was done, or it was cancelled, UTC; null before.';
comment on column ops.broadcasts.created_by is 'Who made it, as in app.audit.';
comment on column ops.broadcasts.pause_reason is 'Why it is or was paused, or a draft again; null where it never was.';
comment on column ops.broadcasts.says is
  'The beginning of what it says to all for whom there is no other text, without tags; null where it says so only in languages.';
comment on column ops.broadcasts.recipients is
  'How many get it; 0 before it starts, and once they were deleted (result).';
comment on column ops.broadcasts.waiting is 'How many of them are to be sent it yet.';
comment on column ops.broadcasts.in_outbox is 'For how many something waits in the outbox, or is on its way.';
comment on column ops.broadcasts.sent is 'To how many it arrived, those included from whom it was taken back.';
comment on column ops.broadcasts.unreachable is 'How many have blocked the bot, or whose chat is gone.';
comment on column ops.broadcasts.failed is 'For how many Telegram refused it.';
comment on column ops.broadcasts.unknown is 'For how many it may have arrived; it is not sent again.';
comment on column ops.broadcasts.skipped is 'For how many it was left out: cancelled, or they want no offers by now.';
comment on column ops.broadcasts.tapped is 'How many tapped a button that leads into the bot.';
comment on column ops.broadcasts.result is 'What broadcast.figures said when its recipients were deleted; null before.';
