-- Handles the content of a stored webhook. A verified report is booked as it stands. An unverified one is only a
-- reason to ask the provider.
create or replace function inbox.receive_report(p_provider text, p_verified boolean, p_report jsonb) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_report constant billing.payment_report := jsonb_populate_record(null::billing.payment_report, p_report);
begin
  if p_verified and v_report.status <> 'paid'
    or p_verified and v_report.amount > 0 and v_report.currency ~ '^[A-Z]{3}$'
  then
    return billing.report(p_provider, p_report ->> 'key', v_report);
  end if;
  return billing.ask_about(p_provider, v_report.external_id, p_report ->> 'key');
end
$$;
comment on function inbox.receive_report(text, boolean, jsonb) is
  'Takes a provider, whether the report is verified, and the report as billing.payment_report, with the key that we gave the provider. Returns the outcome: see billing.report and billing.ask_about.';
