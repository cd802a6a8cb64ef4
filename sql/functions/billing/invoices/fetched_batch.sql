-- A provider's answer to a question counts more than its webhook. Charges and users are locked in one order before any
-- money is booked.
create or replace function billing.fetched_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_invoices billing.invoices[];
  v_reports billing.payment_report[];
  v_user_ids bigint[];
begin
  select
    array_agg(i order by s.position),
    array_agg(jsonb_populate_record(null::billing.payment_report, s.result) order by s.position)
  into v_invoices, v_reports
  from unnest(p_payloads, p_results) with ordinality as s (payload, result, position)
  join billing.invoices as i on i.id = (s.payload ->> 'invoice_id')::bigint;

  perform billing.lock_charges(array_agg(i.provider), array_agg(coalesce(r.charge_id, r.external_id)))
  from unnest(v_invoices) with ordinality as i
  join unnest(v_reports) with ordinality as r on r.ordinality = i.ordinality
  where r.status = 'paid';
  select array_agg(distinct p.user_id) into v_user_ids
  from unnest(v_invoices) as i
  cross join lateral unnest(billing.parties_of(i.user_id)) as p (user_id);
  perform billing.lock_users(v_user_ids);
  for n in 1 .. coalesce(cardinality(v_invoices), 0) loop
    perform billing.report_payment(v_invoices[n], v_reports[n]);
  end loop;
end
$$;
comment on function billing.fetched_batch(text[], jsonb[], jsonb[]) is
  'Done hook of payment.fetch. p_payloads: {"invoice_id"} each; p_results: as billing.payment_report.';
