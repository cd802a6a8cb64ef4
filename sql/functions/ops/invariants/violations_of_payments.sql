-- Checks money that came in and went back. Cost: a pass over payments, one over refunds, and one over the transfers
-- whose kind requires a row elsewhere.
create or replace view ops.violations_of_payments as
with held as (
  select p.currency, sum(p.amount) as amount
  from billing.suspense as s
  join billing.payments as p on p.id = s.payment_id
  where s.resolved_at is null
  group by p.currency
),

of_periods as (
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
),

lost as (
  select l.currency, sum(l.amount) as amount
  from (
    select d.loss_currency::text as currency, d.loss - d.covered as amount
    from billing.disputes as d
    where d.taken_by is not null and d.returned_by is null
    union all
    select w.currency::text, w.owed from billing.withdrawals as w where w.owed > 0
    union all
    select e.currency, -e.amount
    from ledger.transfers as t
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id and a.user_id is null and a.name = 'losses'
    where t.kind = 'loss'
  ) as l
  group by l.currency
)

select
  'payments_are_credited_once' as invariant,
  format('payment %s', p.id) as subject
from billing.payments as p
where (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = p.transfer_id
      and e.amount = p.amount
      and e.currency = p.currency
      and case when p.user_id is null then a.name = 'suspense' else a.user_id = p.user_id end
  ) <> 1

union all
select 'payments_are_credited_once', format('%s payment %s', p.provider, p.external_id)
from billing.payments as p
group by p.provider, p.external_id
having count(*) > 1

union all
select 'suspense_is_explained', format('payment %s', p.id)
from billing.payments as p
left join billing.suspense as s on s.payment_id = p.id
where (p.user_id is null) <> (s.payment_id is not null)

union all
select 'suspense_is_explained', format('%s held, %s explained, %s', b.balance, coalesce(h.amount, 0), b.currency)
from ledger.balances as b
left join held as h on h.currency = b.currency
where b.user_id is null
  and b.name = 'suspense'
  and b.balance <> coalesce(h.amount, 0)

union all
select 'suspense_is_explained', format('payment %s was resolved otherwise', p.id)
from billing.suspense as s
join billing.payments as p on p.id = s.payment_id
where s.resolved_at is not null
  and (
    select count(*)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where e.transfer_id = s.transfer_id
      and e.currency = p.currency
      and case
        when a.name = 'suspense' then e.amount = -p.amount
        when s.user_id is null then e.amount = p.amount and a.name = 'clearing.' || p.provider
        else e.amount = p.amount and a.name = 'cash' and a.user_id = s.user_id
      end
  ) <> 2

union all
select
  'refunds_stay_within_payments',
  format('subscription %s, period %s: %s of %s', r.subscription_id, r.period_number, r.amount, coalesce(p.charged, 0))
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
where coalesce(h.balance, 0) <> coalesce(s.amount, 0)

union all
select 'losses_are_explained', format('%s lost, %s explained, %s', -b.balance, coalesce(l.amount, 0), b.currency)
from ledger.balances as b
left join lost as l on l.currency = b.currency
where b.user_id is null
  and b.name = 'losses'
  and b.balance <> -coalesce(l.amount, 0)

union all
select
  'deleted_accounts_hold_nothing',
  format('user %s: %s on %s, %s', a.user_id, a.balance, a.name, a.currency)
from app.users as u
join ledger.accounts as a on a.user_id = u.id
where u.deleted_at is not null
  and a.name in ('cash', 'bonus', 'referral')
  and a.balance > 0

-- Its message may wait for its provider.
union all
select 'nobody_is_charged_for_nothing', format('method %s of subscription %s', m.id, s.id)
from billing.payment_methods as m
join billing.invoices as i on i.id = m.invoice_id
join billing.orders as t on t.id = i.order_id
join billing.orders as o on o.id = t.for_order_id
join billing.subscriptions as s on s.id = o.subscription_id and s.status = 'expired'
where m.kind = 'subscription'
  and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
  and s.expires_at < app.now() - interval '6 hours'

union all
select 'operations_are_recorded', format('transfer %s', t.id)
from ledger.transfers as t
where t.kind in ('credit', 'debit')
  and t.idempotency_key ~ '^request:'
  and not exists (select from billing.operations as o where 'request:' || o.request = t.idempotency_key)

union all
select 'operations_are_recorded', format('request %s has no result', o.request)
from billing.operations as o
where o.result is null;
comment on view ops.violations_of_payments is
  'Cases that break ops.invariants in payments, suspense, refunds, disputes and operations by hand. Empty if all is well.';
