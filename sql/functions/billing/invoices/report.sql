create or replace function billing.report(p_provider text, p_key text, p_report billing.payment_report) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice constant billing.invoices := billing.invoice_of(p_provider, p_report.external_id, p_key);
begin
  if v_invoice.id is not null then
    return billing.report_payment(v_invoice, p_report);
  end if;
  if p_report.status <> 'paid' then
    return 'unknown';
  end if;
  return (billing.receive_payment(
    null, p_provider, coalesce(p_report.charge_id, p_report.external_id), null, p_report.amount, p_report.currency,
    false, p_report.fee
  )).outcome;
end
$$;
comment on function billing.report(text, text, billing.payment_report) is
  'Books what a provider says of an invoice, see billing.report_payment; of money for none of ours: suspense. unknown: none of ours, and no money.';
