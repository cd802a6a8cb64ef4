-- Handles the content of a stored webhook. A verified report is booked as it stands. An unverified one is only a
-- reason to ask the provider. Money that a report proves is never passed over: if it does not say how much, and we know
-- no invoice that could be asked about, an operator has to ask.
create or replace function inbox.receive_report(p_provider text, p_verified boolean, p_report jsonb) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_report constant billing.payment_report := jsonb_populate_record(null::billing.payment_report, p_report);
  v_key constant text := p_report ->> 'key';
  v_outcome text;
begin
  if p_verified and v_report.status <> 'paid'
    or p_verified and v_report.amount > 0 and v_report.currency ~ '^[A-Z]{3}$'
  then
    v_outcome := billing.report(p_provider, v_key, v_report);
  else
    v_outcome := billing.ask_about(p_provider, v_report.external_id, v_key);
  end if;
  if p_verified and v_outcome = 'unknown' and v_report.status in ('paid', 'unclear')
    and v_report.amount is distinct from 0 and billing.may_be_ours(p_provider, v_key)
  then
    return inbox._keep_unclear(p_provider, v_report, p_report);
  end if;
  return v_outcome;
end
$$;
comment on function inbox.receive_report(text, boolean, jsonb) is
  'Takes a provider, whether the report is verified, and the report as billing.payment_report, with the key that we gave the provider. Returns the outcome: see billing.report and billing.ask_about; unclear: money of no invoice that we know, and the report does not say how much.';
