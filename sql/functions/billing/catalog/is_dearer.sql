-- Compared by the day, as everybody is asked: a discount makes no plan a lesser one. With the price of the period that
-- runs, or for one that was free with what its plan costs
-- at the same length, or else at its cheapest. What can be compared with nothing is worth nothing that could be lost.
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
  'Whether an offer costs more by the day than what runs of a subscription, or ran last.';
