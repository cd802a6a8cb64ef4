-- What buying an offer means to a user. A plan that costs more per day begins at once, and the unused value of the
-- previous plan is credited. A cheaper plan would give money back for access that the user still has, so the
-- subscription changes to it at its end. During the grace there is nothing left to wait for.
create or replace function billing.offer_kind(p_subscription billing.subscriptions, p_offer billing.offers)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when (running.plan).id is null then 'purchase'
    when (running.plan).id = p_offer.plan_id then 'renewal'
    -- It has been paid for already and follows the running plan.
    when p_subscription.plan_id = p_offer.plan_id and p_subscription.source = 'paid' then 'renewal'
    when p_subscription.ends_at <= app.now() then 'change'
    when billing.is_dearer(p_subscription, p_offer) then 'change'
    else 'later'
  end
  from (select billing.running_plan(p_subscription) as plan) as running
$$;
comment on function billing.offer_kind(billing.subscriptions, billing.offers) is
  'Returns purchase: no paid plan runs (p_subscription may be null); renewal: of the running plan, of any length, or of the paid plan that follows it; change: to a plan that costs more per day, or during the grace to any plan, now; later: to a plan that costs as much or less, when the subscription ends.';
