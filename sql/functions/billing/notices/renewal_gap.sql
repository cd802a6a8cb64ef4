-- Money that other subscriptions of the same user will be charged earlier is not available for this one.
create or replace function billing.renewal_gap(p_subscription billing.subscriptions, p_offer billing.offers)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_balance bigint;
  v_missing bigint;
begin
  if p_offer.price_id is null then
    return null;
  end if;
  v_balance := billing.balance_of(p_subscription.user_id, p_offer.currency) - billing.charged_before(p_subscription);
  if v_balance >= p_offer.amount then
    return 0::bigint;
  end if;
  select p.missing into v_missing
  from billing.pays_next(p_subscription, p_offer.amount, p_offer.currency, v_balance) as p;
  return v_missing;
end
$$;
comment on function billing.renewal_gap(billing.subscriptions, billing.offers) is
  'Returns how much neither the balance nor a saved payment method has for the next renewal of a subscription, at the price of billing.renewal_offer; minor units of it, null when nothing is on offer.';
