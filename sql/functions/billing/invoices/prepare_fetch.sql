create or replace function billing.prepare_fetch(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', i.provider,
    'token', i.token,
    'external_id', i.external_id,
    'created_at', i.created_at,
    'method', m.external_id
  )
  from billing.invoices as i
  left join billing.payment_methods as m on m.id = i.method_id
  where i.id = (p_payload ->> 'invoice_id')::bigint
    and (
      i.status <> 'paid'
      or (p_payload ->> 'paid')::boolean
      or i.saves_method and not exists (select from billing.payment_methods as s where s.invoice_id = i.id)
    )
$$;
comment on function billing.prepare_fetch(text, jsonb) is
  'Prepare hook of payment.fetch. p_payload: {"invoice_id", "paid": whether to ask about a paid invoice too, for its refunds}. Returns external_id: the provider''s id, null if the invoice may exist and the answer was lost, then the token finds it; method: what a charge charges. Null if the invoice is paid and nobody needs to know by which method.';
