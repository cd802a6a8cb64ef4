create or replace function api.invoice_sent(p_telegram_id bigint, p_order_token uuid, p_message_id bigint) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.invoice_sent(app.user_of(p_telegram_id), p_order_token, p_message_id)
$$;
comment on function api.invoice_sent(bigint, uuid, bigint) is 'See billing.invoice_sent. Raises TK010 for an unknown user.';
