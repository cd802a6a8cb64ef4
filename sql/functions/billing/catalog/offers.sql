-- What everybody can buy now.
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
  c.days
from billing.current_prices as c
where c.active;
comment on view billing.offers is
  'Prices valid now, in the shop''s currency, of plans that are sold. days is the length for comparisons, a month being 30.';
