-- A subscription that is due but not ended yet (a brake holds it, its renewal is parked, the job is off) still has
-- access as far as the shop is concerned. The panel ends access at the time that it was last told, so it is told a
-- later one.
create or replace function billing.hold_access(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids constant bigint[] := billing.due_to_hold(p_limit);
begin
  update vpn.desired as d
  set generation = d.generation + 1, expires_at = app.now() + interval '1 day'
  from unnest(v_ids) as o (id)
  where d.subscription_id = o.id;
  perform vpn.enqueue_apply(v_ids);
  return (coalesce(cardinality(v_ids), 0), 0, coalesce(cardinality(v_ids) = p_limit, false));
end
$$;
comment on function billing.hold_access(integer) is
  'Prolongs by a day the access at the panel of up to p_limit active subscriptions that ended at least two minutes ago. Returns whether there may be more.';
