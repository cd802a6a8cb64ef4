create or replace function billing.renewal_offer(p_price_id bigint) returns billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer billing.offers;
begin
  select
    r.price_id, r.plan_id, r.title, r.benefits, r.position, r.period_count, r.period_unit, r.amount, r.currency, r.days
  into v_offer
  from billing.renewal_offers as r
  where r.renewal_price_id = p_price_id;
  return v_offer;
end
$$;
comment on function billing.renewal_offer(bigint) is
  'The offer for the same plan and length as a price, which may be an old one; null when it is not renewed any more.';
