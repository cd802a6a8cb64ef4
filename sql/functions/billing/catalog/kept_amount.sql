-- Computes what billing.prices_for says of a person's own discounts and of the old price while a subscription runs,
-- for a subscription that has ended: as of that moment, without what was given or has ended since.
create or replace function billing.kept_amount(p_subscription billing.subscriptions, p_price_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_at constant timestamptz := least(p_subscription.expires_at, app.now());
begin
  return (
    with lowered as (
      select r.amount - k.amount as amount, false as adds_up
      from billing.prices as k
      join billing.plans as p on p.id = k.plan_id and p.grandfathers
      join billing.prices as r
        on (r.plan_id, r.period_count, r.period_unit, r.currency::text)
        = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
      where k.id = coalesce(p_subscription.kept_price_id, p_subscription.price_id) and r.id = p_price_id
      union all
      select coalesce(r.amount - q.amount, r.amount * q.percent / 100), q.adds_up
      from billing.prices as r
      join billing.personal_prices as q
        on (q.plan_id is null or q.plan_id = r.plan_id)
        and (q.period_count is null or (q.period_count, q.period_unit) = (r.period_count, r.period_unit))
        and (q.currency is null or q.currency = r.currency)
      where r.id = p_price_id and q.user_id = p_subscription.user_id and q.valid @> v_at
    )

    select r.amount - least(
      coalesce(sum(l.amount) filter (where l.adds_up), 0) + coalesce(max(l.amount) filter (where not l.adds_up), 0),
      greatest(r.amount - coalesce((app.setting('lowest_price') ->> r.currency::text)::bigint, 1), 0)
    )::bigint
    from billing.prices as r
    join lowered as l on l.amount > 0
    where r.id = p_price_id
    group by r.amount, r.currency
  );
end
$$;
comment on function billing.kept_amount(billing.subscriptions, bigint) is
  'Returns what a price (p_price_id) is for the owner of this subscription, now or when it ended, with his own discounts (billing.personal_prices) and the old price that it keeps, or kept until it ended (billing.plans.grandfathers), minor units of its currency; null if it had neither. It does not know the discounts of promo codes.';
