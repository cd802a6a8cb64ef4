-- What went back, by whatever way, and what is disputed is taken off. Cost: a pass over payments, refunds and rewards.
create or replace view ops.money_of_people as
with rewards as (
  select r.payer_id as user_id, r.currency::text, sum(r.accrued - r.cancelled - r.taken_back) as rewards
  from billing.referral_rewards as r
  group by r.payer_id, r.currency
),

money as (
  select r.user_id, r.currency::text, r.paid_amount as paid, r.amount as stays, 0::numeric as discounts
  from billing.refundable_payments as r
  union all
  select o.user_id, o.currency::text, 0, 0, o.discount
  from billing.orders as o
  where o.kind <> 'topup' and o.status = 'fulfilled' and o.discount > 0
)

select
  m.user_id, m.currency, sum(m.paid) as paid, sum(m.stays) as stays, sum(m.discounts) as discounts,
  coalesce((select w.rewards from rewards as w where w.user_id = m.user_id and w.currency = m.currency), 0)
    as rewards
from money as m
group by m.user_id, m.currency;
comment on view ops.money_of_people is 'What each user paid in, by currency, and what of it stays. For ops.growth.';
comment on column ops.money_of_people.user_id is 'Who paid.';
comment on column ops.money_of_people.currency is 'Of all amounts.';
comment on column ops.money_of_people.paid is 'What he paid in, minor units.';
comment on column ops.money_of_people.stays is 'What of that did not go back and is not disputed, minor units.';
comment on column ops.money_of_people.discounts is 'What was taken off what he bought, minor units.';
comment on column ops.money_of_people.rewards is
  'What his payments cost the shop in rewards, less what was taken back, minor units.';
