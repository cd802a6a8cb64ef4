create or replace function billing.promo_off(p_code_id bigint, p_user_id bigint, p_price billing.prices)
returns table (adds_up boolean, amount bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select c.adds_up, coalesce(c.amount, p_price.amount * c.percent / 100)
  from billing.promo_codes as c
  where c.id = p_code_id
    and c.kind in ('percent', 'amount')
    and (c.plan_ids is null or p_price.plan_id = any (c.plan_ids))
    and (c.lengths is null or format('%s %s', p_price.period_count, p_price.period_unit) = any (c.lengths))
    and (c.min_amount is null or p_price.amount >= c.min_amount)
    and (c.currency is null or c.currency = p_price.currency)
    and billing.promo_fits(c, p_user_id);
end
$$;
comment on function billing.promo_off(bigint, bigint, billing.prices) is
  'Returns what a promo code takes off a price when this user buys at it, minor units, and whether it comes on top of other discounts; no row when it does not.';
