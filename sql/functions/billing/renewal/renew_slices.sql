create or replace function billing.renew_slices(p_renewals billing.renewal[], p_actor text) returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(billing.renew_or_park(p_renewals[i.first:i.first + n.slice - 1], p_actor)), 0)::integer
  from (select (cardinality(p_renewals) + 7) / 8 as slice) as n
  cross join lateral generate_series(1, cardinality(p_renewals), n.slice) as i (first)
$$;
comment on function billing.renew_slices(billing.renewal[], text) is
  'Writes these renewals in eight parts, each as billing.renew_or_park does. Returns how many were parked; 0 for null.';
