create or replace function billing.is_unwanted(p_method billing.payment_methods) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    p_method.removed_at is not null
    or p_method.kind = 'subscription' and (
      not billing.goes_on(r.subscription) or billing.is_withdrawn(r.subscription)
      or billing.never_bought(p_method.invoice_id)
    ),
    false
  )
  from (select billing.renewed_by(p_method.invoice_id) as subscription) as r
$$;
comment on function billing.is_unwanted(billing.payment_methods) is
  'Whether its provider is to forget a payment method, or to charge no further month: it was removed, what it renews is over, cancelled, not renewed automatically or taken out of renewal, or what it was to begin is never bought (billing.never_bought).';
