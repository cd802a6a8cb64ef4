create or replace function billing.close_pages(p_order_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.close_page(i)
  from billing.orders as t
  join billing.invoices as i on i.order_id = t.id
  where t.for_order_id = p_order_id and i.status in ('creating', 'open')
  order by i.id;
end
$$;
comment on function billing.close_pages(bigint) is
  'Closes the pages where money for an order could still be paid, because the order was paid otherwise or can no longer be bought. The caller holds the lock on the order.';
