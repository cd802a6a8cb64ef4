-- Money that other subscriptions of the same user will be charged earlier is not available for this one.
create or replace function billing.renewal_gap(
  p_subscription billing.subscriptions, out offer billing.offers, out missing bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_balance bigint;
begin
  offer := billing.renewal_offer(p_subscription.user_id, p_subscription.renewal_price_id);
  if offer.price_id is null then
    return;
  end if;
  v_balance := billing.balance_of(p_subscription.user_id, offer.currency) - billing.charged_before(p_subscription);
  missing := greatest(offer.amount - v_balance, 0);
  if missing > 0 then
    missing := case
      when (select p.charge from billing.pays_next(p_subscription, offer.amount, offer.currency, v_balance) as p) is null
        then missing
      else 0
    end;
  end if;
end
$$;
comment on function billing.renewal_gap(billing.subscriptions) is
  'Returns the offer of the next renewal, and how much neither the balance nor a saved payment method has for it, minor units of the offer; nulls when it is not on offer.';
