-- A provider created an invoice, and the user who is looking at it sees where to pay. Money may have arrived before
-- this answer. If an earlier answer was lost and nothing can be paid any more, the provider says what became of the
-- invoice meanwhile.
create or replace function billing.invoice_created(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_invoice billing.invoices;
  v_report constant billing.payment_report :=
    jsonb_populate_record(null::billing.payment_report, nullif(p_result -> 'payment', 'null'));
begin
  update billing.invoices as i
  set
    status = case
      when i.status <> 'creating' then i.status
      when p_result ->> 'url' is null and v_report.status is not null then 'over'
      else 'open'
    end,
    closed_at = case when p_result ->> 'url' is null and v_report.status is not null then app.now() else i.closed_at end,
    external_id = coalesce(i.external_id, p_result ->> 'external_id'),
    url = p_result ->> 'url',
    error = null,
    saves_method = i.saves_method and coalesce((p_result ->> 'saves')::boolean, true),
    monthly = i.monthly and coalesce((p_result ->> 'monthly')::boolean, false),
    fetch_at = case when i.status <> 'paid' then billing.next_fetch(i) end
  where i.id = (p_payload ->> 'invoice_id')::bigint
  returning i.* into v_invoice;
  if not coalesce((p_result ->> 'saves')::boolean, true) then
    perform billing.note_forbidden(v_invoice.provider);
  end if;
  if v_report.status is not null then
    perform billing.report_payment(v_invoice, v_report);
  end if;
  if v_invoice.status = 'open' then
    perform app.refresh_screen(v_invoice.user_id, 'invoice');
  end if;
end
$$;
comment on function billing.invoice_created(text, jsonb, jsonb) is
  'Done hook of payment.create. p_payload: {"invoice_id"}; p_result: {"external_id", "url", "monthly", "saves": whether the provider lets the shop remember a method, null for yes} and, if the invoice existed already, "payment", as billing.payment_report; without a url it can no longer be paid. Raises 23505 if the provider gave the id of another invoice, 23514 if both are missing.';
