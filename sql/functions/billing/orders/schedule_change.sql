-- A cheaper plan begins when the period ends: the next renewal is one of that plan. The way back to the running plan
-- works the same. Choosing what comes next also undoes a cancellation. An overdue attempt stays due.
create or replace function billing.schedule_change(
  p_user_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  out outcome text,
  out plan_title jsonb,
  out amount bigint,
  out currency text,
  out starts_at timestamptz,
  out auto_renew boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_running billing.plans;
  v_offer billing.offers;
begin
  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  v_running := billing.running_plan(v_subscription);
  v_offer := billing.offer_to(p_user_id, v_subscription, p_price_id, true);
  plan_title := billing.title_of(v_subscription.id, v_offer.title, p_user_id);
  amount := v_offer.amount;
  currency := v_offer.currency;
  starts_at := v_subscription.ends_at;
  auto_renew := v_subscription.auto_renew and not billing.stays_unrenewed(v_subscription.expires_at);
  outcome := case
    when not app.flag('purchases') then 'switched_off'
    when v_subscription.id is null
      then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'not_active')
    when v_running.id is null then 'not_active'
    when v_offer.price_id is null then 'no_such_price'
    when billing.offer_kind(v_subscription, v_offer) = 'change' then 'not_cheaper'
    else 'scheduled'
  end;
  if outcome = 'scheduled' then
    update billing.subscriptions as s
    set
      renewal_price_id = p_price_id,
      announced_amount = v_offer.amount,
      unannounced = false,
      charge_from = null,
      told_price_id = null,
      told_amount = null,
      cancelled_at = null
    where s.id = v_subscription.id;
    perform billing.apply_terms(v_subscription, 'subscription.change_scheduled');
    -- What is on its way to be charged is the price of what was to follow before.
    perform billing.stop_charges(v_subscription.id) where p_price_id <> v_subscription.renewal_price_id;
    update billing.subscriptions as s
    set renew_at = v_subscription.renew_at
    where s.id = v_subscription.id and v_subscription.renew_at <= app.now();
  end if;
end
$$;
comment on function billing.schedule_change(bigint, bigint, bigint) is
  'Makes the next renewal of a subscription of this user (billing.subscription_of) one of another price: of a plan that costs as much or less per day, or of the running one. outcome: scheduled, not_active (no paid plan runs), no_such_price, not_cheaper (buy it: it begins now), switched_off, unknown_subscription or several_subscriptions; the amount that will be charged (minor units), from when (UTC), and whether automatically.';
