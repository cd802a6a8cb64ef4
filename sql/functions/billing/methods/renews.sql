-- A charge pays for one renewal. A later month of a Star subscription pays for the renewal of what its first month
-- bought.
create or replace function billing.renews(p_invoice billing.invoices) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    p_invoice.subscription_id,
    (
      select o.subscription_id
      from billing.orders as t
      join billing.orders as o on o.id = t.for_order_id
      where t.id = p_invoice.order_id and p_invoice.monthly and p_invoice.status = 'paid'
    )
  );
end
$$;
comment on function billing.renews(billing.invoices) is
  'Takes an invoice as it was before its money came. Returns the subscription that the money will renew; null if it is for something else.';
