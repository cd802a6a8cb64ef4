-- Does everything that paying an order means, in one transaction: charge, period, VPN access, audit and message. An
-- order that replaces a period first ends that one; until the new period is granted, the status is that of an ended
-- subscription, which no other session and no message sees. Free time is not lost; it follows the purchased period,
-- with its original kind.
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
  v_begins_at timestamptz;
  v_free billing.free_period[];
  v_span billing.span;
  v_transfer_id bigint;
  v_id bigint;
begin
  if p_order.kind = 'gift' then
    return billing.fulfil_gift(p_order);
  end if;
  select r.* into v_price from billing.prices as r where r.id = p_order.price_id;
  v_begins_at := billing.begins_at(p_subscription, billing.offer_of_order(p_order, p_subscription), p_order.kind);
  if p_order.kind = 'change' then
    perform billing.leave_plan(p_subscription, p_order);
  end if;
  if v_begins_at is not null then
    select array_agg(f order by f.number) into v_free
    from billing.free_periods(p_subscription.id, v_begins_at) as f;
    v_subscription := billing.end_at(
      p_subscription.id, v_begins_at, format('user:%s', p_order.user_id),
      case p_order.kind when 'change' then 'subscription.plan_left' else 'subscription.gift_put_back' end,
      p_continues => true
    );
  end if;

  v_transfer_id := ledger.post(
    p_order.kind,
    format('order:%s', p_order.id),
    billing.spend_plan(p_order.user_id, p_order.currency, p_order.amount)
    || (ledger.account(null, 'revenue', p_order.currency), p_order.amount)::ledger.leg
  );
  v_span := billing.next_period(v_subscription, v_price.period_count, v_price.period_unit);
  v_id := billing.grant_period(
    p_order.user_id, v_price.plan_id, 'paid', v_span, v_price.id, p_order.id, v_transfer_id,
    format('user:%s', p_order.user_id), p_subscription.id
  );
  perform billing.give_again(v_id, v_free);

  update billing.orders as o
  set status = 'fulfilled', subscription_id = v_id, paid_at = app.now(), fulfilled_at = app.now()
  where o.id = p_order.id;
  perform billing.close_pages(p_order.id);
  perform billing.renew_monthly(v_id, p_order.id);
  return v_span.ends_at;
end
$$;
comment on function billing.fulfil(billing.orders, billing.subscriptions) is
  'Charges an open order to its user''s accounts (billing.spend_plan) and grants its period to p_subscription, or if that is null, to a new subscription of its user; of an order for a gift, see billing.fulfil_gift. Returns its end, UTC. The caller holds the locks and has checked that the order holds. Raises TK002 when the balance is too low.';
