-- While a page is open, somebody can pay there for what is already bought, or no longer for sale. That money would go
-- to the balance; it is better if nobody pays it.
create or replace function billing.close_page(p_invoice billing.invoices) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'payment.close', format('invoice:%s', p_invoice.id), jsonb_build_object('invoice_id', p_invoice.id), 'close',
    null, 'receipt', p.name
  )
  from billing.providers as p
  where p.name = p_invoice.provider
    and 'close' = any (p.can)
    and p_invoice.status in ('creating', 'open')
    and p_invoice.method_id is null
$$;
comment on function billing.close_page(billing.invoices) is
  'Has the provider of an invoice close its page, if the provider can and somebody could still pay there.';
