create or replace function billing.heal_payment(p_line billing.provider_transactions) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_provider billing.providers;
  v_invoice constant billing.invoices := billing.invoice_of(p_line.provider, p_line.external_id, p_line.key);
  v_report constant billing.payment_report := jsonb_populate_record(
    null::billing.payment_report, to_jsonb(p_line) || '{"status": "paid"}'
  );
begin
  if exists (
    select from billing.payments as p where p.provider = p_line.provider and p.external_id = p_line.charge_id
  ) then
    perform billing.heal_fee(p_line.provider, p_line.charge_id, p_line.fee, p_line.currency);
    return;
  end if;
  select p.* into v_provider from billing.providers as p where p.name = p_line.provider;
  if v_invoice.id is not null and v_invoice.status <> 'paid' and 'fetch' = any (v_provider.can)
    and p_line.first_seen = app.now()
  then
    perform billing.ask_about(p_line.provider, v_invoice.external_id, v_invoice.token::text);
  elsif v_invoice.id is not null then
    perform billing.report_payment(v_invoice, v_report);
  elsif v_provider.exclusive then
    perform billing.report(p_line.provider, p_line.key, v_report);
  end if;
end
$$;
comment on function billing.heal_payment(billing.provider_transactions) is
  'Takes a payment on a provider''s list. If it is booked, books the fee that nobody told before. Else asks about its invoice if the line is new, and books it as listed if the answer did not bring it. Money for no invoice of ours is booked, into suspense, only if the shop alone uses the provider''s account.';
