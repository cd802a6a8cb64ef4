-- What waits for a person comes first, the most urgent at the top. No requisites: those are shown in the bot.
create or replace view ops.withdrawals as
select
  w.id as withdrawal_id,
  w.status,
  w.user_id,
  w.amount,
  w.currency,
  w.way,
  w.requested_at,
  w.due_at,
  w.settled_at is null and w.due_at < app.now() as is_late,
  w.sent_at,
  w.settled_at,
  w.reason,
  w.external_id,
  w.sent,
  a.approvers,
  l.last_error,
  w.paid_late_by is not null as was_paid_late,
  w.owed,
  w.returned_at,
  w.return_reason
from billing.withdrawals as w
cross join lateral (
  select array_agg(o.actor order by o.approved_at) as approvers
  from billing.withdrawal_approvals as o
  where o.withdrawal_id = w.id
) as a
left join outbox.lanes as l
  on l.topic = 'payment' and l.lane = format('withdrawal:%s', w.id) and w.settled_at is null
order by w.settled_at is null desc, case when w.settled_at is null then w.due_at end, w.id desc;
comment on view ops.withdrawals is
  'Withdrawals, open ones first; amounts in minor units, times in UTC. last_error: why its provider has not paid yet. was_paid_late: it was settled as failed, and its provider paid it all the same; owed: what of that the person has spent; returned_at: when what was paid came back. Then ops.approve_withdrawal, ops.reject_withdrawal, ops.settle_withdrawal or ops.withdrawal_returned.';
