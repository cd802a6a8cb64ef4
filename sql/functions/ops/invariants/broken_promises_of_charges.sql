-- A charge for a renewal renews. Cost: a pass over the payments of the last month.
create or replace view ops.broken_promises_of_charges as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

-- Recent charges for the renewal of what has ended since, not otherwise than by its time, at the price that was told.
charged as (
  select
    m.id, m.received_at, i.id as invoice_id, i.credited_amount, i.credited_currency, i.method_id, s.user_id,
    s.id as subscription_id, s.period_number, s.expires_at,
    least(o.amount, billing.kept_amount(s, o.price_id)) as price
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
    and coalesce(least(o.amount, billing.kept_amount(s, o.price_id)), 0) <= s.announced_amount
    and app.flag('auto_renewal')
    and not exists (
      select
      from billing.periods as p
      where p.subscription_id = s.id and p.number = s.period_number and p.closed_at is not null
    )
)

-- One that came in time and was less than the price, and nothing asked for the rest.
select
  'money_buys_what_it_was_for' as promise,
  format('payment %s for subscription %s was too little', c.id, c.subscription_id) as subject
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
-- One for which its payer was asked more afterwards, because the price had risen meanwhile.
select
  'money_buys_what_it_was_for',
  format('payment %s for subscription %s was at a price that then rose', m.id, i.subscription_id)
from billing.payments as m
join billing.invoices as i on i.id = m.invoice_id and i.subscription_id is not null
where m.received_at > (select n.at from since as n)
  and exists (
    select
    from billing.notices as n
    where n.subscription_id = i.subscription_id
      and n.period_number = i.period_number
      and n.kind = 'price_risen'
      and n.created_at > i.created_at
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
      and (
        u.next_at = 'infinity'
        or case when u.otherwise_since is null then u.offer_until else u.since + interval '1 day' end
          > app.now() - interval '2 hours'
      )
  );
comment on view ops.broken_promises_of_charges is
  'Cases of the last month that break ops.customer_promises in charges for renewals. Part of ops.broken_promises_of_payments. Empty if all is well.';
