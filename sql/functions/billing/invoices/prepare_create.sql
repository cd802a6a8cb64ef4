create or replace function billing.prepare_create(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', i.provider,
    'token', i.token,
    'amount', i.amount,
    'currency', i.currency,
    'credited_amount', i.credited_amount,
    'credited_currency', i.credited_currency,
    'locale', u.locale,
    'timezone', app.zone_of(u.timezone),
    'telegram_id', t.telegram_id,
    'now', app.now(),
    'again', billing.was_restored_since(i.created_at),
    'expires_at', i.expires_at,
    'saves_method', i.saves_method,
    'monthly', i.monthly,
    'return_url', coalesce('https://t.me/' || b.name, 'https://t.me')
  )
  from billing.invoices as i
  join app.users as u on u.id = i.user_id
  left join app.bot as b on true
  left join app.telegram_identities as t on t.user_id = i.user_id
  where i.id = (p_payload ->> 'invoice_id')::bigint and i.status = 'creating' and i.expires_at > app.now()
$$;
comment on function billing.prepare_create(text, jsonb) is
  'Prepare hook of payment.create. p_payload: {"invoice_id"}. Returns what to ask the provider for: amounts in minor units, expires_at in UTC, token as the idempotency key, again: whether it may have been made before a restore; null if nobody waits for the invoice any more.';
