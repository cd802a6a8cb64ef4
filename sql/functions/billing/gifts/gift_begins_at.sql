-- A gift never ends anything that was paid: where another paid plan runs, it follows. Free time of a cheaper plan waits
-- behind it, as behind a purchase.
create or replace function billing.gift_begins_at(p_subscription billing.subscriptions, p_gift billing.gifts)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer constant billing.offers := billing.offer_of_gift(p_gift);
  v_kind constant text := billing.offer_kind(p_subscription, v_offer);
begin
  return case
    when v_kind in ('purchase', 'renewal') or v_kind = 'change' and p_subscription.ends_at <= app.now()
      then billing.begins_at(p_subscription, v_offer, v_kind)
  end;
end
$$;
comment on function billing.gift_begins_at(billing.subscriptions, billing.gifts) is
  'Returns from when a gift would replace free time of a subscription (null: a new one), which then waits behind it, UTC; null when it follows everything that is there.';
