create or replace function vpn.withdraw(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  update vpn.desired as d
  set generation = d.generation + 1, present = false
  from unnest(p_subscription_ids) as s (id)
  where d.subscription_id = s.id;
  perform vpn.enqueue_apply(p_subscription_ids);
end
$$;
comment on function vpn.withdraw(bigint[]) is
  'Sets the access of these subscriptions to absent; see vpn.desire. The caller holds the locks.';
