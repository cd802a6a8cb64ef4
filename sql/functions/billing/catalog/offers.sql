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
  'Prices valid now, in every currency, of plans that are sold. days is the length for comparisons, a month being 30; discount: what is taken off the price, amount is the rest; 0 here, see billing.offers_to.';
