create or replace function billing.prepare_refund(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', p.provider,
    'key', r.cause || case when r.attempt > 1 then format('#%s', r.attempt) else '' end,
    'charge_id', split_part(p.external_id, ' after ', 1),
    'external_id', i.external_id,
    'amount', g.amount,
    'currency', g.currency,
    'asked_at', r.created_at,
    'again', billing.was_restored_since(r.created_at),
    'whole', g.amount = coalesce(p.gross, p.amount) and strpos(p.external_id, ' after ') = 0,
    'telegram_id', t.telegram_id,
    'refund_external_id', p_payload ->> 'refund_external_id'
  )
  from billing.refunds as r
  join billing.payments as p on p.id = r.payment_id
  join billing.providers as v on v.name = p.provider
  cross join lateral billing.gross_of_refund(r) as g
  left join billing.invoices as i on i.id = p.invoice_id
  left join app.telegram_identities as t on t.user_id = r.user_id
  where r.id = (p_payload ->> 'refund_id')::bigint and r.status = 'sending'
    and (v.refunds_parts or g.amount = coalesce(p.gross, p.amount))
$$;
comment on function billing.prepare_refund(text, jsonb) is
  'Prepare hook of payment.refund and payment.fetch_refund. p_payload: {"refund_id", "refund_external_id": if the provider gave one}. Returns what to send back: amount in minor units of what was paid, key for idempotency, again: whether it may have been sent before a restore; null if somebody settled it, or if it is a partial refund and the provider sends none: an operator sends that.';
