-- A charge is for one renewal; a month of a Star subscription, after the one that began it, for the renewal of what was
-- bought with that.
create or replace function billing.renews(p_invoice billing.invoices) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    p_invoice.subscription_id,
    (
      select o.subscription_id
      from billing.orders as t
      join billing.orders as o on o.id = t.for_order_id
      where t.id = p_invoice.order_id and p_invoice.monthly and p_invoice.status = 'paid'
    )
  )
$$;
comment on function billing.renews(billing.invoices) is
  'The subscription that money for an invoice, as it was before the money came, is to renew; null where it is for something else.';
