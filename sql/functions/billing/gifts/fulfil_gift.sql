-- Charges a gift. The money waits in gift_hold: it is not earned before somebody takes the gift.
create or replace function billing.fulfil_gift(p_order billing.orders) returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
begin
  insert into billing.gifts as g (
    order_id, payer_id, price_id, amount, currency, transfer_id, created_at, expires_at
  )
  values (
    p_order.id, p_order.user_id, p_order.price_id, p_order.amount, p_order.currency,
    ledger.post(
      'gift',
      format('order:%s', p_order.id),
      billing.spend_plan(p_order.user_id, p_order.currency, p_order.amount)
      || (ledger.account(null, 'gift_hold', p_order.currency), p_order.amount)::ledger.leg
    ),
    app.now(), app.now() + make_interval(days => app.setting('gift_days')::integer)
  )
  returning g.* into v_gift;
  update billing.orders as o
  set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
  where o.id = p_order.id;
  perform billing.close_pages(p_order.id);
  perform app.record(
    format('user:%s', p_order.user_id), 'gift.bought', 'gift', v_gift.id, null, to_jsonb(v_gift) - 'id'
  );
  return v_gift.expires_at;
end
$$;
comment on function billing.fulfil_gift(billing.orders) is
  'Charges an open order for a gift to its user''s accounts (billing.spend_plan) and makes the gift. Returns until when it can be taken, UTC. The caller holds the locks and has checked that the order holds. Raises TK002 when the balance is too low.';
