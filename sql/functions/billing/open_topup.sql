create or replace function billing.open_topup(
  p_user_id bigint,
  p_amount bigint,
  p_provider text,
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
    expires_at := app.now() + make_interval(mins => app.setting('order_minutes')::integer);
    insert into billing.orders as o (user_id, kind, provider, amount, currency, created_at, expires_at)
    values (p_user_id, 'topup', p_provider, p_amount, currency, app.now(), expires_at)
    returning o.token into order_token;
  end if;
end
$$;
comment on function billing.open_topup(bigint, bigint, text) is
  'Opens an order to put p_amount (minor units of the shop''s currency) on the balance through a provider. outcome: open, amount_out_of_range (limits: settings topup_min, topup_max) or switched_off.';
