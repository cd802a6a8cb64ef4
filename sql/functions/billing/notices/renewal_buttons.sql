-- Offers the one button that helps: confirm a charge, top up the missing amount, or renew by hand; for a higher price
-- also the button to decline. Each has a row to itself: a label with a sum does not fit into half of one.
create or replace function billing.renewal_buttons(
  p_kind text, p_subscription_id bigint, p_offer billing.offers, p_missing bigint, p_page text default null
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_price constant text := billing.button_for(
    p_subscription_id, format('price:%s:%s', p_offer.plan_id, p_offer.price_id)
  );
  v_topup constant bigint := billing.topup_for(p_missing, p_offer.currency);
begin
  return jsonb_build_array(
    jsonb_build_array(case
      when p_offer.price_id is null then jsonb_build_object(
        'text', 'button-buy', 'data', billing.button_for(p_subscription_id, 'go:plans')
      )
      when p_page is not null then jsonb_build_object('text', 'button-confirm', 'url', p_page)
      when p_missing > 0 then jsonb_build_object(
        'text', 'button-topup-amount',
        'args', jsonb_build_object('amount', jsonb_build_object('money', v_topup, 'currency', p_offer.currency)),
        'data', format('topup:%s', v_topup)
      )
      when p_kind = 'price_risen' then jsonb_build_object(
        'text', 'button-renew-for',
        'args', jsonb_build_object('amount', jsonb_build_object('money', p_offer.amount, 'currency', p_offer.currency)),
        'data', v_price
      )
      else jsonb_build_object('text', 'button-profile', 'data', billing.button_for(p_subscription_id, 'go:profile'))
    end),
    jsonb_build_array(case p_kind
      when 'price_risen' then jsonb_build_object(
        'text', 'button-do-not-renew', 'data', billing.button_for(p_subscription_id, 'auto:off')
      )
      else '{"text": "button-close", "data": "close"}'
    end)
  );
end
$$;
comment on function billing.renewal_buttons(text, bigint, billing.offers, bigint, text) is
  'Returns the buttons of a notice of billing.notice_to_renew. p_offer: the price of renewing, null when nothing is on offer; p_missing: what the balance lacks for it, minor units; p_page: where a charge can be confirmed, null for none.';
