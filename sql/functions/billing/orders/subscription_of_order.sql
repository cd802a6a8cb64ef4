-- An order names its subscription. An order that was opened when there was none belongs to the one that exists by
-- now.
create or replace function billing.subscription_of_order(p_order billing.orders) returns billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_none billing.subscriptions;
begin
  if p_order.kind = 'gift' or p_order.opens_new and p_order.subscription_id is null then
    return v_none;
  end if;
  return billing.subscription_of(p_order.user_id, p_order.subscription_id);
end
$$;
comment on function billing.subscription_of_order(billing.orders) is
  'Returns the subscription that an order is for; null when paying it opens one or buys a gift, or when it is no longer certain which, see billing.order_holds.';
