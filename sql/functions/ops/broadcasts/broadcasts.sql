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
  'Broadcasts, the newest first, with how many recipients are in which state (broadcast.recipients); result: the figures once these were deleted. By variant, with taps and payments: select * from broadcast.figures(id).';
