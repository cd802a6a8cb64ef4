create or replace function vpn.withdraw(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  update vpn.access as a
  set desired_generation = a.desired_generation + 1, desired_present = false
  from unnest(p_subscription_ids) as d (id)
  where a.subscription_id = d.id;
  perform vpn.enqueue_apply(p_subscription_ids);
end
$$;
comment on function vpn.withdraw(bigint[]) is
  'Access of these subscriptions is desired no longer; see vpn.desire. The caller holds the locks.';
