-- A payment buys what it was made for: an order, or (ops.broken_promises_of_charges) a renewal. Cost: a pass over the
-- payments of the last month.
create or replace view ops.broken_promises_of_payments as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

-- Recent payments that were made for an order and sufficed to buy it.
meant as (
  select
    m.id, m.user_id, m.received_at, o.id as order_id, o.status
  from billing.payments as m
  join billing.orders as t on t.id = m.order_id
  join billing.orders as o on o.id = t.for_order_id
  join ledger.entries as e on e.transfer_id = m.transfer_id and e.account_version is not null
  where m.received_at > (select n.at from since as n)
    and o.created_at <= m.received_at
    and o.expires_at > m.received_at
    and (o.fulfilled_at is null or o.fulfilled_at >= m.received_at)
    and o.status in ('open', 'fulfilled')
    and e.balance_after >= o.amount - o.credit
)

select
  'money_buys_what_it_was_for' as promise,
  format('payment %s was for order %s and bought %s', m.id, m.order_id, o.id) as subject
from meant as m
join billing.orders as o on o.user_id = m.user_id and o.id <> m.order_id and o.kind <> 'topup'
where m.status <> 'fulfilled'
  and o.fulfilled_at = m.received_at

union all
select 'money_buys_what_it_was_for', format('payment %s was for order %s and bought nothing', m.id, m.order_id)
from meant as m
where m.status = 'open'
  and m.received_at < app.now() - interval '10 minutes'
  and app.flag('purchases')
  -- An order whose offer is temporarily unavailable waits for it, see billing.awaits_offer.
  and not exists (
    select
    from billing.unbought as u
    where u.order_id = m.order_id and u.otherwise_since is null and u.offer_until > app.now() - interval '2 hours'
  )
  and not exists (
    select
    from billing.orders as o
    where o.user_id = m.user_id and o.id <> m.order_id and o.kind <> 'topup' and o.fulfilled_at >= m.received_at
  )

union all
select c.promise, c.subject from ops.broken_promises_of_charges as c;
comment on view ops.broken_promises_of_payments is
  'Cases of the last month that break ops.customer_promises in payments: they buy what they were made for. Empty if all is well.';
