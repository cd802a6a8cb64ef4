create or replace function billing.renewal_offer(p_price_id bigint) returns billing.offers
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select o
  from billing.renewal_offers as r
  join billing.offers as o on o.price_id = r.price_id
  where r.renewal_price_id = p_price_id
$$;
comment on function billing.renewal_offer(bigint) is
  'The offer for the same plan and length as a price, which may be an old one; null when it is not sold any more.';
