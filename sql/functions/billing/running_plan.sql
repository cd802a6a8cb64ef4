-- A subscription has one plan at a time: another one takes its place (a change) or comes after it, never on top.
create or replace function billing.running_plan(p_subscription billing.subscriptions) returns billing.plans
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p
  from billing.current_plan(p_subscription) as c
  join billing.plans as p on p.id = c.plan_id
  where p_subscription.renewal_price_id is not null
    and p_subscription.expires_at > app.now()
$$;
comment on function billing.running_plan(billing.subscriptions) is
  'The plan that runs of a subscription that was paid for, its grace included; null for none, for a trial and for one whose time is over.';
