-- Buys what an order quotes: charge, period, VPN access, audit and message in one transaction. The locks
-- of lock_user make a second tap wait and then find the order fulfilled.
create or replace function billing.pay_from_balance(
  p_user_id bigint,
  p_order_token uuid,
  out outcome text,
  out plan_title jsonb,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out currency text
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions := billing.lock_user(p_user_id);
  v_running billing.plans := billing.running_plan(v_subscription);
  v_order billing.orders;
  v_price billing.prices;
  v_span billing.span;
  v_transfer_id bigint;
begin
  select o.* into v_order
  from billing.orders as o
  where o.token = p_order_token and o.user_id = p_user_id and o.kind = 'purchase'
  for no key update;

  currency := coalesce(v_order.currency, billing.currency());
  balance := billing.balance_of(p_user_id, currency);
  short_by := greatest(v_order.amount - balance, 0);
  select r.* into v_price from billing.prices as r where r.id = v_order.price_id;
  select p.title into plan_title from billing.plans as p where p.id = v_price.plan_id;

  outcome := case
    when v_order.id is null then 'unknown'
    when v_order.status = 'fulfilled' then 'already_fulfilled'
    when not app.flag('purchases') then 'switched_off'
    when v_order.status <> 'open' or v_order.expires_at <= app.now() then 'expired'
    when not exists (select from billing.offers as f where f.price_id = v_order.price_id) then 'price_changed'
    when v_running.id <> v_price.plan_id then 'other_plan'
    when short_by > 0 then 'insufficient_funds'
    else 'fulfilled'
  end;
  ends_at := v_subscription.ends_at;
  if outcome <> 'fulfilled' then
    short_by := case outcome when 'insufficient_funds' then short_by else 0 end;
    plan_title := case outcome when 'other_plan' then v_running.title else plan_title end;
    return;
  end if;

  v_transfer_id := ledger.post(
    'purchase',
    format('order:%s', v_order.id),
    array[
      (ledger.account(p_user_id, 'cash', currency), -v_order.amount)::ledger.leg,
      (ledger.account(null, 'revenue', currency), v_order.amount)::ledger.leg
    ]
  );
  v_span := billing.next_period(v_subscription, v_price.period_count, v_price.period_unit);
  perform billing.grant_period(p_user_id, v_price.plan_id, v_span, v_price.id, v_order.id, v_transfer_id);
  update billing.orders as o
  set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
  where o.id = v_order.id;

  ends_at := v_span.ends_at;
  balance := balance - v_order.amount;
end
$$;
comment on function billing.pay_from_balance(bigint, uuid) is
  'Pays an order of this user from the cash account and grants its period. outcome: fulfilled, already_fulfilled, insufficient_funds, expired, price_changed (no longer on offer), other_plan (plan_title runs until ends_at), unknown (none, or another user''s) or switched_off; ends_at of the subscription, balance and short_by in minor units after it.';
