-- Checks money that went back. Cost: a pass over refunds, and one over the transfers whose kind requires a row
-- elsewhere.
create or replace view ops.violations_of_refunds as
with of_periods as (
  select r.subscription_id, r.period_number, sum(r.amount) as amount
  from billing.refunds as r
  where r.subscription_id is not null
  group by r.subscription_id, r.period_number
),

sending as (
  select r.user_id, r.currency, sum(r.amount) as amount
  from billing.refunds as r
  where r.status = 'sending'
  group by r.user_id, r.currency
),

on_hold as (
  select a.user_id, a.currency, a.balance
  from ledger.accounts as a
  where a.name = 'refund_hold'
)

select
  'refunds_stay_within_payments' as invariant,
  format('subscription %s, period %s: %s of %s', r.subscription_id, r.period_number, r.amount, coalesce(p.charged, 0))
    as subject
from of_periods as r
left join billing.paid_periods as p on p.subscription_id = r.subscription_id and p.number = r.period_number
where r.amount > coalesce(p.charged, 0)

union all
select 'refunds_stay_within_payments', format('payment %s: %s of %s', p.id, r.amount, p.amount)
from (
  select r.payment_id, sum(r.amount) as amount
  from billing.refunds as r
  where r.payment_id is not null and r.status <> 'failed'
  group by r.payment_id
) as r
join billing.payments as p on p.id = r.payment_id
where r.amount > p.amount

union all
select 'refunds_are_booked', format('refund %s', r.id)
from billing.refunds as r
where (
    select sum(e.amount)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = r.transfer_id
      and a.user_id = r.user_id
      and (a.name = 'cash' or r.payment_id is null and a.name in ('bonus', 'referral'))
      and e.currency = r.currency
  ) is distinct from case when r.payment_id is null then r.amount else -r.amount end

union all
select 'refunds_are_booked', format('transfer %s', t.id)
from ledger.transfers as t
where t.kind in ('refund', 'payout', 'payout_sent', 'payout_failed', 'payout_returned')
  and not exists (select from billing.refunds as r where r.transfer_id = t.id)
  and not exists (select from billing.refunds as r where r.settled_by = t.id)
  and not exists (select from billing.refunds as r where r.returned_by = t.id)
  and not exists (select from ledger.transfers as u where u.reverses = t.id)

union all
select 'refunds_are_booked', format('refund %s came back', r.id)
from billing.refunds as r
where r.returned_by is not null
  and (
    select sum(e.amount)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = r.returned_by
      and a.user_id = r.user_id
      and a.name = 'cash'
      and e.currency = r.currency
  ) is distinct from r.amount

union all
select
  'holds_equal_payouts',
  format(
    'user %s: %s held, %s being sent, %s',
    coalesce(h.user_id, s.user_id), coalesce(h.balance, 0), coalesce(s.amount, 0), coalesce(h.currency, s.currency)
  )
from on_hold as h
full join sending as s on s.user_id = h.user_id and s.currency = h.currency
where coalesce(h.balance, 0) <> coalesce(s.amount, 0);
comment on view ops.violations_of_refunds is
  'Cases that break ops.invariants in refunds and payouts, a part of ops.violations_of_payments. Empty if all is well.';
