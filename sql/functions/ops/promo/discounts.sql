create or replace view ops.discounts as
select
  q.id,
  q.user_id,
  q.kind,
  q.percent,
  q.amount,
  q.currency,
  p.code as plan,
  q.period_count,
  q.period_unit,
  q.adds_up,
  lower(q.valid) as valid_from,
  upper(q.valid) as valid_until,
  q.valid @> app.now() as is_valid
from billing.personal_prices as q
left join billing.plans as p on p.id = q.plan_id;
comment on view ops.discounts is
  'What some people pay less: by hand (personal), as VIP (vip), or by an offer of a notice (offer); percent off, or an amount instead of the price (minor units of currency); plan null: all. is_valid: now; valid_until null: until it is removed.';
