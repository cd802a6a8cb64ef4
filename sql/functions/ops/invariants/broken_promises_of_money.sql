-- Everything paid for is delivered, or refunded, or buys what it was meant for. Cost: a pass over the accesses, and
-- one over the payments and refunds of the last month.
create or replace view ops.broken_promises_of_money as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

patience as materialized (
  select
    interval '1 hour' * coalesce(max(s.value::integer) filter (where s.name = 'delivery_hours_new'), 6) as new,
    interval '1 hour' * coalesce(max(s.value::integer) filter (where s.name = 'delivery_hours_renewal'), 24) as renewal
  from app.settings as s
  where s.name in ('delivery_hours_new', 'delivery_hours_renewal')
),

-- For each subscription with a lagging panel: the newest generation that any of its panels has confirmed, be it one
-- that it has left.
behind as (
  select d.subscription_id, greatest(d.delivered_generation, max(a.applied_generation)) as applied_generation
  from vpn.desired as d
  left join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
  group by d.subscription_id
  having coalesce(min(a.applied_generation), 0) < d.generation
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
),

-- Recent charges for the renewal of what has ended since, not otherwise than by its time, at the price that was told.
charged as (
  select
    m.id, m.received_at, i.id as invoice_id, i.credited_amount, i.credited_currency, i.method_id, s.user_id,
    s.id as subscription_id, s.period_number, s.expires_at, o.amount as price
  from billing.payments as m
  join billing.invoices as i on i.id = m.invoice_id and i.subscription_id is not null
  join billing.subscriptions as s
    on s.id = i.subscription_id and s.user_id = m.user_id and s.period_number = i.period_number
  cross join lateral billing.renewal_offer(s.user_id, s.renewal_price_id, p_subscription_id => s.id) as o
  where m.received_at > (select n.at from since as n)
    and m.amount >= i.credited_amount
    and s.status = 'expired'
    and s.auto_renew
    and s.cancelled_at is null
    and s.told_price_id is null
    and coalesce(o.amount, 0) <= s.announced_amount
    and app.flag('auto_renewal')
    and not exists (
      select
      from billing.periods as p
      where p.subscription_id = s.id and p.number = s.period_number and p.closed_at is not null
    )
)

select
  'paid_is_access_or_money_back' as promise,
  format('subscription %s, period %s', p.subscription_id, p.number) as subject
from behind as a
join billing.paid_periods as p on p.subscription_id = a.subscription_id
cross join patience as w
where p.generation > a.applied_generation
  and p.refunded < p.charged
  and p.closed_at is distinct from p.starts_at
  and greatest(p.starts_at, (
    select q.created_at
    from billing.periods as q
    where q.subscription_id = p.subscription_id and q.number = p.number
  )) + case when p.number = 1 or a.applied_generation = 0 then w.new else greatest(w.new, w.renewal) end
    < app.now() - interval '30 minutes'
  and not exists (select from app.brakes as b where b.name = 'refund_undelivered' and b.held > 0)

union all
-- Money that is sent back arrives, or is on the balance: by a provider within days, by hand once somebody does it.
select 'paid_is_access_or_money_back', format('refund %s is on its way since %s', r.id, r.created_at)
from billing.refunds as r
where r.status = 'sending'
  and r.created_at < app.now() - interval '4 days'
  and r.created_at > (app.setting('promises_since') #>> '{}')::timestamptz

union all
select 'delivered_is_not_refunded', format('subscription %s, period %s', r.subscription_id, r.period_number)
from billing.refunds as r
join billing.periods as p on p.subscription_id = r.subscription_id and p.number = r.period_number
where r.created_at > (select n.at from since as n)
  and r.actor !~ '^(user|operator|admin|owner):'
  and r.applied_generation >= p.generation

union all
select
  'delivered_is_not_refunded',
  format('subscription %s, period %s: %s of %s', p.subscription_id, p.number, p.refunded, p.charged)
from (
  select distinct f.subscription_id, f.period_number
  from billing.refunds as f
  where f.created_at > (select n.at from since as n)
) as r
join billing.paid_periods as p on p.subscription_id = r.subscription_id and p.number = r.period_number
where p.refunded > p.charged

union all
select 'gifts_are_taken_or_given_back', format('gift %s', g.id)
from billing.gifts as g
where g.status = 'unused' and g.expires_at < app.now() - interval '6 hours'

union all
select 'money_buys_what_it_was_for', format('payment %s was for order %s and bought %s', m.id, m.order_id, o.id)
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
    where u.order_id = m.order_id and u.error = 'no_offer' and u.since > app.now() - interval '26 hours'
  )
  and not exists (
    select
    from billing.orders as o
    where o.user_id = m.user_id and o.id <> m.order_id and o.kind <> 'topup' and o.fulfilled_at >= m.received_at
  )

union all
-- One that came in time and was less than the price, and nothing asked for the rest.
select
  'money_buys_what_it_was_for', format('payment %s for subscription %s was too little', c.id, c.subscription_id)
from charged as c
where c.received_at < c.expires_at
  and c.price is not null
  and app.flag('method_charges')
  and app.setting('charge_attempts')::integer > 1
  and not exists (
    select
    from billing.invoices as i
    where i.subscription_id = c.subscription_id
      and i.period_number = c.period_number
      and i.id <> c.invoice_id
      and not i.unsent
  )
  -- It can be asked again.
  and exists (
    select from billing.payment_methods as a where a.id = c.method_id and num_nulls(a.removed_at, a.failed_at) = 2
  )
  -- What its owner spends otherwise, or gets back, is his.
  and not exists (
    select
    from ledger.accounts as a
    join ledger.entries as e on e.account_id = a.id and e.account_version is not null and e.amount < 0
    join ledger.transfers as t on t.id = e.transfer_id
    where a.user_id = c.user_id
      and t.kind <> 'renewal'
      and t.created_at between c.received_at and c.expires_at
  )

union all
-- One that was reported after the end.
select
  'money_buys_what_it_was_for',
  format('payment %s was for subscription %s and renewed nothing', c.id, c.subscription_id)
from charged as c
where c.received_at < app.now() - interval '10 minutes'
  and coalesce(c.price, c.credited_amount) <= billing.balance_of(c.user_id, c.credited_currency)
  and not exists (select from billing.refunds as r where r.user_id = c.user_id and r.created_at >= c.received_at)
  -- It waits for its offer, or its user was told.
  and not exists (
    select
    from billing.unrenewed as u
    where u.subscription_id = c.subscription_id
      and (u.since > app.now() - interval '26 hours' or u.next_at = 'infinity')
  );
comment on view ops.broken_promises_of_money is
  'Cases that break ops.customer_promises in payments, deliveries and refunds of the last month. Empty if all is well.';
