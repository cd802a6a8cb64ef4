create or replace function billing.count_promo_renewals(p_renewals billing.renewal[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_promised billing.renewal[];
begin
  -- In most shops there are none, and a hundred thousand renewals need not look for their own.
  if not exists (select from billing.promo_uses as u where u.renewals_left > 0) then
    return;
  end if;
  select array_agg(r) into v_promised
  from unnest(p_renewals) as r
  where exists (select from billing.promo_uses as u where u.user_id = r.user_id and u.renewals_left > 0);
  update billing.promo_uses as u
  set renewals_left = u.renewals_left - 1
  from billing.prices_for(
    array(select r.user_id from unnest(v_promised) as r),
    array(select r.price_id from unnest(v_promised) as r),
    true,
    array(select r.subscription_id from unnest(v_promised) as r)
  ) as f
  where u.id = any (f.use_ids);
end
$$;
comment on function billing.count_promo_renewals(billing.renewal[]) is
  'Counts renewals that are being charged against the promo codes that made them cheaper (billing.promo_uses.renewals_left): of their subscription, and only those that took something off. The caller holds the users'' locks.';
