-- Checks what users were told, what they chose and what screens show. Cost: a pass over the audit, the notices of a
-- month and the subscriptions.
create or replace view ops.broken_promises_of_word as
with since as materialized (
  select (app.setting('promises_since') #>> '{}')::timestamptz as at
),

-- Events of one week, ending a day ago, that the user did not trigger on a screen.
lately as materialized (
  select greatest(n.at, app.now() - interval '8 days') as since, app.now() - interval '1 day' as until from since as n
),

happened as (
  select s.user_id, p.subscription_id, p.number, 'renewed' as what, p.created_at as at
  from billing.periods as p
  join ledger.transfers as t on t.id = p.transfer_id and t.kind = 'renewal'
  join billing.subscriptions as s on s.id = p.subscription_id
  cross join lately as l
  where p.created_at > l.since and p.created_at <= l.until
    and p.order_id is null
  union all
  select s.user_id, s.id, s.period_number, 'ended', a.at
  from billing.subscriptions as s
  cross join lately as l
  cross join lateral (
    select max(u.at) as at
    from app.audit as u
    where u.subject = 'subscription' and u.subject_id = s.id and u.action = 'subscription.expired'
  ) as a
  where s.status = 'expired'
    and s.expires_at > l.since - interval '1 day'
    and a.at > l.since and a.at <= l.until
  union all
  select r.user_id, r.subscription_id, r.period_number, null, r.created_at
  from billing.refunds as r
  cross join lately as l
  where r.created_at > l.since and r.created_at <= l.until
    -- An operator may choose to tell the user himself.
    and not exists (
      select
      from billing.operations as o
      where o.user_id = r.user_id and o.at = r.created_at and o.result ->> 'silent' = 'true'
    )
),

told as (
  select coalesce(t.user_id, s.user_id) as user_id, t.subscription_id, t.period_number, t.what, t.at
  from app.told as t
  left join billing.subscriptions as s on s.id = t.subscription_id
  cross join lately as l
  where t.at > l.since
),

-- Each audit line that contains the whole subscription, to be compared with the line before it. The choice of a plan
-- means the plan and its length; the shop may change its price.
lines as (
  select
    a.subject_id, a.id, a.at, a.actor, a.action,
    (a.after ->> 'auto_renew')::boolean as auto_renew,
    a.after ->> 'cancelled_at' is not null as cancelled,
    (r.plan_id, r.period_count, r.period_unit)::text as plan
  from app.audit as a
  left join billing.prices as r on r.id = (a.after ->> 'renewal_price_id')::bigint
  where a.subject = 'subscription' and a.after ? 'auto_renew' and a.at > (select n.at from since as n)
),

left_as as (
  select distinct on (l.subject_id) l.subject_id, l.auto_renew, l.cancelled, l.plan
  from lines as l
  order by l.subject_id asc, l.id desc
),

changes as (
  select
    l.subject_id, l.at, l.actor, l.action,
    lag(l.auto_renew) over w <> l.auto_renew as switched,
    lag(l.cancelled) over w <> l.cancelled as cancelled,
    lag(l.plan) over w <> l.plan as moved
  from lines as l
  window w as (partition by l.subject_id order by l.id)
)

select
  'changes_are_told' as promise,
  format('subscription %s, period %s: %s', h.subscription_id, h.number, coalesce(h.what, 'refunded')) as subject
from happened as h
join app.telegram_identities as i
  on i.user_id = h.user_id and i.unreachable_since is null and i.missed_since is null
where not exists (
    select
    from told as t
    where t.user_id = h.user_id
      and t.at >= h.at
      and (
        t.at < h.at + interval '1 day'
        and (
          h.what is null and t.what ~ 'refund|payout'
          or t.subscription_id = h.subscription_id and t.period_number = h.number and t.what = h.what
        )
        -- Who could not be reached meanwhile hears of all of it at once.
        or t.what = 'missed'
      )
  )

union all
select 'changes_are_told', format('payment %s %s', e.provider, e.external_id)
from inbox.money_events as e
where e.kind = 'payment'
  and e.told_at is null
  and e.closed_at < clock_timestamp() - interval '1 day'
  and e.closed_at > clock_timestamp() - interval '8 days'

union all
select 'changes_are_told', format('letter %s was given up', d.id)
from outbox.dead_letters as d
where d.topic = 'telegram'
  and not d.dropped
  and d.kind in ('telegram.notice', 'billing.notice')
  and d.buried_at < clock_timestamp() - interval '1 day'
  and d.buried_at > clock_timestamp() - interval '8 days'

union all
select 'choices_stay', format('subscription %s: %s by %s at %s', c.subject_id, c.action, c.actor, c.at)
from changes as c
where (c.switched or c.cancelled or c.moved)
  and c.actor !~ '^(user|operator|admin|owner):'

union all
-- Changes that have no audit line at all.
select 'choices_stay', format('subscription %s is not as it was left', s.id)
from billing.subscriptions as s
left join billing.prices as r on r.id = s.renewal_price_id
join left_as as l on l.subject_id = s.id
where s.auto_renew <> l.auto_renew
  or (s.cancelled_at is not null) <> l.cancelled
  or (r.plan_id, r.period_count, r.period_unit)::text <> l.plan

union all
select 'choices_stay', format('user %s chose another language', u.id)
from app.users as u
cross join lateral (
  select a.after ->> 'locale' as locale
  from app.audit as a
  where a.subject = 'user' and a.subject_id = u.id and a.action = 'user.language_chosen'
  order by a.id desc
  limit 1
) as chosen
where u.locale <> chosen.locale

union all
-- The screen says "renewed automatically", but no job will renew it.
select 'screens_tell_the_truth', format('subscription %s says it is renewed, and will not be', s.id)
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
  and not exists (
    select
    from billing.periods as p
    where p.subscription_id = s.id and coalesce(p.closed_at, p.ends_at) = s.ends_at
  )

union all
select 'what_begins_begins', format('subscription %s waits since %s for what it bought', s.id, s.begin_at)
from billing.subscriptions as s
where s.begin_at < app.now() - interval '1 hour';
comment on view ops.broken_promises_of_word is
  'Cases that break ops.customer_promises in notices, choices and screens. Empty if all is well.';
