-- The last check before a provider takes the money. It refuses every payment that would not fit. A payment that
-- arrives nevertheless is credited, see billing.receive_payment. Nobody begins to pay each month for what he would not
-- get.
create or replace function billing.pre_checkout(
  p_user_id bigint,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices;
  v_order billing.orders;
  v_cart billing.orders;
begin
  select i.* into v_invoice from billing.invoices as i where i.token = p_order_token;
  select o.* into v_order
  from billing.orders as o
  where (o.token = p_order_token or o.id = v_invoice.order_id) and o.user_id = p_user_id and o.kind = 'topup';
  select o.* into v_cart from billing.orders as o where o.id = v_order.for_order_id;
  return case
    when v_order.id is null then 'unknown'
    when not app.flag('topups') or app.is_blocked(p_user_id) then 'switched_off'
    when v_order.status <> 'open' or v_order.expires_at <= app.now() or v_cart.status <> 'open' then 'expired'
    when v_invoice.monthly and billing.order_holds(v_cart, billing.subscription_of_order(v_cart)) is not true
      then 'expired'
    when (coalesce(v_invoice.amount, v_order.amount), coalesce(v_invoice.currency, v_order.currency))
      is distinct from (p_amount, p_currency) then 'mismatch'
    else 'ok'
  end;
end
$$;
comment on function billing.pre_checkout(bigint, uuid, bigint, text) is
  'Whether a top-up, or its invoice (p_order_token belongs to either), may be paid now: ok, expired (or already paid, or its order is already bought, or what is to be charged each month can no longer be bought), unknown (none, or another user''s), mismatch or switched_off (also for those on the blacklist). Amount in minor units.';
