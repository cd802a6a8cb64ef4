-- A subscription has one plan. Another one cannot be bought on top of it: its price would either be paid for
-- the days of the running plan too, or give those days away.
create or replace function billing.running_plan(p_subscription billing.subscriptions) returns billing.plans
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select p
  from billing.plans as p
  where p.id = p_subscription.plan_id
    and p_subscription.source = 'paid'
    and p_subscription.ends_at > app.now()
$$;
comment on function billing.running_plan(billing.subscriptions) is
  'The plan that was paid for and still runs; null for none, for a trial and for one whose time is over.';
