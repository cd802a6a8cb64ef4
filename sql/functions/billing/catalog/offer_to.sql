-- A subscriber of a plan that is no longer sold to others can still buy it, for the lengths at which it renews.
create or replace function billing.offer_to(
  p_user_id bigint, p_subscription billing.subscriptions, p_price_id bigint, p_automatic boolean default false
) returns billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (
      select f
      from billing.offers_at(
        p_user_id, array(select o from billing.offers as o where o.price_id = p_price_id), p_automatic,
        p_subscription.id
      ) as f
    ),
    (
      select r
      from unnest(array[p_subscription.price_id, p_subscription.renewal_price_id]) as h (price_id)
      cross join lateral billing.renewal_offer(p_user_id, h.price_id, p_automatic, p_subscription.id) as r
      where r.price_id = p_price_id and r.plan_id = (billing.running_plan(p_subscription)).id
      limit 1
    )
  );
end
$$;
comment on function billing.offer_to(bigint, billing.subscriptions, bigint, boolean) is
  'Returns the offer of a price to a user who has p_subscription (which may be null), at his own price (billing.prices_for), with p_automatic at the one of automatic renewal; null when it cannot be bought.';
