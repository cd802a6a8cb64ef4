create or replace function billing.offers_at(p_user_id bigint, p_offers billing.offers[])
returns setof billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    o.price_id, o.plan_id, o.title, o.benefits, o.position, o.period_count, o.period_unit, f.amount, o.currency, o.days,
    f.discount
  from unnest(p_offers) as o
  join billing.prices_for(
    array(select p_user_id from unnest(p_offers)), array(select x.price_id from unnest(p_offers) as x)
  ) as f on f.price_id = o.price_id;
end
$$;
comment on function billing.offers_at(bigint, billing.offers[]) is
  'Returns these offers at the user''s own prices, see billing.prices_for.';
