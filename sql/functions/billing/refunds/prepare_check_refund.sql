create or replace function billing.prepare_check_refund(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', p.provider,
    'key', p_payload ->> 'key',
    'charge_id', p.external_id,
    'external_id', i.external_id,
    'amount', coalesce(p.gross, p.amount),
    'currency', coalesce(p.gross_currency, p.currency),
    'asked_at', p.received_at,
    'whole', false,
    'telegram_id', null,
    'refund_external_id', p_payload ->> 'refund_external_id'
  )
  from billing.payments as p
  left join billing.invoices as i on i.id = p.invoice_id
  where p.id = (p_payload ->> 'payment_id')::bigint
    and exists (select from billing.refunds as r where r.payment_id = p.id and r.status = 'done')
$$;
comment on function billing.prepare_check_refund(text, jsonb) is
  'Prepare hook of payment.check_refund. p_payload: {"payment_id", "key", "refund_external_id"}, see billing.check_refund. The message only asks; null if no refund of that payment was sent.';
