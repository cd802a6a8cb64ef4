-- What a webhook says, after it was stored. Proven, it is booked as it is said; else it is a reason to ask the
-- provider, and no more.
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
  'Takes a provider, whether what it says is proven, and what it says: as billing.payment_report, with the key that we gave it. Returns what became of it: see billing.report and billing.ask_about.';
