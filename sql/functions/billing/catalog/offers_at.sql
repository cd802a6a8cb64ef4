create or replace function billing.offers_at(
  p_user_id bigint, p_offers billing.offers[], p_automatic boolean default false,
  p_subscription_id bigint default null
)
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
    array(select p_user_id from unnest(p_offers)), array(select x.price_id from unnest(p_offers) as x), p_automatic,
    array(select p_subscription_id from unnest(p_offers))
  ) as f on f.price_id = o.price_id;
end
$$;
comment on function billing.offers_at(bigint, billing.offers[], boolean, bigint) is
  'Returns these offers at the user''s own prices; for p_subscription_id (null: for none that he has); p_automatic: those of automatic renewal. See billing.prices_for.';
