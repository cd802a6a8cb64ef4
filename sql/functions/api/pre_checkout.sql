create or replace function api.pre_checkout(
  p_telegram_id bigint,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns table (outcome text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.pre_checkout(
    (select i.user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id),
    p_order_token,
    p_amount,
    p_currency
  )
$$;
comment on function api.pre_checkout(bigint, uuid, bigint, text) is
  'See billing.pre_checkout. outcome: ok, expired, unknown, mismatch or switched_off.';
