-- A provider refused to create an invoice, or did not answer while the user was waiting. Nothing was charged. The
-- top-up is over, and the user can choose another way to pay.
create or replace function billing.invoice_not_created(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_invoice billing.invoices;
begin
  update billing.invoices as i
  set
    status = case p_reason when 'rejected' then 'failed' else 'over' end,
    error = coalesce(p_error, p_reason),
    closed_at = app.now(),
    fetch_at = case when p_reason <> 'rejected' then billing.next_fetch(i) end
  where i.id = (p_payload ->> 'invoice_id')::bigint and i.status = 'creating'
  returning i.* into v_invoice;
  if found then
    perform app.refresh_screen(v_invoice.user_id, 'invoice');
  end if;
end
$$;
comment on function billing.invoice_not_created(text, jsonb, text, text) is
  'Dead hook of payment.create. p_payload: {"invoice_id"}; p_reason, p_error: why its message was given up, see outbox.dead_letters.';
