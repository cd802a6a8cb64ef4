-- Renewal uses the plan and the length of an old price, at the price that is valid for them now, in the currency of
-- the old one unless the user has chosen another. It includes plans that are no longer sold to others.
create or replace view billing.renewal_offers as
select
  r.id as renewal_price_id,
  r.currency as announced_currency,
  c.price_id,
  c.plan_id,
  c.title,
  c.benefits,
  c.position,
  c.period_count,
  c.period_unit,
  c.amount,
  c.currency,
  c.days
from billing.prices as r
join billing.current_prices as c
  on c.plan_id = r.plan_id and c.period_count = r.period_count and c.period_unit = r.period_unit
where c.renewable;
comment on view billing.renewal_offers is
  'For each price ever, the offers of the same plan and length to its subscribers, one for each currency and before individual discounts; none for a plan that is no longer renewed.';
comment on column billing.renewal_offers.renewal_price_id is
  'The price at which somebody has the plan, see billing.subscriptions.renewal_price_id.';
comment on column billing.renewal_offers.announced_currency is 'Currency of that price.';
comment on column billing.renewal_offers.price_id is 'The price at which it is renewed now, a row of billing.prices.';
comment on column billing.renewal_offers.plan_id is 'Plan of both prices.';
comment on column billing.renewal_offers.title is 'Name of the plan by language, as in billing.plans.';
comment on column billing.renewal_offers.benefits is 'One line of benefits by language, as in billing.plans.';
comment on column billing.renewal_offers.position is 'Order of the plan in offers, the least first.';
comment on column billing.renewal_offers.period_count is 'Length of both prices: how many period_unit.';
comment on column billing.renewal_offers.period_unit is 'day: 24 hours; month: a calendar month in UTC.';
comment on column billing.renewal_offers.amount is 'The price of price_id, minor units of currency.';
comment on column billing.renewal_offers.currency is 'Of amount; any that the plan is sold in.';
comment on column billing.renewal_offers.days is 'The length for comparing prices, a month being 30.';
