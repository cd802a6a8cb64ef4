-- Buys what an order quotes, or returns why not. The locks of lock_users make a second tap wait; it then finds the
-- order fulfilled.
create or replace function billing.pay_from_balance(
  p_user_id bigint,
  p_order_token uuid,
  out outcome text,
  out plan_title jsonb,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out currency text,
  out subscription_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_order billing.orders;
  v_holds boolean;
  v_credit bigint;
begin
  perform billing.lock_users(billing.parties_of(p_user_id));
  select o.* into v_order
  from billing.orders as o
  where o.token = p_order_token and o.user_id = p_user_id and o.kind <> 'topup'
  for no key update;
  v_subscription := billing.subscription_of_order(v_order);

  currency := coalesce(v_order.currency, billing.currency_of(p_user_id));
  balance := billing.balance_of(p_user_id, currency);
  select case v_order.kind when 'change' then coalesce(sum(u.amount), 0) else 0 end::bigint into v_credit
  from billing.unused_value(v_subscription.id, billing.quoted_at(v_order)) as u
  where u.payer_id = p_user_id;
  short_by := greatest(v_order.amount - v_credit - balance, 0);
  v_holds := billing.order_holds(v_order, v_subscription);
  select p.title into plan_title
  from billing.prices as r
  join billing.plans as p on p.id = r.plan_id
  where r.id = v_order.price_id;

  outcome := case
    when v_order.id is null then 'unknown'
    when v_order.status = 'fulfilled' then 'already_fulfilled'
    when app.is_blocked(p_user_id) then 'blocked'
    when not app.flag('purchases') then 'switched_off'
    when v_order.status <> 'open' or v_order.expires_at <= app.now() then 'expired'
    when v_holds is null then 'price_changed'
    when not v_holds then 'changed'
    when short_by > 0 then 'insufficient_funds'
    else 'fulfilled'
  end;
  if outcome = 'fulfilled' and not billing.redeem_promo(v_order) then
    outcome := 'price_changed';
  end if;
  if outcome = 'fulfilled' then
    ends_at := billing.fulfil(v_order, v_subscription);
    select o.subscription_id into subscription_id from billing.orders as o where o.id = v_order.id;
    balance := billing.balance_of(p_user_id, currency);
  else
    ends_at := v_subscription.ends_at;
    subscription_id := v_subscription.id;
    short_by := case outcome when 'insufficient_funds' then short_by else 0 end;
  end if;
  plan_title := billing.title_of(subscription_id, plan_title, p_user_id);
end
$$;
comment on function billing.pay_from_balance(bigint, uuid) is
  'Pays an order of this user from the balance and grants its period. outcome: fulfilled, already_fulfilled, insufficient_funds (the credit of a change counts as money), expired, price_changed (no longer on offer, or no use of its promo code is left), changed (the subscription is no longer the one that was quoted for), unknown (none, or another user''s), blocked or switched_off; ends_at of its subscription (subscription_id), balance and short_by in minor units after it.';
