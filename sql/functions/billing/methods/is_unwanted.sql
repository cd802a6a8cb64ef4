create or replace function billing.is_unwanted(p_method billing.payment_methods) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    p_method.removed_at is not null
    or p_method.kind = 'subscription' and not billing.goes_on(billing.renewed_by(p_method.invoice_id)),
    false
  )
$$;
comment on function billing.is_unwanted(billing.payment_methods) is
  'Whether its provider is to forget a payment method, or to charge no further month: it was removed, or what it renews is over, cancelled or not renewed automatically.';
