-- Writes everything that a renewal attempt means, in set statements. All or none: there is no charge without its
-- period.
create or replace function billing.renew_apply(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_renewed billing.renewal[];
  v_others billing.renewal[];
  v_charged billing.renewal[];
begin
  select array_agg(r) filter (where r.outcome = 'renewed'), array_agg(r) filter (where r.outcome <> 'renewed')
  into v_renewed, v_others
  from unnest(p_renewals) as r;

  if v_renewed is not null then
    perform billing.charge_renewals(v_renewed, p_actor);
  end if;
  if v_others is not null then
    select array_agg(r) into v_charged from unnest(v_others) as r where r.method_id is not null;
    perform billing.open_charges(v_charged, p_actor);
    perform billing.defer_renewals(v_others, p_actor);
  end if;
  perform billing.notify_renewals(p_renewals);
  if v_charged is not null and exists (select from app.restores) then
    perform billing.take_listed_charges(v_charged, p_actor);
  end if;
end
$$;
comment on function billing.renew_apply(billing.renewal[], text) is
  'Writes what billing.plan_renewals computed, all or none. p_actor: for the audit. The caller holds the locks of accounts, subscriptions and access.';
