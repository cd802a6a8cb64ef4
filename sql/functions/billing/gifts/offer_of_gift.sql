-- What was paid for is given, also when it is no longer sold.
create or replace function billing.offer_of_gift(p_gift billing.gifts) returns billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer billing.offers;
begin
  select
    r.id, p.id, p.title, p.benefits, p.position, r.period_count, r.period_unit, r.amount, r.currency,
    billing.period_days(r.period_count, r.period_unit), 0::bigint
  into v_offer
  from billing.prices as r
  join billing.plans as p on p.id = r.plan_id
  where r.id = p_gift.price_id;
  return v_offer;
end
$$;
comment on function billing.offer_of_gift(billing.gifts) is
  'Returns plan and length of a gift as an offer, to place it among what its taker has.';
