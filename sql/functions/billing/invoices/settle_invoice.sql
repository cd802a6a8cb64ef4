create or replace function billing.settle_invoice(p_invoice_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  update billing.invoices as i
  set status = 'paid', closed_at = app.now(), fetch_at = null
  where i.id = p_invoice_id and i.status <> 'paid'
  returning i.user_id into v_user_id;
  if found then
    perform app.refresh_screen(v_user_id, 'invoice');
  end if;
end
$$;
comment on function billing.settle_invoice(bigint) is
  'Records that money came for this invoice (null for none): nobody asks about it any more, and its screen is redrawn. The caller holds the user''s locks.';
