-- Lists what everybody can buy now, before individual discounts. Its row type is also used for the offer to one
-- person.
create or replace view billing.offers as
select
  c.price_id,
  c.plan_id,
  c.title,
  c.benefits,
  c.position,
  c.period_count,
  c.period_unit,
  c.amount,
  c.currency,
  c.days,
  0::bigint as discount
from billing.current_prices as c
where c.active;
comment on view billing.offers is
  'Prices valid now, in every currency, of plans that are sold, before individual discounts. Its row type is that of an offer to one person as well, see billing.offers_to.';
comment on column billing.offers.price_id is 'The row of billing.prices.';
comment on column billing.offers.plan_id is 'What is sold, see billing.plans.';
comment on column billing.offers.title is 'Name of the plan by language, as in billing.plans.';
comment on column billing.offers.benefits is 'One line of benefits by language, as in billing.plans.';
comment on column billing.offers.position is 'Order of the plan in offers, the least first.';
comment on column billing.offers.period_count is 'For how long: how many period_unit.';
comment on column billing.offers.period_unit is 'day: 24 hours; month: a calendar month in UTC.';
comment on column billing.offers.amount is 'What is asked, the discount taken off, minor units of currency.';
comment on column billing.offers.currency is 'Of amount and discount.';
comment on column billing.offers.days is 'The length for comparing prices, a month being 30.';
comment on column billing.offers.discount is 'What is taken off the price, minor units of currency; 0 here.';
