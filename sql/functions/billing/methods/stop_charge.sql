create or replace function billing.stop_charge(p_invoice_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.invoices as i
  set status = 'over', closed_at = app.now(), fetch_at = billing.next_fetch(i)
  where i.id = p_invoice_id and i.status in ('creating', 'open')
$$;
comment on function billing.stop_charge(bigint) is
  'Gives up a charge whose outcome is unknown: its message is not sent any more, and its provider is asked whether it was sent before. The caller holds the user''s locks.';
