-- What buying an offer means to somebody. A plan that costs more by the day begins at once, and the unused
-- value of the one before it is given back; to a cheaper one, which would give money back for access that the
-- user has, a subscription changes at its end. In its grace there is nothing left to wait for.
create or replace function billing.offer_kind(p_subscription billing.subscriptions, p_offer billing.offers)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when (running.plan).id is null then 'purchase'
    when (running.plan).id = p_offer.plan_id then 'renewal'
    -- It was paid for already, and comes after what runs.
    when p_subscription.plan_id = p_offer.plan_id and p_subscription.source = 'paid' then 'renewal'
    when p_subscription.ends_at <= app.now() then 'change'
    when billing.is_dearer(p_subscription, p_offer) then 'change'
    else 'later'
  end
  from (select billing.running_plan(p_subscription) as plan) as running
$$;
comment on function billing.offer_kind(billing.subscriptions, billing.offers) is
  'purchase: nothing that was paid for runs (p_subscription may be null); renewal: of the running plan, of whatever length, or of the one that was paid to follow it; change: to a plan that costs more by the day, or in the grace to any, now; later: to a plan that costs as much or less, when the subscription ends.';
