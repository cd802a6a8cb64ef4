-- Decided again at each try: a charge that was paid, cancelled or removed meanwhile is not sent. What an earlier try
-- may have done is asked about when the time of the charge is over.
create or replace function billing.prepare_charge(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', i.provider,
    'token', i.token,
    'method', m.external_id,
    'amount', i.amount,
    'currency', i.currency,
    'locale', u.locale,
    'created_at', i.created_at,
    'again', billing.was_restored_since(i.created_at),
    'return_url', coalesce('https://t.me/' || b.name, 'https://t.me')
  )
  from billing.invoices as i
  join billing.payment_methods as m on m.id = i.method_id and num_nulls(m.removed_at, m.failed_at) = 2
  join billing.subscriptions as s
    on s.id = i.subscription_id
    and s.period_number = i.period_number
    and s.status = 'active'
    and s.auto_renew
    and s.cancelled_at is null
  join app.users as u on u.id = i.user_id
  left join app.bot as b on true
  where i.id = (p_payload ->> 'invoice_id')::bigint and i.status = 'creating'
$$;
comment on function billing.prepare_charge(text, jsonb) is
  'Prepare hook of payment.charge. p_payload: {"invoice_id"}. Returns what the provider is to charge: amount in minor units, token as the idempotency key, method: what the provider needs to know of it, again: whether it may have been sent before a restore; null if nobody wants the charge any more.';
