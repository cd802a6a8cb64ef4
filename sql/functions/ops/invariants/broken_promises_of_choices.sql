-- Checks what users chose. Cost: a pass over the audit and the subscriptions, the periods of the last month, and
-- ops.charges_against_choices.
create or replace view ops.broken_promises_of_choices as
with since as materialized (
  select (app.setting('promises_since') #>> '{}')::timestamptz as at
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
),

-- What people chose for themselves, the last time, and what is so now.
told as (
  select distinct on (a.subject_id, k.key) a.subject_id as user_id, k.key, k.value
  from app.audit as a
  cross join lateral jsonb_each(a.after) as k
  where a.subject = 'user'
    and a.action in ('user.language_chosen', 'user.time_zone_chosen', 'user.notices_chosen', 'user.payment_chosen')
  order by a.subject_id asc, k.key asc, a.id desc
)

select
  'choices_stay' as promise,
  format('subscription %s: %s by %s at %s', c.subject_id, c.action, c.actor, c.at) as subject
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
-- A purchase that undid a cancellation of which its order had said that it stands, or that came after the order.
select
  'choices_stay', format('subscription %s: its cancellation was undone by order %s', p.subscription_id, p.order_id)
from billing.periods as p
join billing.orders as o on o.id = p.order_id and o.kind <> 'gift'
join app.audit as a
  on a.subject = 'subscription'
  and a.subject_id = p.subscription_id
  and a.at = p.created_at
  and a.action = 'subscription.extended'
  and a.after ->> 'period_number' = p.number::text
  and a.after ->> 'cancelled_at' is null
where p.created_at > (select greatest(n.at, app.now() - interval '31 days') from since as n)
  and (
    (a.before ->> 'cancelled_at')::timestamptz > o.created_at
    or a.before ->> 'cancelled_at' is not null and (a.before ->> 'expires_at')::timestamptz >= o.created_at
  )

union all
select 'choices_stay', c.subject from ops.charges_against_choices as c

union all
select 'choices_stay', format('user %s chose another %s', t.user_id, t.key)
from told as t
join app.users as u on u.id = t.user_id and u.deleted_at is null
left join app.notice_preferences as f on f.user_id = u.id
left join billing.payment_choices as c on c.user_id = u.id
cross join lateral (
  values (
    jsonb_build_object(
      'locale', u.locale, 'timezone', u.timezone, 'tips', f.tips, 'referrals', f.referrals, 'remember', c.remember,
      'balance_first', c.balance_first
    )
  )
) as now (choices)
where t.value is distinct from now.choices -> t.key;
comment on view ops.broken_promises_of_choices is
  'Cases that break ops.customer_promises in what users chose. Empty if all is well.';
