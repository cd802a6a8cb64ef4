-- What providers say of invoices when they are asked, which is worth more than a webhook. Users are locked in one order
-- before any of their money is booked.
create or replace function billing.fetched_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices;
  v_result jsonb;
begin
  perform billing.lock_users(array_agg(i.user_id))
  from unnest(p_payloads) as p (payload)
  join billing.invoices as i on i.id = (p.payload ->> 'invoice_id')::bigint;
  for v_invoice, v_result in
    select i, r.result
    from unnest(p_payloads, p_results) with ordinality as r (payload, result, position)
    join billing.invoices as i on i.id = (r.payload ->> 'invoice_id')::bigint
    order by r.position
  loop
    perform billing.report_payment(v_invoice, jsonb_populate_record(null::billing.payment_report, v_result));
  end loop;
end
$$;
comment on function billing.fetched_batch(text[], jsonb[], jsonb[]) is
  'Hook of payment.fetch. p_payloads: {"invoice_id"} each; p_results: as billing.payment_report.';
