-- The payer has done his part. His bank may take days, and a provider may hold the money to check where it comes from;
-- then decline_code says so, and an operator hears of it. Nobody tells the payer that nothing was charged, and the
-- shop asks until it is decided.
create or replace function billing.await_bank(p_invoice billing.invoices, p_report billing.payment_report)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.invoices as i
  set
    authorized_at = coalesce(i.authorized_at, app.now()),
    external_id = coalesce(i.external_id, p_report.external_id),
    error = p_report.decline_code
  where i.id = p_invoice.id and i.status in ('creating', 'open', 'over');
  update billing.invoices as i
  set fetch_at = billing.next_fetch(i)
  where i.id = p_invoice.id and i.authorized_at is not null and i.status <> 'paid';
  if found and p_invoice.authorized_at is null then
    perform app.refresh_screen(p_invoice.user_id, 'invoice');
  end if;
end
$$;
comment on function billing.await_bank(billing.invoices, billing.payment_report) is
  'Takes an invoice that was paid and whose money the provider does not have, or does not hand over, yet. decline_code of p_report: why it holds the money, null if it only waits.';
