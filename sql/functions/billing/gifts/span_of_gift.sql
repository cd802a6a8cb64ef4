create or replace function billing.span_of_gift(p_subscription billing.subscriptions, p_gift billing.gifts)
returns billing.span
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer constant billing.offers := billing.offer_of_gift(p_gift);
  v_begins_at constant timestamptz := billing.gift_begins_at(p_subscription, p_gift);
  v_subscription billing.subscriptions := p_subscription;
begin
  if v_begins_at is not null then
    select a.anchor_at, a.anchor_number into v_subscription.anchor_at, v_subscription.anchor_number
    from billing.anchor_of(v_subscription, v_begins_at) as a;
    v_subscription.ends_at := v_begins_at;
    v_subscription.expires_at := v_begins_at;
  end if;
  return billing.next_period(v_subscription, v_offer.period_count, v_offer.period_unit);
end
$$;
comment on function billing.span_of_gift(billing.subscriptions, billing.gifts) is
  'Returns the period that a gift would become now if it were taken for a subscription (null: a new one).';
