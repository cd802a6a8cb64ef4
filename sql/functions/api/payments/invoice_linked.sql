create or replace function api.invoice_linked(p_telegram_id bigint, p_order_token uuid, p_url text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.invoice_linked(app.user_of(p_telegram_id), p_order_token, p_url)
$$;
comment on function api.invoice_linked(bigint, uuid, text) is
  'See billing.invoice_linked. Raises TK010 for an unknown user.';
