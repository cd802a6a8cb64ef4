create or replace function billing.prepare_close(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', i.provider, 'token', i.token, 'external_id', i.external_id, 'created_at', i.created_at
  )
  from billing.invoices as i
  where i.id = (p_payload ->> 'invoice_id')::bigint and i.status = 'open'
$$;
comment on function billing.prepare_close(text, jsonb) is
  'Prepare hook of payment.close. p_payload: {"invoice_id"}. Returns which page to close; null if nobody can pay there any more.';
