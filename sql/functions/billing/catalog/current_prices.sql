-- Lists the prices that are valid now, whoever may use them. This view alone defines when a price is valid.
create or replace view billing.current_prices as
select
  r.id as price_id,
  p.id as plan_id,
  p.title,
  p.benefits,
  p.position,
  r.period_count,
  r.period_unit,
  r.amount,
  r.currency,
  billing.period_days(r.period_count, r.period_unit) as days,
  p.active,
  p.renewable
from billing.prices as r
join billing.plans as p on p.id = r.plan_id
where r.valid @> app.now();
comment on view billing.current_prices is
  'Prices valid now, in every currency, of plans that are sold and of those that are not.';
comment on column billing.current_prices.price_id is 'The row of billing.prices.';
comment on column billing.current_prices.plan_id is 'What is sold, see billing.plans.';
comment on column billing.current_prices.title is 'Name of the plan by language, as in billing.plans.';
comment on column billing.current_prices.benefits is 'One line of benefits by language, as in billing.plans.';
comment on column billing.current_prices.position is 'Order of the plan in offers, the least first.';
comment on column billing.current_prices.period_count is 'For how long: how many period_unit.';
comment on column billing.current_prices.period_unit is 'day: 24 hours; month: a calendar month in UTC.';
comment on column billing.current_prices.amount is 'The price before discounts, minor units of currency.';
comment on column billing.current_prices.currency is 'Of amount.';
comment on column billing.current_prices.days is 'The length for comparing prices, a month being 30.';
comment on column billing.current_prices.active is 'Sold to those who do not have the plan: billing.offers.';
comment on column billing.current_prices.renewable is 'Sold to those who have it: billing.renewal_offers.';
