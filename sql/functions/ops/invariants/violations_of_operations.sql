-- Checks what was done by hand, what was lost, what deleted accounts hold, and whom a provider still charges. Cost: a
-- pass over transfers.
create or replace view ops.violations_of_operations as
with lost as (
  select l.currency, sum(l.amount) as amount
  from (
    select d.loss_currency::text as currency, d.loss - d.covered as amount
    from billing.disputes as d
    where d.taken_by is not null and d.returned_by is null
      and not exists (select from billing.suspense as s where s.dispute_id = d.id)
    union all
    select w.currency::text, w.owed from billing.withdrawals as w where w.owed > 0
    union all
    select e.currency, -e.amount
    from ledger.transfers as t
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id and a.user_id is null and a.name = 'losses'
    where t.kind = 'loss'
    union all
    -- What covers a part that a dispute took of a payment whose rest was sent back (billing.return_suspense).
    select e.currency, -e.amount
    from billing.suspense as s
    join ledger.entries as e on e.transfer_id = s.transfer_id
    join ledger.accounts as a on a.id = e.account_id and a.user_id is null and a.name = 'losses'
    where s.dispute_id is null
  ) as l
  group by l.currency
)

select
  'deleted_accounts_hold_nothing' as invariant,
  format('user %s: %s on %s, %s', a.user_id, a.balance, a.name, a.currency) as subject
from app.users as u
join ledger.accounts as a on a.user_id = u.id
where u.deleted_at is not null
  and a.name in ('cash', 'bonus', 'referral')
  and a.balance > 0

-- Its message may wait for its provider. What was to be bought by the first month may wait too, but not be cancelled.
union all
select
  'nobody_is_charged_for_nothing',
  format('method %s of %s', m.id, coalesce('subscription ' || s.id, 'order ' || o.id, 'no order'))
from billing.payment_methods as m
join billing.invoices as i on i.id = m.invoice_id
left join billing.orders as t on t.id = i.order_id
left join billing.orders as o on o.id = t.for_order_id
left join billing.subscriptions as s on s.id = o.subscription_id
where m.kind = 'subscription'
  and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
  and (
    (o.status in ('open', 'fulfilled')) is not true
    or s.status = 'expired' and s.expires_at < app.now() - interval '6 hours'
  )

union all
select 'operations_are_recorded', format('transfer %s', t.id)
from ledger.transfers as t
where t.kind in ('credit', 'debit')
  and t.idempotency_key ~ '^request:'
  and not exists (select from billing.operations as o where 'request:' || o.request = t.idempotency_key)

union all
select 'operations_are_recorded', format('request %s has no result', o.request)
from billing.operations as o
where o.result is null

union all
select 'losses_are_explained', format('%s lost, %s explained, %s', -b.balance, coalesce(l.amount, 0), b.currency)
from ledger.balances as b
left join lost as l on l.currency = b.currency
where b.user_id is null
  and b.name = 'losses'
  and b.balance <> -coalesce(l.amount, 0);
comment on view ops.violations_of_operations is
  'Cases that break ops.invariants in operations by hand, losses, deleted accounts and charges by providers, a part of ops.violations_of_payments. Empty if all is well.';
