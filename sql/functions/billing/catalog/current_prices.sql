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
  'Prices valid now, in every currency. days is the length for comparisons, a month being 30; active: sold to everybody (billing.offers); renewable: sold to those who have the plan (billing.renewal_offers).';
