-- A provider made an invoice. Who is looking at it sees where to pay. Money may have come before this answer.
create or replace function billing.invoice_created(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices;
begin
  update billing.invoices as i
  set
    status = case i.status when 'creating' then 'open' else i.status end,
    external_id = coalesce(i.external_id, p_result ->> 'external_id'),
    url = p_result ->> 'url',
    error = null,
    fetch_at = case when i.status <> 'paid' then billing.next_fetch(i) end
  where i.id = (p_payload ->> 'invoice_id')::bigint
  returning i.* into v_invoice;
  if v_invoice.status = 'open' then
    perform app.refresh_screen(v_invoice.user_id, 'invoice');
  end if;
end
$$;
comment on function billing.invoice_created(text, jsonb, jsonb) is
  'Hook of payment.create. p_payload: {"invoice_id"}; p_result: {"external_id", "url"}. Raises 23505 when the provider gave the id of another one, 23514 without both.';
