-- A user with automatic renewal and enough money keeps access, is told before each charge, and is not charged for
-- what was refunded. Cost: a pass over subscriptions, and one over the periods of the last month.
create or replace view ops.broken_promises_of_renewal as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

-- For each subscription that a job ended recently although it was set to renew: the price of the next period at its
-- end, and the user's balance then.
ended as (
  select s.id, s.ends_at, s.expires_at, s.period_number, s.user_id, o.amount, wallet.balance
  from billing.subscriptions as s
  join billing.prices as r on r.id = s.renewal_price_id
  left join lateral (
    select v.amount
    from billing.prices as v
    join billing.plans as p on p.id = v.plan_id
    where v.plan_id = r.plan_id
      and v.period_count = r.period_count
      and v.period_unit = r.period_unit
      and v.currency = r.currency
      and v.valid @> s.expires_at
      and exists (select from billing.renewal_offers as f where f.renewal_price_id = v.id)
  ) as o on true
  cross join lateral (
    select sum(last.balance_after)::bigint as balance
    from ledger.accounts as a
    cross join lateral (
      select e.balance_after
      from ledger.entries as e
      join ledger.transfers as t on t.id = e.transfer_id
      where e.account_id = a.id and e.account_version is not null and t.created_at <= s.expires_at
      order by e.account_version desc
      limit 1
    ) as last
    where a.user_id = s.user_id and a.name in ('bonus', 'cash', 'referral') and a.currency = r.currency
  ) as wallet
  where s.status = 'expired'
    and s.auto_renew
    and s.cancelled_at is null
    and s.expires_at > (select n.at from since as n)
    and wallet.balance >= coalesce(o.amount, r.amount)
    and exists (
      select
      from app.audit as a
      where a.subject = 'subscription'
        and a.subject_id = s.id
        and a.action = 'subscription.expired'
        and a.at >= s.expires_at
    )
    -- If the flag was off, the owner decided so.
    and (
      select a.after ->> 'enabled'
      from app.audit as a
      where a.subject = 'flag' and a.subject_key = 'auto_renewal' and a.at <= s.expires_at
      order by a.id desc
      limit 1
    ) is distinct from 'false'
    and app.flag('auto_renewal')
),

-- Recent charges by a job, with the refunds of the period before, except those by a change of plan.
charged as (
  select
    p.subscription_id, p.number, p.created_at, s.user_id, paid.amount, a.applied_at,
    before.amount as paid_before, before.created_at as began_at, back.amount as given_back, back.at as given_back_at,
    back.undelivered
  from billing.periods as p
  join ledger.transfers as t on t.id = p.transfer_id and t.kind = 'renewal'
  cross join lateral (
    select -sum(e.amount)::bigint as amount
    from ledger.entries as e
    where e.transfer_id = p.transfer_id and e.account_version is not null
  ) as paid
  join billing.subscriptions as s on s.id = p.subscription_id
  cross join lateral (
    select max(v.applied_at) as applied_at
    from vpn.access as v
    where v.subscription_id = p.subscription_id and v.state <> 'leaving'
  ) as a
  left join lateral (
    select
      q.number, q.created_at,
      (
        select -sum(e.amount)::bigint
        from ledger.entries as e
        where e.transfer_id = q.transfer_id and e.account_version is not null
      ) as amount
    from billing.periods as q
    where q.subscription_id = p.subscription_id and q.number < p.number and q.kind = 'paid'
    order by q.number desc
    limit 1
  ) as before on true
  left join lateral (
    select sum(f.amount)::bigint as amount, max(f.created_at) as at, bool_and(f.cause ~ '^undelivered:') as undelivered
    from billing.refunds as f
    where f.subscription_id = p.subscription_id
      and f.period_number = before.number
      and f.cause !~ '^change:'
      and f.created_at < p.created_at
  ) as back on true
  where p.kind = 'paid'
    and p.created_at > (select n.at from since as n)
),

-- Recent charges of payment methods for renewals by the job, with the price of the period before.
asked as (
  select
    i.id, i.subscription_id, i.period_number, i.user_id, i.credited_amount as amount, i.created_at,
    before.created_at as began_at, before.amount as paid_before
  from billing.invoices as i
  left join lateral (
    select
      q.created_at,
      (
        select -sum(e.amount)::bigint
        from ledger.entries as e
        where e.transfer_id = q.transfer_id and e.account_version is not null
      ) as amount
    from billing.periods as q
    where q.subscription_id = i.subscription_id and q.number <= i.period_number and q.kind = 'paid'
    order by q.number desc
    limit 1
  ) as before on true
  where i.method_id is not null
    and i.created_at > (select n.at from since as n)
),

-- Subscriptions whose last paid period an operator recently refunded in full.
given_back as (
  select p.subscription_id, max(f.created_at) as at
  from billing.refunds as f
  join billing.paid_periods as p on p.subscription_id = f.subscription_id and p.number = f.period_number
  where f.created_at > (select n.at from since as n)
    and f.cause !~ '^(change|undelivered):'
    and p.refunded >= p.charged
    and not exists (
      select
      from billing.periods as q
      where q.subscription_id = p.subscription_id and q.kind = 'paid' and q.number > p.number
    )
  group by p.subscription_id
)

select
  'who_can_pay_keeps_access' as promise,
  format('subscription %s ended with %s of %s', e.id, e.balance, e.amount) as subject
from ended as e
where e.amount is not null

union all
-- No matching offer: the user is told a day before.
select 'who_can_pay_keeps_access', format('subscription %s ended unoffered, untold and with %s', e.id, e.balance)
from ended as e
join app.telegram_identities as i on i.user_id = e.user_id and i.unreachable_since is null
where e.amount is null
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = e.id
      and n.period_number = e.period_number
      and n.kind = 'unavailable'
      and n.created_at <= e.expires_at - interval '24 hours'
  )

union all
-- A saved payment method was never tried.
select 'who_can_pay_keeps_access', format('subscription %s ended and no payment method was charged', s.id)
from billing.subscriptions as s
cross join lateral billing.renewal_offer(s.user_id, s.renewal_price_id, p_subscription_id => s.id) as o
where s.status = 'expired'
  and s.auto_renew
  and s.cancelled_at is null
  and s.expires_at > (select n.at from since as n)
  and o.amount <= s.announced_amount
  and app.flag('auto_renewal')
  and app.flag('method_charges')
  and exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = s.id
      and a.action = 'subscription.expired'
      and a.at >= s.expires_at
  )
  and exists (
    select
    from billing.payment_methods as m
    join billing.providers as p on p.name = m.provider and billing.remembers(p)
    where m.user_id = s.user_id
      and m.kind = 'saved'
      and num_nulls(m.removed_at, m.failed_at) = 2
      and m.created_at < s.ends_at - interval '1 day'
      and (billing.asked_by(p, o.amount, o.currency)).amount is not null
  )
  and not exists (
    select
    from billing.invoices as i
    where i.subscription_id = s.id and i.period_number = s.period_number
  )

union all
-- The user or an operator may order a new charge; and an undelivered period may be charged again once it can be
-- delivered.
select 'refunds_are_not_taken_again', format('subscription %s, period %s', c.subscription_id, c.number)
from charged as c
where c.given_back >= c.paid_before
  and not (c.undelivered and c.applied_at > c.given_back_at)
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = c.subscription_id
      and a.actor ~ '^(user|operator|admin|owner):'
      and a.action in (
        'subscription.auto_renewal_on', 'subscription.resumed', 'subscription.change_scheduled', 'subscription.extended'
      )
      and a.at between c.given_back_at and c.created_at
  )
  and not exists (
    select
    from billing.operations as o
    where o.user_id = c.user_id
      and o.action = 'refund'
      and o.arguments ->> 'ends_renewal' = 'false'
      and coalesce((o.arguments ->> 'subscription_id')::bigint, c.subscription_id) = c.subscription_id
      and o.at <= c.created_at
  )

union all
-- Before the charge: free time that still runs, a gift or the rest of a trial, must not end in a charge.
select 'refunds_are_not_taken_again', format('subscription %s would be charged again', s.id)
from given_back as g
join billing.subscriptions as s on s.id = g.subscription_id
where s.status = 'active'
  and s.auto_renew
  and s.cancelled_at is null
  and s.renew_at is not null
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = s.id
      and a.actor ~ '^(user|operator|admin|owner):'
      and a.action in (
        'subscription.auto_renewal_on', 'subscription.resumed', 'subscription.change_scheduled', 'subscription.extended'
      )
      and a.at >= g.at
  )
  and not exists (
    select
    from billing.operations as o
    where o.user_id = s.user_id
      and o.action = 'refund'
      and o.arguments ->> 'ends_renewal' = 'false'
      and o.at >= g.at
  )

union all
-- An amount counts as announced when a notice in the period before named it, when the period before cost it, or when
-- a screen named it while the user made a choice.
select 'charges_are_announced', format('subscription %s, period %s: %s', c.subscription_id, c.number, c.amount)
from charged as c
where (c.amount <= c.paid_before) is not true
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = c.subscription_id
      and n.period_number = c.number - 1
      and n.kind in ('announced', 'price_risen')
      and n.amount >= c.amount
      and n.created_at <= c.created_at - interval '4 hours'
  )
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = c.subscription_id
      and a.actor = format('user:%s', c.user_id)
      and a.at between c.began_at and c.created_at
      and (a.after ->> 'announced_amount')::bigint >= c.amount
  )

union all
select 'charges_are_announced', format('charge %s for subscription %s: %s', c.id, c.subscription_id, c.amount)
from asked as c
where (c.amount <= c.paid_before) is not true
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = c.subscription_id
      and n.period_number = c.period_number
      and n.kind in ('announced', 'price_risen')
      and n.amount >= c.amount
      and n.created_at <= c.created_at - interval '4 hours'
  )
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = c.subscription_id
      and a.actor = format('user:%s', c.user_id)
      and a.at between c.began_at and c.created_at
      and (a.after ->> 'announced_amount')::bigint >= c.amount
  );
comment on view ops.broken_promises_of_renewal is
  'Cases that break ops.customer_promises in renewals of the last month. Empty if all is well.';
