create or replace function billing.restricts_grace(p_subscription_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period constant billing.periods := billing.current_period(p_subscription_id);
begin
  return exists (
    select
    from billing.plan_versions as v
    where v.plan_id = billing.plan_of_period(v_period)
      and v.version = v_period.plan_version
      and v.grace_access = 'restricted'
  ) and exists (
    select
    from vpn.access as a
    join vpn.panel_states as t on t.panel_id = a.panel_id
    where a.subscription_id = p_subscription_id and a.state <> 'leaving' and 'groups' = any (t.capabilities)
  );
end
$$;
comment on function billing.restricts_grace(bigint) is
  'Whether access to a subscription is restricted during its grace: its plan says so, and one of its panels can.';
