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
  'For each price ever (renewal_price_id, in announced_currency) the offers of the same plan and length to its subscribers, one for each currency and before individual discounts; none for a plan that is no longer renewed.';
