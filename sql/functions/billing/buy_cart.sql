-- An order that cannot be bought as it was quoted is cancelled, so that the user is told once; the money stays
-- on the balance. One that the balance does not cover yet goes on waiting.
create or replace function billing.buy_cart(p_user_id bigint, p_answered boolean) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order billing.orders := billing.waiting_order(p_user_id);
  v_paid record;
  v_args jsonb;
  v_close constant jsonb := jsonb_build_object('text', 'button-close', 'data', 'close');
begin
  if v_order.id is null then
    return null;
  end if;
  select p.* into v_paid from billing.pay_from_balance(p_user_id, v_order.token) as p;
  v_args := jsonb_build_object(
    'plan', jsonb_build_object('text', v_paid.plan_title),
    'balance', jsonb_build_object('money', v_paid.balance, 'currency', v_paid.currency)
  );

  if v_paid.outcome = 'fulfilled' then
    if not p_answered then
      perform app.notify(
        p_user_id,
        'cart-bought',
        v_args || jsonb_build_object('ends_at', jsonb_build_object('time', v_paid.ends_at)),
        jsonb_build_array(
          jsonb_build_array(jsonb_build_object('text', 'button-connect', 'data', 'go:access'), v_close)
        )
      );
    end if;
    return v_order.id;
  end if;

  if v_paid.outcome in ('price_changed', 'changed') then
    update billing.orders as o set status = 'cancelled' where o.id = v_order.id;
    perform app.notify(
      p_user_id,
      'cart-price-changed',
      v_args,
      jsonb_build_array(jsonb_build_array(jsonb_build_object('text', 'button-buy', 'data', 'go:plans'), v_close))
    );
  end if;
  return null;
end
$$;
comment on function billing.buy_cart(bigint, boolean) is
  'Buys the order of a user that waits for money, if the balance covers it; returns its id, null when nothing was bought. The user is told that it was, unless p_answered (a screen says it), or why it could not be. The caller holds the user''s locks.';
