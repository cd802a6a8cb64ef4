create or replace function api.payment_received(
  p_telegram_id bigint,
  p_provider text,
  p_external_id text,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns table (outcome text, amount bigint, currency text, balance bigint)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.outcome, r.amount, r.currency, r.balance
  from billing.receive_payment(
    (select i.user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id),
    p_provider,
    p_external_id,
    p_order_token,
    p_amount,
    p_currency
  ) as r
$$;
comment on function api.payment_received(bigint, text, text, uuid, bigint, text) is
  'See billing.receive_payment; an unknown Telegram id is a payer who is not certain. outcome: credited, repeated, credited_without_order or suspense; amounts in minor units.';
