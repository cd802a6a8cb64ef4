-- A user is not charged for what was refunded.
create or replace view ops.broken_promises_of_refunds as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
),

-- Subscriptions whose last paid period an operator recently refunded in full, to its user.
given_back as (
  select p.subscription_id, max(f.created_at) as at
  from billing.refunds as f
  join billing.paid_periods as p on p.subscription_id = f.subscription_id and p.number = f.period_number
  where f.created_at > (select n.at from since as n)
    and f.cause !~ '^(change|undelivered):'
    and p.refunded >= p.charged
    and p.payer_id = p.user_id
    and not exists (
      select
      from billing.periods as q
      where q.subscription_id = p.subscription_id and q.kind = 'paid' and q.number > p.number
    )
  group by p.subscription_id
)

-- The user or an operator may order a new charge; and an undelivered period may be charged again once it can be
-- delivered.
select
  'refunds_are_not_taken_again' as promise,
  format('subscription %s, period %s', c.subscription_id, c.number) as subject
from ops.charged_renewals as c
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
      and coalesce((o.arguments ->> 'subscription_id')::bigint, s.id) = s.id
      and o.at >= g.at
  );
comment on view ops.broken_promises_of_refunds is
  'Cases of the last month that break ops.customer_promises in renewals of what was refunded. Empty if all is well.';
