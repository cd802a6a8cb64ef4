-- What can be bought now. The one place that knows when a price is on offer.
create or replace view billing.offers as
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
  billing.period_days(r.period_count, r.period_unit) as days
from billing.prices as r
join billing.plans as p on p.id = r.plan_id
where p.active
  and r.valid @> app.now()
  and r.currency = billing.currency();
comment on view billing.offers is
  'Prices valid now, in the shop''s currency, of plans that are sold. days is the length for comparisons, a month being 30.';
