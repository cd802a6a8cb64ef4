-- Brings the panels in line with the running period: when a period was added or removed, and when one begins. It does
-- nothing when nothing differs, so it may run late, and twice.
create or replace function billing.begin_periods(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_entitlements vpn.entitlement[];
begin
  select array_agg(billing.entitlement_of(s) order by s.id) into v_entitlements
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  where s.status = 'active';

  update billing.subscriptions as s
  set begin_at = e.until
  from unnest(v_entitlements) as e
  where s.id = e.subscription_id and s.begin_at is distinct from e.until;
  perform vpn.entitle(v_entitlements);
end
$$;
comment on function billing.begin_periods(bigint[]) is
  'Sets the desired state of these subscriptions, as far as they are active, to what the running period was sold with, and records when the next thing begins. The caller holds the locks on subscriptions and access.';
