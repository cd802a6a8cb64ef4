create or replace function billing.prepare_fetch(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', i.provider,
    'token', i.token,
    'external_id', i.external_id,
    'created_at', i.created_at
  )
  from billing.invoices as i
  where i.id = (p_payload ->> 'invoice_id')::bigint and i.status <> 'paid'
$$;
comment on function billing.prepare_fetch(text, jsonb) is
  'Hook of payment.fetch. p_payload: {"invoice_id"}. external_id: the provider''s id of it; null when it may have been made and the answer was lost, then the token finds it. Null when it is paid.';
