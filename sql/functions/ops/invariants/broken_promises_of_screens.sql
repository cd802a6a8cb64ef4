-- Checks what screens show. Cost: a pass over the subscriptions.
create or replace view ops.broken_promises_of_screens as
with since as materialized (
  select (app.setting('promises_since') #>> '{}')::timestamptz as at
)

-- The screen says "renewed automatically", but no job will renew it.
select
  'screens_tell_the_truth' as promise,
  format('subscription %s says it is renewed, and will not be', s.id) as subject
from billing.subscriptions as s
where s.status = 'active'
  and s.auto_renew
  and s.cancelled_at is null
  and s.renewal_price_id is not null
  and s.renew_at is null
  and s.ends_at > app.now()
  and s.created_at > (select n.at from since as n)
  and not exists (
    select
    from billing.refunds as r
    where r.subscription_id = s.id and r.period_number = s.period_number
  )
  -- Nor after a refund for what was not delivered, as the screen says, until he buys again.
  and not exists (
    select
    from billing.refunds as r
    where r.subscription_id = s.id
      and r.cause like 'undelivered:%'
      and not exists (
        select
        from billing.periods as p
        where p.subscription_id = s.id and p.kind = 'paid' and p.created_at > r.created_at
      )
  )

union all
-- The screen says "will be charged at", but that time has passed.
select 'screens_tell_the_truth', format('subscription %s says it is charged, and is not', s.id)
from billing.subscriptions as s
cross join lateral billing.next_charge(s) as c
where s.renew_at < app.now() - interval '1 hour'
  and app.flag('auto_renewal')
  and c.amount is not null

union all
select 'screens_tell_the_truth', format('subscription %s says it runs until %s', s.id, s.ends_at)
from billing.subscriptions as s
where s.status = 'active'
  -- By the last of its periods that has time left in it: all of them together are what was ever sold.
  and s.ends_at is distinct from coalesce(
    (
      select coalesce(p.closed_at, p.ends_at)
      from billing.periods as p
      where p.subscription_id = s.id and p.closed_at is distinct from p.starts_at
      order by p.number desc
      limit 1
    ),
    (select p.starts_at from billing.periods as p where p.subscription_id = s.id and p.number = 1)
  )

union all
-- What was shown as its end comes earlier, and neither its customer nor an operator wanted that, nor did money go back.
select 'screens_tell_the_truth', format('subscription %s ended at %s, before its time', s.id, s.ends_at)
from billing.subscriptions as s
cross join lateral (
  select l.*
  from billing.periods as l
  where l.subscription_id = s.id and l.number = s.period_number
  order by l.number
  limit 1
) as p
where s.status = 'expired'
  and s.ends_at > greatest((select n.at from since as n), app.now() - interval '31 days')
  and (
    s.ends_at > app.now()
    or p.kind = 'paid'
    and p.closed_at < p.ends_at
    and not exists (
      select from billing.refunds as r where r.subscription_id = p.subscription_id and r.period_number = p.number
    )
    and not exists (
      select
      from app.audit as a
      where a.subject = 'subscription'
        and a.subject_id = s.id
        and a.actor !~ '^(system|job:)'
        and (a.after ->> 'ends_at')::timestamptz <= p.closed_at
        and (a.before ->> 'ends_at')::timestamptz > p.closed_at
    )
  )

union all
select 'what_begins_begins', format('subscription %s waits since %s for what it bought', s.id, s.begin_at)
from billing.subscriptions as s
where s.begin_at < app.now() - interval '1 hour';
comment on view ops.broken_promises_of_screens is
  'Cases that break ops.customer_promises in what screens show. Empty if all is well.';
