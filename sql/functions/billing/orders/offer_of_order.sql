-- A price that was closed and reopened with the same amount is another row, but the same offer to the user who was
-- quoted it. A plan that is no longer sold to others is sold to a user who had it when he ordered, also if it has
-- ended before his money came.
create or replace function billing.offer_of_order(p_order billing.orders, p_subscription billing.subscriptions)
returns billing.offers
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    billing.offer_to(p_order.user_id, p_subscription, p_order.price_id),
    (
      select billing.offer_to(p_order.user_id, p_subscription, c.price_id)
      from billing.prices as r
      join billing.current_prices as c
        on c.plan_id = r.plan_id and c.period_count = r.period_count and c.period_unit = r.period_unit
      where r.id = p_order.price_id and c.amount = r.amount and c.currency = r.currency
    ),
    (
      select f
      from billing.renewal_offer(p_order.user_id, p_order.price_id, false, p_subscription.id) as f
      where p_order.kind = 'renewal'
        and p_subscription.expires_at >= p_order.created_at
        and (f.amount + f.discount, f.currency) = (p_order.list_amount, p_order.currency::text)
    )
  )
$$;
comment on function billing.offer_of_order(billing.orders, billing.subscriptions) is
  'Returns the offer that an order was quoted, for the owner of p_subscription (which may be null): its price, or one of the same plan, length and amount; null when neither can be bought now.';
