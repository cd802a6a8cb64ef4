-- An order that cannot be bought as quoted is cancelled, so that the user is told once; the money stays on the
-- balance. An order that the balance does not cover yet keeps waiting. An order that is covered while sales are off,
-- or while nothing equivalent is on offer, is retried.
create or replace function billing.buy_cart(p_order billing.orders, p_answered boolean) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_paid record;
  v_pause text;
  v_args jsonb;
  v_close constant jsonb := jsonb_build_object('text', 'button-close', 'data', 'close');
begin
  -- An order that waited for money, or for the shop, does not expire because of that.
  update billing.orders as o
  set expires_at = app.now() + make_interval(mins => app.setting('order_minutes')::integer)
  where o.id = p_order.id and o.expires_at <= app.now();
  select p.* into v_paid from billing.pay_from_balance(p_order.user_id, p_order.token) as p;
  v_pause := case
    when v_paid.outcome = 'switched_off' then 'switched_off'
    when v_paid.outcome = 'price_changed' and billing.awaits_offer(p_order) then 'no_offer'
  end;
  v_args := jsonb_build_object(
    'plan', jsonb_build_object('text', v_paid.plan_title),
    'balance', jsonb_build_object('money', v_paid.balance, 'currency', v_paid.currency)
  );

  if v_paid.outcome = 'fulfilled' then
    if not p_answered then
      perform app.show_or_notify('invoice', p_order.token, app.notice(
        p_order.user_id,
        case p_order.kind when 'gift' then 'gift-bought' else 'cart-bought' end,
        v_args || jsonb_build_object('ends_at', jsonb_build_object('time', v_paid.ends_at)),
        case when p_order.kind = 'gift' then
          jsonb_build_array(
            jsonb_build_array(jsonb_build_object('text', 'button-my-gifts', 'data', 'go:gifts'), v_close)
          )
        else
          jsonb_build_array(
            jsonb_build_array(
              jsonb_build_object(
                'text', 'button-connect', 'data', billing.button_for(v_paid.subscription_id, 'go:access')
              ),
              v_close
            )
          ) end
      ));
    end if;
  elsif v_pause is not null then
    if p_order.amount - p_order.credit <= v_paid.balance then
      perform billing.buy_later(p_order, null, v_pause);
      return null;
    end if;
  elsif v_paid.outcome in ('price_changed', 'changed') then
    update billing.orders as o set status = 'cancelled' where o.id = p_order.id;
    perform billing.close_pages(p_order.id);
    perform app.notify(
      p_order.user_id,
      case when billing.stop_monthly(p_order.id) then 'cart-price-changed-monthly' else 'cart-price-changed' end,
      v_args,
      jsonb_build_array(jsonb_build_array(billing.choose_again_button(p_order), v_close))
    );
  elsif v_paid.outcome = 'blocked' then
    perform billing.stop_monthly(p_order.id);
  end if;
  delete from billing.unbought as u where u.order_id = p_order.id;
  return case v_paid.outcome when 'fulfilled' then p_order.id end;
end
$$;
comment on function billing.buy_cart(billing.orders, boolean) is
  'Buys an order that waits for money, see billing.waiting_order, if the balance covers it. Returns its id, null when nothing was bought. The screen of the payment or a notice tells the user of the purchase (app.show_or_notify), unless p_answered (another screen does), or why it was not possible. The caller holds the user''s locks.';
