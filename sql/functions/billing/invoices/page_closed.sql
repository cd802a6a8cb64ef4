-- An invoice that the provider did not close was paid, or was over before; the provider says which when it is asked,
-- not at once: as long as it says neither, each answer would be followed by another attempt to close.
create or replace function billing.page_closed(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_id constant bigint := (p_payload ->> 'invoice_id')::bigint;
begin
  if (p_result ->> 'closed')::boolean then
    update billing.invoices as i set status = 'over', closed_at = app.now() where i.id = v_id and i.status = 'open';
  else
    update billing.invoices as i set fetch_at = billing.next_fetch(i) where i.id = v_id and i.status = 'open';
  end if;
end
$$;
comment on function billing.page_closed(text, jsonb, jsonb) is
  'Done hook of payment.close. p_payload: {"invoice_id"}; p_result: {"closed": whether nobody can pay it any more}.';
