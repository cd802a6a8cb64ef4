-- A provider refused a charge, or recording its answer failed on our side. In the second case it may be paid, so the
-- shop asks.
create or replace function billing.charge_not_made(p_lane text, p_payload jsonb, p_reason text, p_error text)
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
  select i.* into v_invoice from billing.invoices as i where i.id = (p_payload ->> 'invoice_id')::bigint;
  perform billing.lock_user(v_invoice.user_id);
  update billing.invoices as i
  set
    status = case p_reason when 'rejected' then 'failed' else i.status end,
    error = coalesce(p_error, p_reason),
    closed_at = case p_reason when 'rejected' then app.now() end,
    fetch_at = case when p_reason <> 'rejected' then billing.next_fetch(i) end
  where i.id = v_invoice.id and i.status = 'creating';
  if p_reason = 'rejected' then
    perform billing.look_again(v_invoice.subscription_id);
  end if;
end
$$;
comment on function billing.charge_not_made(text, jsonb, text, text) is
  'Dead hook of payment.charge. p_payload: {"invoice_id"}; p_reason, p_error: why its message was given up, see outbox.dead_letters. Takes the user''s locks.';
