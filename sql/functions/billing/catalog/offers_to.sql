create or replace function billing.offers_to(p_user_id bigint, p_subscription_id bigint default null)
returns setof billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offers constant billing.offers[] := array(
    select o from billing.offers as o where o.currency = billing.currency_of(p_user_id)
  );
begin
  return query select * from billing.offers_at(
    p_user_id, v_offers, p_subscription_id => p_subscription_id
  );
end
$$;
comment on function billing.offers_to(bigint, bigint) is
  'Returns what a user can buy now, in his currency and at his own prices for p_subscription_id (null: for none that he has), see billing.prices_for.';
