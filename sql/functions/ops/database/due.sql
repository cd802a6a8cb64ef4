-- Counts only: ops.notices_due names who will hear what. Overdue ones are in the first hour. Minutes are how the jobs'
-- indexes are ordered.
create or replace view ops.due as
with hours as (
  select
    h.hour as from_at,
    case when h.hour > app.now() then h.hour else '-infinity' end as due_from,
    h.hour + interval '1 hour' as due_until
  from generate_series(date_trunc('hour', app.now()), app.now() + interval '23 hours', interval '1 hour') as h (hour)
)

select h.from_at, r.renewals, e.ends, b.begins, n.notices, c.broadcasts
from hours as h
cross join lateral (
  select count(*) as renewals
  from billing.subscriptions as s
  where date_bin('1 minute', s.renew_at, 'epoch') >= h.due_from
    and date_bin('1 minute', s.renew_at, 'epoch') < h.due_until
) as r
cross join lateral (
  select count(*) as ends
  from billing.subscriptions as s
  where s.status = 'active'
    and date_bin('1 minute', s.expires_at, 'epoch') >= h.due_from
    and date_bin('1 minute', s.expires_at, 'epoch') < h.due_until
) as e
cross join lateral (
  select count(*) as begins
  from billing.subscriptions as s
  where date_bin('1 minute', s.begin_at, 'epoch') >= h.due_from
    and date_bin('1 minute', s.begin_at, 'epoch') < h.due_until
) as b
cross join lateral (
  select count(*) as notices
  from billing.notice_watch as w
  where w.look_at >= h.due_from and w.look_at < h.due_until
) as n
cross join lateral (
  select count(*) as broadcasts
  from broadcast.broadcasts as w
  where w.status = 'scheduled' and w.starts_at >= h.due_from and w.starts_at < h.due_until
) as c
order by h.from_at;
comment on view ops.due is
  'What falls due in each of the next 24 hours, overdue things in the first. Counts only: ops.notices_due names who will hear what.';
comment on column ops.due.from_at is 'When the hour begins, business time, UTC.';
comment on column ops.due.renewals is 'Subscriptions that the job renew_due looks at, to announce, charge or warn.';
comment on column ops.due.ends is 'Subscriptions whose access ends.';
comment on column ops.due.begins is 'Subscriptions of which something begins that panels are to hear of.';
comment on column ops.due.notices is 'Subscriptions that the job notify_due looks at for a reminder.';
comment on column ops.due.broadcasts is 'Planned broadcasts that start.';
