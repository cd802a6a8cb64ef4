-- Everything that paying an order does, in one transaction: charge, period, VPN access, audit and message.
-- What was given free of charge is not lost to a change of plan; it comes after what was bought.
create or replace function billing.fulfil(
  p_order billing.orders, p_subscription billing.subscriptions
) returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions := p_subscription;
  v_price billing.prices;
  v_free interval := make_interval();
  v_span billing.span;
  v_transfer_id bigint;
begin
  select r.* into v_price from billing.prices as r where r.id = p_order.price_id;
  if p_order.kind = 'change' then
    v_free := billing.free_time(p_subscription.id, app.now());
    v_subscription := billing.leave_plan(p_subscription, p_order);
  end if;

  v_transfer_id := ledger.post(
    p_order.kind,
    format('order:%s', p_order.id),
    array[
      (ledger.account(p_order.user_id, 'cash', p_order.currency), -p_order.amount)::ledger.leg,
      (ledger.account(null, 'revenue', p_order.currency), p_order.amount)::ledger.leg
    ]
  );
  v_span := billing.next_period(v_subscription, v_price.period_count, v_price.period_unit);
  perform billing.grant_period(
    p_order.user_id, v_price.plan_id, 'paid', v_span, v_price.id, p_order.id, v_transfer_id
  );
  if v_free > make_interval() then
    v_span := (
      v_span.number + 1, v_span.ends_at, v_span.ends_at + v_free, v_span.ends_at, v_span.number + 1
    );
    perform billing.grant_period(p_order.user_id, v_price.plan_id, 'grant', v_span);
  end if;

  update billing.orders as o
  set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
  where o.id = p_order.id;
  return v_span.ends_at;
end
$$;
comment on function billing.fulfil(billing.orders, billing.subscriptions) is
  'Charges an open order to its user''s cash account and grants what it is for; returns when the subscription ends then, UTC. The caller holds the locks and has seen that the order holds. Raises TK002 when the balance is short.';
