create or replace function billing.promo_refused() returns billing.promo_result
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select row('refused', null, null, null, null, null, null, null, null, null)::billing.promo_result
$$;
comment on function billing.promo_refused() is 'The one answer to a promo code that cannot be used, whatever the reason.';
