create or replace function billing.apply_gift(
  p_gift billing.gifts, p_user_id bigint, p_subscription billing.subscriptions
) returns billing.gifts
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offer constant billing.offers := billing.offer_of_gift(p_gift);
  v_begins_at constant timestamptz := billing.gift_begins_at(p_subscription, p_gift);
  v_actor constant text := format('user:%s', p_user_id);
  v_subscription billing.subscriptions := p_subscription;
  v_free billing.free_period[];
  v_span billing.span;
  v_id bigint;
  v_gift billing.gifts;
begin
  if v_begins_at is not null then
    select array_agg(f order by f.number) into v_free from billing.free_periods(p_subscription.id, v_begins_at) as f;
    v_subscription := billing.end_at(p_subscription.id, v_begins_at, v_actor, 'subscription.gift_put_back', p_continues => true);
  end if;
  v_span := billing.next_period(v_subscription, v_offer.period_count, v_offer.period_unit);
  v_id := billing.grant_period(
    p_user_id, v_offer.plan_id, 'paid', v_span, p_gift.price_id, p_gift.order_id, p_gift.transfer_id, v_actor,
    p_subscription.id
  );
  perform billing.give_again(v_id, v_free);
  perform billing.keep_terms(p_subscription, v_id);

  update billing.gifts as g
  set
    status = 'redeemed', settled_at = app.now(), taken_by = p_user_id, subscription_id = v_id,
    period_number = v_span.number,
    settled_by = ledger.post(
      'gift_redeemed',
      format('gift_redeemed:%s', p_gift.id),
      array[
        (ledger.account(null, 'gift_hold', p_gift.currency), -p_gift.amount)::ledger.leg,
        (ledger.account(null, 'revenue', p_gift.currency), p_gift.amount)::ledger.leg
      ]
    )
  where g.id = p_gift.id
  returning g.* into v_gift;
  perform app.record(
    v_actor, 'gift.redeemed', 'gift', p_gift.id, '{"status": "unused"}',
    jsonb_build_object('status', 'redeemed', 'subscription_id', v_id, 'period_number', v_span.number)
  );
  return v_gift;
end
$$;
comment on function billing.apply_gift(billing.gifts, bigint, billing.subscriptions) is
  'Turns an unused gift into a period of p_subscription (null: a new one of this user), which keeps its renewal (billing.keep_terms); returns the gift. The caller holds the locks of the user and of the payer.';
