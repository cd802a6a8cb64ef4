-- What brought people, and what that brought. Money is what stays: what went back, by whatever way, and what was
-- disputed is taken off, and so is what it had earned. Cost: a pass over users, payments, refunds, rewards and uses of
-- promo codes.
create or replace view ops.growth as
with came as (
  select
    u.id as user_id,
    case when o.referrer_id is not null then 'ref' when o.campaign is not null then 'ad' else 'none' end as origin,
    coalesce(o.referrer_id::text, o.campaign) as name
  from app.users as u
  left join billing.origins as o on o.user_id = u.id
),

used as (
  select
    u.user_id, c.code, u.order_id, c.currency::text as currency,
    case when u.taken_back_at is null and u.transfer_id is not null then c.amount end as given
  from billing.promo_uses as u
  join billing.promo_codes as c on c.id = u.code_id
  where u.state = 'redeemed'
),

-- All of an origin, and those of each name in it. Somebody who used several codes is in the row of each.
members as (
  select c.user_id, c.origin, null as name from came as c
  union all
  select c.user_id, c.origin, c.name from came as c where c.name is not null
  union all
  select distinct u.user_id, 'code', null from used as u
  union all
  select distinct u.user_id, 'code', u.code from used as u
),

people as (
  select m.origin, m.name, count(*) as people, count(t.user_id) as trials
  from members as m
  left join billing.trials as t on t.user_id = m.user_id
  group by m.origin, m.name
),

-- What each use of a code cost: of a purchase what its price was lowered by, as far as it was not refunded.
cost_of_codes as (
  select
    u.user_id,
    u.code,
    coalesce(o.currency::text, u.currency) as currency,
    coalesce(sum(case when p.charged > 0 then o.discount * (p.charged - p.refunded) / p.charged end), 0) as discounts,
    coalesce(sum(u.given), 0) as given
  from used as u
  left join billing.orders as o on o.id = u.order_id
  left join billing.periods as q on q.order_id = o.id
  left join billing.paid_periods as p on (p.subscription_id, p.number) = (q.subscription_id, q.number)
  group by u.user_id, u.code, coalesce(o.currency::text, u.currency)
),

sums as (
  select
    m.origin, m.name, p.currency,
    count(*) filter (where p.stays > 0) as paying,
    sum(p.paid) as paid,
    sum(p.paid - p.stays) as refunded,
    sum(p.stays) as revenue,
    sum(p.discounts) as discounts,
    sum(p.rewards) as rewards,
    count(*) filter (where p.paid > 0) as first_payments
  from members as m
  join ops.money_of_people as p on p.user_id = m.user_id
  group by m.origin, m.name, p.currency
),

costs as (
  select m.origin, m.name, c.currency, sum(c.discounts) as discounts, sum(c.given) as given
  from members as m
  join cost_of_codes as c on c.user_id = m.user_id and (m.origin <> 'code' or c.code = coalesce(m.name, c.code))
  where c.currency is not null
  group by m.origin, m.name, c.currency
),

moved as (
  select s.origin, coalesce(s.name, '') as name, s.currency from sums as s
  union
  select c.origin, coalesce(c.name, ''), c.currency from costs as c
)

select
  g.origin,
  g.name,
  g.people,
  g.trials,
  coalesce(s.paying, 0) as paying,
  m.currency,
  coalesce(s.paid, 0)::bigint as paid,
  coalesce(s.refunded, 0)::bigint as refunded,
  coalesce(s.revenue, 0)::bigint as revenue,
  coalesce(s.discounts, 0)::bigint as discounts,
  coalesce(s.rewards, 0)::bigint as rewards,
  coalesce(s.first_payments, 0) as first_payments,
  coalesce(c.discounts, 0)::bigint as code_discounts,
  coalesce(c.given, 0)::bigint as code_bonus
from people as g
left join moved as m on m.origin = g.origin and m.name = coalesce(g.name, '')
left join sums as s on s.origin = m.origin and coalesce(s.name, '') = m.name and s.currency = m.currency
left join costs as c on c.origin = m.origin and coalesce(c.name, '') = m.name and c.currency = m.currency;
comment on view ops.growth is
  'What each kind of link brought, and each referrer and campaign, as the first start said; and the same of those who used promo codes. Somebody who used several codes is in the row of each. A row for each currency, one without for who has paid nothing.';
comment on column ops.growth.origin is
  'ref (somebody''s link), ad (a campaign), none (came by themselves) or code (used promo codes).';
comment on column ops.growth.name is
  'Id of the referrer, name of the campaign, or one promo code; null for all of the origin.';
comment on column ops.growth.people is 'How many came, the same in each row of a name.';
comment on column ops.growth.trials is 'How many of them had a trial, the same in each row of a name.';
comment on column ops.growth.paying is 'Of how many anything stays of what they paid in this currency.';
comment on column ops.growth.currency is 'Of all amounts; null in the row of a name that brought no money.';
comment on column ops.growth.paid is 'What they paid in, minor units.';
comment on column ops.growth.refunded is 'What of that went back or is disputed, minor units.';
comment on column ops.growth.revenue is 'What stays, minor units.';
comment on column ops.growth.discounts is 'What was taken off what they bought, minor units.';
comment on column ops.growth.rewards is
  'What their payments cost the shop in rewards, less what was taken back, minor units.';
comment on column ops.growth.first_payments is 'How many of them paid at all in this currency.';
comment on column ops.growth.code_discounts is
  'By what purchases with promo codes (of a code: with this one) were cheaper, refunds taken off, minor units.';
comment on column ops.growth.code_bonus is 'What promo codes gave as bonus and was not taken back, minor units.';
