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
  'Withdrawals, those that wait for a person first, the most urgent at the top; times in UTC. No requisites: those are shown in the bot. Then ops.approve_withdrawal, ops.reject_withdrawal, ops.settle_withdrawal or ops.withdrawal_returned.';
comment on column ops.withdrawals.withdrawal_id is 'What these functions take.';
comment on column ops.withdrawals.status is
  'requested, approved, sending, paid, failed, rejected or cancelled, see billing.withdrawals.';
comment on column ops.withdrawals.user_id is 'Who is paid.';
comment on column ops.withdrawals.amount is 'What he gets, minor units of currency.';
comment on column ops.withdrawals.currency is 'Of amount and owed.';
comment on column ops.withdrawals.way is 'How it reaches him, see billing.withdrawal_ways.';
comment on column ops.withdrawals.requested_at is 'When he asked for it, business time.';
comment on column ops.withdrawals.due_at is 'By when he was promised an outcome, business time.';
comment on column ops.withdrawals.is_late is 'Whether that has passed without one.';
comment on column ops.withdrawals.sent_at is 'Since when it may have been sent; null before.';
comment on column ops.withdrawals.settled_at is 'When it was paid, or given back; null while it is open.';
comment on column ops.withdrawals.reason is 'Why it was refused or failed; null otherwise.';
comment on column ops.withdrawals.external_id is
  'The provider''s id of what was paid, or an operator''s proof; null before.';
comment on column ops.withdrawals.sent is
  'What a provider sent for it, such as "5.555556 USDT"; null where a person sent it.';
comment on column ops.withdrawals.approvers is
  'Who approved it, as in app.audit, the first one first; null for nobody.';
comment on column ops.withdrawals.last_error is 'Why its provider has not paid yet; null otherwise.';
comment on column ops.withdrawals.was_paid_late is
  'Whether it was settled as failed, and its provider paid it all the same.';
comment on column ops.withdrawals.owed is 'What of that the person has spent meanwhile, minor units.';
comment on column ops.withdrawals.returned_at is 'When what was paid came back; null when it did not.';
comment on column ops.withdrawals.return_reason is 'Why it came back; null when it did not.';
