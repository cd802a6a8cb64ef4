create or replace function billing.report(p_provider text, p_key text, p_report billing.payment_report) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice constant billing.invoices := billing.invoice_of(p_provider, p_report.external_id, p_key);
  v_charge_id constant text := coalesce(p_report.charge_id, p_report.external_id);
  v_outcome text;
begin
  if v_invoice.id is not null then
    return billing.report_payment(v_invoice, p_report);
  end if;
  if p_report.status <> 'paid' or not billing.may_be_ours(p_provider, p_key) then
    return 'unknown';
  end if;
  -- A charge that is booked already keeps its payer.
  if not exists (
    select from billing.payments as p where p.provider = p_provider and p.external_id = v_charge_id
  ) then
    v_outcome := (billing.receive_payment(
      null, p_provider, v_charge_id, null, p_report.amount, p_report.currency, false, p_report.fee
    )).outcome;
  end if;
  if p_report.refunded > 0 then
    v_outcome := billing.note_refunded(p_provider, v_charge_id, p_report.refunded, p_report.currency);
  end if;
  return coalesce(v_outcome, 'repeated');
end
$$;
comment on function billing.report(text, text, billing.payment_report) is
  'Books what a provider says of an invoice, see billing.report_payment. Money for no invoice that we know goes to suspense, if it may be ours (billing.may_be_ours). Returns unknown if it is none of ours, or brought no money.';
