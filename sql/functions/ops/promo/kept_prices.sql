-- Old prices for old customers, see billing.plans.grandfathers. What is charged is what billing.prices_for says:
-- another discount may be better, and the setting lowest_price is a floor here as well.
create or replace view ops.kept_prices as
select
  s.user_id,
  s.id as subscription_id,
  p.code as plan,
  k.period_count,
  k.period_unit,
  k.amount as kept_amount,
  c.amount as current_amount,
  f.amount as renewal_amount,
  k.currency,
  s.ends_at
from billing.subscriptions as s
join billing.prices as k on k.id = coalesce(s.kept_price_id, s.price_id)
join billing.plans as p on p.id = k.plan_id and p.grandfathers
join billing.current_prices as c
  on (c.plan_id, c.period_count, c.period_unit, c.currency::text)
  = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
cross join lateral billing.prices_for(array[s.user_id], array[c.price_id], true, array[s.id]) as f
where s.status = 'active'
  and s.expires_at > app.now()
  and s.renewal_price_id is not null
  and k.amount < c.amount;
comment on view ops.kept_prices is 'Who keeps which old price while it runs, see billing.plans.grandfathers.';
comment on column ops.kept_prices.user_id is 'Who keeps it.';
comment on column ops.kept_prices.subscription_id is 'For which subscription.';
comment on column ops.kept_prices.plan is 'Code of the plan.';
comment on column ops.kept_prices.period_count is 'With period_unit the length that is renewed.';
comment on column ops.kept_prices.period_unit is 'day or month.';
comment on column ops.kept_prices.kept_amount is 'The price that he began with, minor units of currency.';
comment on column ops.kept_prices.current_amount is 'The price of today, minor units of currency.';
comment on column ops.kept_prices.renewal_amount is
  'What the next renewal would charge now, all discounts taken off, minor units of currency.';
comment on column ops.kept_prices.currency is 'Of the amounts.';
comment on column ops.kept_prices.ends_at is 'Until when what he has lasts, UTC.';
