create or replace function billing.renewal_offer(
  p_user_id bigint, p_price_id bigint, p_automatic boolean default true, p_subscription_id bigint default null
) returns billing.offers
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer billing.offers;
begin
  select
    r.price_id, r.plan_id, r.title, r.benefits, r.position, r.period_count, r.period_unit, r.amount, r.currency, r.days, 0::bigint
  into v_offer
  from billing.renewal_offers as r
  where r.renewal_price_id = p_price_id
    and r.currency = coalesce((select u.currency from app.users as u where u.id = p_user_id), r.announced_currency);
  if found then
    select o.* into v_offer from billing.offers_at(p_user_id, array[v_offer], p_automatic, p_subscription_id) as o;
    if p_automatic then
      v_offer.amount := coalesce(
        (
          select billing.amount_due(s, v_offer.amount, v_offer.currency)
          from billing.subscriptions as s
          where s.id = p_subscription_id and s.renewal_price_id = p_price_id
        ),
        v_offer.amount
      );
    end if;
  end if;
  return v_offer;
end
$$;
comment on function billing.renewal_offer(bigint, bigint, boolean, bigint) is
  'Returns the offer to a user for the same plan and length as a price, which may be an old one, at his own price (billing.prices_for): the one that automatic renewal of p_subscription_id charges or, where p_automatic is false, the one at which he buys it himself; null when it is no longer renewed.';
