create or replace function api.open_topup(
  p_telegram_id bigint,
  p_amount bigint,
  p_provider text,
  p_for_order uuid default null,
  p_request uuid default null
) returns table (
  outcome text,
  order_token uuid,
  amount bigint,
  currency text,
  expires_at timestamptz,
  min_amount bigint,
  max_amount bigint
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.outcome, t.order_token, t.amount, t.currency, t.expires_at, t.min_amount, t.max_amount
  from billing.open_topup(app.user_of(p_telegram_id), p_amount, p_provider, p_for_order, p_request) as t
$$;
comment on function api.open_topup(bigint, bigint, text, uuid, uuid) is
  'See billing.open_topup. outcome: open, amount_out_of_range or switched_off, and with p_request order_expired or already_sent; amounts in minor units. Raises TK010 for an unknown user.';
