-- Computed from the periods each time, so that a late or repeated call gets the same result.
create or replace function billing.entitlement_of(p_subscription billing.subscriptions) returns vpn.entitlement
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period constant billing.periods := billing.current_period(p_subscription.id);
  v_plan_id constant bigint := coalesce(billing.plan_of_period(v_period), p_subscription.plan_id);
  v_version billing.plan_versions;
  v_entitlement vpn.entitlement;
  v_next timestamptz;
begin
  select v.* into v_version
  from billing.plan_versions as v
  where v.plan_id = v_plan_id and v.version = v_period.plan_version;
  v_entitlement.subscription_id := p_subscription.id;
  v_entitlement.device_limit := v_version.device_limit;
  v_entitlement.panels := v_version.panels;
  v_entitlement.places := v_version.places;
  if v_version.data_limit_bytes is not null then
    select t.data_limit, t.traffic_from, t.until
    into v_entitlement.data_limit, v_entitlement.traffic_from, v_entitlement.until
    from billing.traffic_of(v_period, v_version) as t;
  end if;

  v_entitlement.restricted := false;
  if v_version.grace_access = 'restricted' then
    select g.restricted, least(v_entitlement.until, g.until)
    into v_entitlement.restricted, v_entitlement.until
    from billing.grace_of(p_subscription) as g;
  end if;

  select min(p.starts_at) into v_next
  from billing.periods as p
  where p.subscription_id = p_subscription.id
    and p.number > coalesce(v_period.number, 0)
    and p.closed_at is distinct from p.starts_at
    and (
      (v_version.traffic_reset = 'never') is not true
      or (coalesce(billing.plan_of_period(p), p_subscription.plan_id), p.plan_version)
      is distinct from (v_plan_id, v_version.version)
    );
  v_entitlement.until := least(v_entitlement.until, v_next);
  return v_entitlement;
end
$$;
comment on function billing.entitlement_of(billing.subscriptions) is
  'Returns what a subscription gives at the panels now: what the running period, or the last one that ran, was sold with. All values but restricted and until are null while nothing has begun.';
