-- A user is told before each charge. Cost: a pass over the periods of the last month.
create or replace view ops.broken_promises_of_announcements as
with since as materialized (
  select greatest((app.setting('promises_since') #>> '{}')::timestamptz, app.now() - interval '31 days') as at
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
)

-- An amount counts as announced when a notice that was sent in the period before named it, when the period before
-- cost it, or when a screen named it while the user made a choice.
select
  'charges_are_announced' as promise,
  format('subscription %s, period %s: %s', c.subscription_id, c.number, c.amount) as subject
from ops.charged_renewals as c
where (c.amount <= c.paid_before) is not true
  and not exists (
    select
    from billing.notices as n
    where n.subscription_id = c.subscription_id
      and n.period_number = c.number - 1
      and n.kind in ('announced', 'price_risen')
      and n.amount >= c.amount
      and n.sent_at <= c.created_at - interval '4 hours'
  )
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = c.subscription_id
      and a.actor = format('user:%s', c.user_id)
      and a.at between c.began_at and c.created_at
      and (a.after ->> 'announced_amount')::bigint >= c.amount
      and a.after ->> 'told_price_id' is null
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
      and n.sent_at <= c.created_at - interval '4 hours'
  )
  and not exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = c.subscription_id
      and a.actor = format('user:%s', c.user_id)
      and a.at between c.began_at and c.created_at
      and (a.after ->> 'announced_amount')::bigint >= c.amount
      and a.after ->> 'told_price_id' is null
  );
comment on view ops.broken_promises_of_announcements is
  'Cases of the last month that break ops.customer_promises in charges for renewals that nobody heard of. Empty if all is well.';
