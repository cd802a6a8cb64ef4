-- Renewal asks for the plan and the length of an old price, at the price that is on offer for them now.
create or replace view billing.renewal_offers as
select r.id as renewal_price_id, r.currency as announced_currency, o.*
from billing.prices as r
join billing.offers as o
  on o.plan_id = r.plan_id and o.period_count = r.period_count and o.period_unit = r.period_unit;
comment on view billing.renewal_offers is
  'For each price ever (renewal_price_id, in announced_currency) the offer of the same plan and length; none for what is not sold any more.';
