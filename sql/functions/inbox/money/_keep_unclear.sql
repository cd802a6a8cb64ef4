-- The list of a provider does not have such money either, so this is the only place that ever names it.
create or replace function inbox._keep_unclear(p_provider text, p_report billing.payment_report, p_details jsonb)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_charge_id constant text := coalesce(p_report.charge_id, p_report.external_id);
begin
  if exists (
    select from billing.payments as p where p.provider = p_provider and p.external_id = v_charge_id
  ) then
    return 'repeated';
  end if;
  insert into inbox.money_events (kind, provider, external_id, amount, currency, details, outcome)
  values ('payment', p_provider, v_charge_id, p_report.amount, p_report.currency, p_details, 'unclear')
  on conflict (provider, external_id) where event_id is null do nothing;
  return 'unclear';
end
$$;
comment on function inbox._keep_unclear(text, billing.payment_report, jsonb) is
  'Takes a provider, what it proves about a payment, and the whole of that. Keeps it once for an operator (ops.money_events), unless that payment is booked. Returns unclear, or repeated.';
