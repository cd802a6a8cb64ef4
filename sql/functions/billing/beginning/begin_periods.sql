-- Lets the panels follow what runs: when a period was added or taken off, and when one begins. Nothing is done when
-- nothing is different, so it may be late, and twice.
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
  'Brings what is desired of these subscriptions, those of them that are active, to what the period that runs was sold with, and notes when the next thing begins. The caller holds subscriptions and access.';
