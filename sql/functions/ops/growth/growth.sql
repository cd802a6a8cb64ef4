-- What brought people, and what that brought. Money is what stays: what went back, by whatever way, and what was
-- disputed is taken off, and so is what it had earned. Cost: a pass over users, payments, refunds and rewards.
create or replace view ops.growth as
with came as (
  select
    u.id as user_id,
    case when o.referrer_id is not null then 'ref' when o.campaign is not null then 'ad' else 'none' end as origin,
    coalesce(o.referrer_id::text, o.campaign) as name
  from app.users as u
  left join billing.origins as o on o.user_id = u.id
),

people as (
  select
    c.origin, c.name, count(*) as people, count(t.user_id) as trials
  from came as c
  left join billing.trials as t on t.user_id = c.user_id
  group by grouping sets ((c.origin), (c.origin, c.name))
  having grouping(c.name) = 1 or c.name is not null
),

money as (
  select r.user_id, r.currency, r.paid_amount as paid, r.amount as stays, 0::numeric as charged, 0::numeric as discounts
  from billing.refundable_payments as r
  union all
  select o.user_id, o.currency, 0, 0, o.amount, o.discount
  from billing.orders as o
  where o.kind <> 'topup' and o.status = 'fulfilled'
),

rewards as (
  select r.payer_id as user_id, r.currency::text, sum(r.accrued - r.cancelled - r.taken_back) as rewards
  from billing.referral_rewards as r
  group by r.payer_id, r.currency
),

of_people as (
  select
    m.user_id, m.currency::text, sum(m.paid) as paid, sum(m.stays) as stays, sum(m.discounts) as discounts,
    coalesce((select w.rewards from rewards as w where w.user_id = m.user_id and w.currency = m.currency::text), 0)
      as rewards
  from money as m
  group by m.user_id, m.currency
),

sums as (
  select
    c.origin,
    c.name,
    p.currency,
    count(*) filter (where p.stays > 0) as paying,
    sum(p.paid) as paid,
    sum(p.paid - p.stays) as refunded,
    sum(p.stays) as revenue,
    sum(p.discounts) as discounts,
    sum(p.rewards) as rewards
  from came as c
  join of_people as p on p.user_id = c.user_id
  group by grouping sets ((c.origin, p.currency), (c.origin, c.name, p.currency))
  having grouping(c.name) = 1 or c.name is not null
)

select
  g.origin,
  g.name,
  g.people,
  g.trials,
  coalesce(s.paying, 0) as paying,
  s.currency,
  coalesce(s.paid, 0)::bigint as paid,
  coalesce(s.refunded, 0)::bigint as refunded,
  coalesce(s.revenue, 0)::bigint as revenue,
  coalesce(s.discounts, 0)::bigint as discounts,
  coalesce(s.rewards, 0)::bigint as rewards
from people as g
left join sums as s on s.origin = g.origin and s.name is not distinct from g.name;
comment on view ops.growth is
  'What each kind of link brought (origin: ref, ad, or none for those who came by themselves; name null), and each referrer (name: the id of the user) and campaign (name), as the first start said. people, trials: how many came and tried, the same in each row of a name; paying: of how many anything stays of what they paid in this currency; paid: what they paid in; refunded: what of it went back or is disputed; revenue: what stays; discounts on what they bought; rewards: what their payments cost the shop in rewards, less what was taken back; minor units. A row per currency, one without for who has paid nothing.';
