create or replace function billing.count_promo_renewals(p_renewals billing.renewal[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  -- In most shops there are none, and a hundred thousand renewals need not look for their own.
  if not exists (select from billing.promo_uses as u where u.renewals_left > 0) then
    return;
  end if;
  update billing.promo_uses as u
  set renewals_left = u.renewals_left - 1
  from unnest(p_renewals) as r
  join billing.prices as k on k.id = r.price_id
  where u.user_id = r.user_id
    and u.renewals_left > 0
    and exists (
      select
      from billing.orders as o
      join billing.prices as b on b.id = o.price_id
      where o.id = u.order_id
        and (b.plan_id, b.period_count, b.period_unit, b.currency::text)
        = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
    );
end
$$;
comment on function billing.count_promo_renewals(billing.renewal[]) is
  'Counts renewals that are being charged against the promo codes that make them cheaper (billing.promo_uses.renewals_left). The caller holds the users'' locks.';
