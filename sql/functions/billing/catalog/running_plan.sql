-- A subscription has one plan at a time: another plan replaces it (a change) or follows it, but is never added to it.
create or replace function billing.running_plan(p_subscription billing.subscriptions) returns billing.plans
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan billing.plans;
begin
  if p_subscription.renewal_price_id is not null and p_subscription.expires_at > app.now() then
    select p.* into v_plan
    from billing.plans as p
    where p.id = (billing.current_plan(p_subscription)).plan_id;
  end if;
  return v_plan;
end
$$;
comment on function billing.running_plan(billing.subscriptions) is
  'Returns the running plan of a paid subscription, including its grace; null for none, for a trial and for one that has ended.';
