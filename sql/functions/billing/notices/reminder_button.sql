create or replace function billing.reminder_button(
  p_leads_to text, p_subscription billing.subscriptions, p_offer billing.offers, p_missing bigint
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topup bigint;
begin
  if p_leads_to = 'access' then
    return jsonb_build_object('text', 'button-connect', 'data', billing.button_for(p_subscription.id, 'go:access'));
  elsif p_leads_to = 'plans' or p_offer.price_id is null then
    return jsonb_build_object('text', 'button-buy', 'data', billing.button_for(p_subscription.id, 'go:plans'));
  elsif p_missing > 0 and billing.notice_group(p_subscription) = 'short' and p_subscription.status = 'active' then
    v_topup := billing.topup_for(p_missing, p_offer.currency);
    return jsonb_build_object(
      'text', 'button-topup-amount',
      'args', jsonb_build_object('amount', jsonb_build_object('money', v_topup, 'currency', p_offer.currency)),
      'data', format('topup:%s', v_topup)
    );
  end if;
  return jsonb_build_object(
    'text', 'button-renew',
    'data', billing.button_for(p_subscription.id, format('price:%s:%s', p_offer.plan_id, p_offer.price_id))
  );
end
$$;
comment on function billing.reminder_button(text, billing.subscriptions, billing.offers, bigint) is
  'Returns the main button of a notice about a subscription (its current state). p_leads_to: access, plans or renewal, which is a top-up where money is missing for it; p_offer: the price of renewing, null when nothing is on offer; p_missing: what there is too little for it, minor units.';
