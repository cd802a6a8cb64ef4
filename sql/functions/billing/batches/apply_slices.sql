create or replace function billing.apply_slices(p_job text, p_subscription_ids bigint[]) returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(billing.apply_or_park(p_job, p_subscription_ids[i.first:i.first + n.slice - 1])), 0)::integer
  from (select (cardinality(p_subscription_ids) + 7) / 8 as slice) as n
  cross join lateral generate_series(1, cardinality(p_subscription_ids), n.slice) as i (first)
$$;
comment on function billing.apply_slices(text, bigint[]) is
  'Handles these subscriptions in eight parts, each as billing.apply_or_park does. Returns how many were parked; 0 for null.';
