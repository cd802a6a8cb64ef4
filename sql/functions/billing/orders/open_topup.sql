-- A top-up may be for an order that waits for money (the cart). The order then stays open for at least as long as the
-- top-up, but not forever: an order of yesterday, and a change whose credit has been used up, is quoted again. A
-- request id gets one order, however often the request is handled; and who asks again for what he can still pay gets
-- that (billing.payable_topup), so that there are no two pages for one thing.
create or replace function billing.open_topup(
  p_user_id bigint,
  p_amount bigint,
  p_provider text,
  p_for_order uuid default null,
  p_request uuid default null,
  p_monthly boolean default null,
  out outcome text,
  out order_token uuid,
  out amount bigint,
  out currency text,
  out expires_at timestamptz,
  out min_amount bigint,
  out max_amount bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_open_for constant interval := make_interval(mins => app.setting('order_minutes')::integer);
  v_available boolean;
  v_cart_id bigint;
  v_same billing.orders;
begin
  amount := p_amount;
  currency := coalesce(
    (select o.currency from billing.orders as o where o.token = p_for_order and o.user_id = p_user_id),
    billing.currency_of(p_user_id)
  );
  select l.min_amount, l.max_amount, l.available into min_amount, max_amount, v_available
  from billing.topup_limits(currency) as l;
  select o.* into v_same from billing.orders as o where o.request = p_request and o.user_id = p_user_id;
  select o.id into v_cart_id
  from billing.orders as o
  cross join lateral billing.subscription_of_order(o) as s
  where o.token = p_for_order
    and o.user_id = p_user_id
    and o.kind <> 'topup'
    and o.status = 'open'
    and o.created_at > v_now - case o.kind when 'change' then v_open_for else interval '24 hours' end
    and billing.order_holds(o, s);

  outcome := case
    when v_same.id is not null and v_same.status <> 'open' then 'already_sent'
    when not v_available or app.is_blocked(p_user_id) then 'switched_off'
    when (p_amount between min_amount and max_amount) is not true then 'amount_out_of_range'
    when p_for_order is not null and v_cart_id is null and (p_request is not null or p_monthly) then 'order_expired'
    else 'open'
  end;
  if outcome <> 'open' then
    return;
  end if;
  if v_same.id is null and p_request is not null and p_monthly is not null then
    v_same := billing.payable_topup(p_user_id, p_provider, p_amount, currency, v_cart_id, p_monthly);
  end if;
  if v_same.id is null then
    insert into billing.orders as o (
      user_id, kind, provider, amount, currency, for_order_id, created_at, expires_at, request
    )
    values (p_user_id, 'topup', p_provider, p_amount, currency, v_cart_id, v_now, v_now + v_open_for, p_request)
    returning o.* into v_same;
    update billing.orders as o set expires_at = greatest(o.expires_at, v_same.expires_at) where o.id = v_cart_id;
  end if;
  order_token := v_same.token;
  amount := v_same.amount;
  currency := v_same.currency;
  expires_at := v_same.expires_at;
end
$$;
comment on function billing.open_topup(bigint, bigint, text, uuid, uuid, boolean) is
  'Opens an order to put p_amount (minor units of the user''s currency, or of that of p_for_order) on the balance through a provider. p_for_order: the open order of this user that is bought automatically when the money arrives, null for none; p_request: a repeated one opens nothing, another one nothing that can still be paid (billing.payable_topup); p_monthly: whether what is paid by is to be charged each month, null where no invoice (billing.open_invoice) is made of it. outcome: open, amount_out_of_range (the limits, see billing.topup_limits), switched_off (or the provider makes no invoices now, or the user is on the blacklist); with p_request also order_expired (p_for_order must be quoted again) and already_sent (that request had its order, which is paid or over).';
