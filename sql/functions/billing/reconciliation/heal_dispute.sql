-- A dispute that is won moves money twice: there and back. A list tells neither its reason nor until when evidence is
-- accepted, so the provider is asked about a new line; what the answer did not bring is booked as listed. Lines in
-- several currencies have no sum: a person looks at them (ops.reconciliation).
create or replace function billing.heal_dispute(p_line billing.provider_transactions) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sum record;
  v_dispute billing.disputes;
begin
  select
    sum(l.amount)::bigint as moved, sum(l.fee)::bigint as fee, min(l.charge_id) as charge_id,
    count(distinct l.currency) as currencies
  into v_sum
  from billing.provider_transactions as l
  where l.provider = p_line.provider and l.external_id = p_line.external_id and l.kind = 'dispute';
  select d.* into v_dispute
  from billing.disputes as d
  where d.provider = p_line.provider and d.external_id = p_line.external_id;
  if p_line.first_seen = app.now()
    and billing.ask_dispute(p_line.provider, p_line.external_id, null) = 'asked'
  then
    return;
  elsif v_sum.currencies > 1 then
    return;
  elsif v_sum.moved < 0 and v_dispute.taken_by is null then
    perform billing.report_dispute(
      p_line.provider,
      (
        p_line.external_id, v_sum.charge_id, coalesce(v_dispute.status, 'opened'), -v_sum.moved, p_line.currency, true,
        v_sum.fee, null, null
      )::billing.dispute_report
    );
  elsif v_sum.moved = 0 and v_dispute.returned_by is null and v_dispute.taken_by is not null then
    perform billing.report_dispute(
      p_line.provider,
      (
        p_line.external_id, v_sum.charge_id, 'won', v_dispute.amount, p_line.currency, false, v_sum.fee, null, null
      )::billing.dispute_report
    );
  end if;
end
$$;
comment on function billing.heal_dispute(billing.provider_transactions) is
  'Takes a dispute on a provider''s list. Asks the provider about it if the line is new; else books the money that it moved, as listed, if the answer did not bring it, see billing.report_dispute.';
