-- Compares list prices per day, so that a discount does not make a plan a lesser one. It compares with the price of
-- the running period or, if that was free, with the price of its plan for the same length, or else with its cheapest.
-- Without any price to compare with, there is no value that could be lost.
create or replace function billing.is_dearer(p_subscription billing.subscriptions, p_offer billing.offers)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (
      select (p_offer.amount + p_offer.discount) * billing.period_days(k.period_count, k.period_unit) > k.amount * p_offer.days
      from (
        select r.*, 0 as place, 0 as cost
        from billing.prices as r
        where r.id = coalesce(c.price_id, p_subscription.price_id)
        union all
        select r.*, ((r.period_count, r.period_unit) <> (p_offer.period_count, p_offer.period_unit))::integer + 1,
          r.amount::numeric / billing.period_days(r.period_count, r.period_unit)
        from billing.offers as o
        join billing.prices as r on r.id = o.price_id
      ) as k
      where k.plan_id = c.plan_id and k.currency = p_offer.currency
      order by k.place, k.cost
      limit 1
    ),
    true
  )
  from billing.current_plan(p_subscription) as c
$$;
comment on function billing.is_dearer(billing.subscriptions, billing.offers) is
  'Whether an offer costs more per day than the running period of a subscription, or the last one that ran.';
