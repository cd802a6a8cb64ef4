-- Checks what should have happened by now. Cost: due rows are found by index, undelivered ones by a pass over access;
-- the notices are read completely.
create or replace view ops.violations_of_upkeep as
select
  'nothing_is_overdue' as invariant,
  format('subscription %s should have ended at %s', s.id, s.expires_at) as subject
from billing.subscriptions as s
where s.status = 'active'
  and s.expires_at < app.now() - interval '10 minutes'
  and app.flag('expiry')
  and not exists (select from jobs.jobs as j where j.name = 'expire_due' and not j.enabled)
  and not exists (select from jobs.parked as p where p.job = 'expire_due' and p.row_id = s.id)
  and not (
    s.renew_at <= app.now() and s.auto_renew and s.cancelled_at is null
    and exists (select from app.brakes as b where b.name = 'unrenewed' and b.held > 0)
  )

union all
select 'nothing_is_overdue', format('subscription %s should have been renewed at %s', s.id, s.renew_at)
from billing.subscriptions as s
where s.renew_at < app.now() - interval '10 minutes'
  and app.flag('auto_renewal')
  and not exists (select from jobs.jobs as j where j.name = 'renew_due' and not j.enabled)
  and not exists (select from jobs.parked as p where p.job = 'renew_due' and p.row_id = s.id)

union all
select 'nothing_is_overdue', format('something of subscription %s should have begun at %s', s.id, s.begin_at)
from billing.subscriptions as s
where s.begin_at < app.now() - interval '10 minutes'
  and not exists (select from jobs.jobs as j where j.name = 'begin_due' and not j.enabled)
  and not exists (select from jobs.parked as p where p.job = 'begin_due' and p.row_id = s.id)

union all
select 'nothing_is_overdue', format('reward %s should have been settled at %s', r.id, r.look_at)
from billing.referral_rewards as r
where r.look_at < app.now() - interval '10 minutes'
  and not exists (select from jobs.jobs as j where j.name = 'settle_rewards' and not j.enabled)
  and not exists (select from jobs.parked as p where p.job = 'settle_rewards' and p.row_id = r.id)

union all
select
  'undelivered_is_refunded',
  format('subscription %s, period %s should be refunded since %s', u.subscription_id, u.number, u.due_at)
from billing.undelivered_periods as u
where u.kind = 'paid'
  and u.due_at < app.now() - interval '10 minutes'
  and not exists (select from app.brakes as b where b.name = 'refund_undelivered' and b.held > 0)
  and not exists (select from jobs.jobs as j where j.name = 'refund_undelivered' and not j.enabled)
  and not exists (
    select from jobs.parked as p where p.job = 'refund_undelivered' and p.row_id = u.subscription_id
  )

union all
select
  'notices_are_sent_once',
  format('%s of subscription %s, period %s', n.kind, n.subscription_id, n.period_number)
from billing.notices as n
group by n.subscription_id, n.period_number, n.kind, n.amount
having count(*) > 1;
comment on view ops.violations_of_upkeep is
  'Cases that break ops.invariants because something was not done in time, or was done twice. Empty if all is well.';
