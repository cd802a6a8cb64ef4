-- A top-up may be for an order that waits for money (the cart). The order is then open for at least as long as
-- the top-up, but an order of yesterday is not prolonged again: what it quotes is of the day it was opened.
create or replace function billing.open_topup(
  p_user_id bigint,
  p_amount bigint,
  p_provider text,
  p_for_order uuid default null,
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
  v_cart_id bigint;
begin
  amount := p_amount;
  currency := billing.currency();
  min_amount := app.setting('topup_min')::bigint;
  max_amount := app.setting('topup_max')::bigint;
  outcome := case
    when not app.flag('topups') then 'switched_off'
    when p_amount between min_amount and max_amount then 'open'
    else 'amount_out_of_range'
  end;
  if outcome = 'open' then
    expires_at := v_now + make_interval(mins => app.setting('order_minutes')::integer);
    update billing.orders as o
    set expires_at = greatest(o.expires_at, open_topup.expires_at)
    where o.token = p_for_order
      and o.user_id = p_user_id
      and o.kind <> 'topup'
      and o.status = 'open'
      and o.expires_at > v_now
      and o.created_at > v_now - interval '24 hours'
    returning o.id into v_cart_id;
    insert into billing.orders as o (
      user_id, kind, provider, amount, currency, for_order_id, created_at, expires_at
    )
    values (p_user_id, 'topup', p_provider, p_amount, currency, v_cart_id, v_now, expires_at)
    returning o.token into order_token;
  end if;
end
$$;
comment on function billing.open_topup(bigint, bigint, text, uuid) is
  'Opens an order to put p_amount (minor units of the shop''s currency) on the balance through a provider; p_for_order: the open order of this user that is bought by itself when the money is there, null for none. outcome: open, amount_out_of_range (limits: settings topup_min, topup_max) or switched_off.';
