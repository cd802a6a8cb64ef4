-- Sets what subscriptions get at the panels. Only differences are changed and sent. The start of the traffic count
-- never moves back.
create or replace function vpn.entitle(p_entitlements vpn.entitlement[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_changed bigint[];
  v_elsewhere bigint[];
begin
  with changed as (
    update vpn.desired as d
    set
      generation = d.generation + 1,
      device_limit = e.device_limit,
      data_limit = e.data_limit,
      traffic_from = greatest(d.traffic_from, e.traffic_from),
      panels = e.panels,
      places = e.places,
      restricted = e.restricted
    from unnest(p_entitlements) as e
    join vpn.desired as o on o.subscription_id = e.subscription_id
    where d.subscription_id = e.subscription_id
      and e.panels is not null
      and (o.device_limit, o.data_limit, o.traffic_from, o.panels, o.places, o.restricted)
      is distinct from (
        e.device_limit, e.data_limit, greatest(o.traffic_from, e.traffic_from), e.panels, e.places, e.restricted
      )
    returning d.subscription_id, (o.panels, o.places) is distinct from (e.panels, e.places) as elsewhere
  )
  select array_agg(c.subscription_id), array_agg(c.subscription_id) filter (where c.elsewhere)
  into v_changed, v_elsewhere
  from changed as c;

  if v_elsewhere is not null then
    perform vpn.arrange(v_elsewhere);
  end if;
  perform vpn.enqueue_apply(v_changed);
end
$$;
comment on function vpn.entitle(vpn.entitlement[]) is
  'Sets limits, panels, places, the start of the traffic count and the restriction of the desired state to these values; nulls change nothing. The caller holds the lock on the desired state.';
