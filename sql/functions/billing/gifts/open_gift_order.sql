-- Creates a quote for a gift, with the columns of billing.open_order, so that it is paid like any other order. Anybody
-- can pay for a gift, whether he has a subscription or not. Nothing is granted before somebody takes the gift.
create or replace function billing.open_gift_order(
  p_user_id bigint,
  p_price_id bigint,
  out outcome text,
  out order_token uuid,
  out kind text,
  out plan_title jsonb,
  out period_count integer,
  out period_unit text,
  out amount bigint,
  out discount bigint,
  out credit bigint,
  out due bigint,
  out currency text,
  out starts_at timestamptz,
  out ends_at timestamptz,
  out balance bigint,
  out short_by bigint,
  out expires_at timestamptz,
  out reasons text[],
  out code text
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_nobodys billing.subscriptions;
  v_offer billing.offers;
  v_order_id bigint;
  v_code_id bigint;
begin
  if not (app.flag('purchases') and app.flag('gifts')) then
    outcome := 'switched_off';
    return;
  end if;
  perform billing.lock_user(h.user_id) from billing.promo_choices as h where h.user_id = p_user_id;
  loop
    v_offer := billing.offer_to(p_user_id, v_nobodys, p_price_id);
    outcome := case when v_offer.price_id is null then 'no_such_price' else coalesce(app.closed_gate(p_user_id), 'open') end;
    if outcome <> 'open' then
      return;
    end if;

    kind := 'gift';
    plan_title := v_offer.title;
    period_count := v_offer.period_count;
    period_unit := v_offer.period_unit;
    amount := v_offer.amount;
    discount := v_offer.discount;
    credit := 0;
    due := v_offer.amount;
    currency := v_offer.currency;
    starts_at := v_now;
    ends_at := v_now + make_interval(days => app.setting('gift_days')::integer);
    balance := billing.balance_of(p_user_id, currency);
    short_by := greatest(due - balance, 0);
    expires_at := v_now + make_interval(mins => app.setting('order_minutes')::integer);
    select f.reasons, h.code, case when 'promo_code' = any (f.reasons) then h.code_id end
    into reasons, code, v_code_id
    from billing.prices_for(array[p_user_id], array[p_price_id]) as f
    left join (
      select c.user_id, c.code_id, k.code
      from billing.promo_choices as c
      join billing.promo_codes as k on k.id = c.code_id
    ) as h on h.user_id = p_user_id;
    insert into billing.orders as o (
      user_id, kind, price_id, list_amount, amount, discount, currency, created_at, expires_at, promo_code_id
    )
    values (p_user_id, kind, p_price_id, amount + discount, amount, discount, currency, v_now, expires_at, v_code_id)
    returning o.id, o.token into v_order_id, order_token;
    exit when v_code_id is null or billing.reserve_promo(p_user_id, v_code_id, v_order_id);
    delete from billing.orders as o where o.id = v_order_id;
    delete from billing.promo_choices as h where h.user_id = p_user_id;
  end loop;
end
$$;
comment on function billing.open_gift_order(bigint, bigint) is
  'Opens an order of this user for a gift of a price on offer. outcome: open, no_such_price, switched_off (sales or gifts), or what stands before it (app.closed_gate); then the quote, in minor units: due, what the payment takes from the balance, short_by, what the balance lacks; until when it can be paid, and ends_at: until when the gift could be taken if it were paid now, UTC; reasons, code: as in billing.open_order.';
