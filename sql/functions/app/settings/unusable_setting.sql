-- A value can be of the right form and nevertheless stop the shop. What several settings must agree on is in
-- app.contradicting_settings; this concerns one setting and the rest of the shop.
create or replace function app.unusable_setting(p_name text, p_value jsonb) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case p_name
    when 'currency' then (
      select format('no plan that is sold has a price in %s now: give them prices first (ops.change_price)', p_value #>> '{}')
      where exists (select from billing.offers)
        and not exists (select from billing.offers as o where o.currency = p_value #>> '{}')
    )
    when 'trial_plan' then (
      select format('no panel may take the plan %s: see its places', p_value #>> '{}')
      from billing.plans as l
      where l.code = p_value #>> '{}'
        and exists (select from vpn.panels as p where p.enabled)
        and not exists (
          select from vpn.panels as p
          where p.enabled and (l.places is null or p.country = any (l.places) or p.code = any (l.places))
        )
    )
  end
$$;
comment on function app.unusable_setting(text, jsonb) is
  'Returns why a setting cannot have this value in this shop as it is: a currency without prices, a trial that no panel may take; null when it can.';
