-- Free time, also that of a trial, keeps its plan and its length, and waits: a user who pays for a dearer plan gets it
-- now, and a renewal of the running plan comes before a different plan that follows. So a gift never turns into days of
-- a plan that it was not granted for, and nobody whose trial has no traffic left pays for time that begins after it.
create or replace function billing.begins_at(
  p_subscription billing.subscriptions,
  p_offer billing.offers,
  p_kind text
) returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when p_kind = 'change' then app.now()
    when p_subscription.expires_at <= app.now() then null
    when p_kind = 'purchase'
      and c.kind in ('grant', 'trial')
      and c.plan_id <> p_offer.plan_id
      and billing.is_dearer(p_subscription, p_offer)
      then app.now()
    when p_kind = 'renewal'
      and c.plan_id = p_offer.plan_id
      and c.until < p_subscription.ends_at
      and not exists (
        select
        from billing.periods as p
        where p.subscription_id = p_subscription.id
          and p.kind = 'paid'
          and p.starts_at >= c.until
          and p.closed_at is distinct from p.starts_at
      )
      then c.until
  end
  from billing.current_plan(p_subscription) as c
$$;
comment on function billing.begins_at(billing.subscriptions, billing.offers, text) is
  'Returns when an offer (p_kind: see billing.offer_kind) replaces what a subscription has, with free time waiting behind it, UTC; null when it follows everything that is there.';
