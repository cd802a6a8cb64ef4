create or replace function api.invoice_refused(p_telegram_id bigint, p_order_token uuid, p_error text)
returns table (outcome text, amount bigint, currency text, min_amount bigint, max_amount bigint)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.outcome, r.amount, r.currency, r.min_amount, r.max_amount
  from billing.invoice_refused(app.user_of(p_telegram_id), p_order_token, p_error) as r
$$;
comment on function api.invoice_refused(bigint, uuid, text) is
  'See billing.invoice_refused. outcome: too_small, too_great, unavailable or unknown; amounts in minor units. Raises TK010 for an unknown user.';
