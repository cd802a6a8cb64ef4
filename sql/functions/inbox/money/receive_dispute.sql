create or replace function inbox.receive_dispute(p_provider text, p_verified boolean, p_report jsonb) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_report constant billing.dispute_report := jsonb_populate_record(null::billing.dispute_report, p_report);
begin
  if p_verified and v_report.amount > 0 and v_report.currency ~ '^[A-Z]{3}$' then
    return billing.report_dispute(p_provider, v_report);
  end if;
  return billing.ask_dispute(p_provider, v_report.external_id, v_report.charge_id);
end
$$;
comment on function inbox.receive_dispute(text, boolean, jsonb) is
  'Takes a provider, whether what it says is proven, and what it says: as billing.dispute_report. Proven and whole, it is booked, see billing.report_dispute; else the provider is asked, see billing.ask_dispute.';
