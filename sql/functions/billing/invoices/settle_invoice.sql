-- A link in Telegram can be paid by anybody. It is then over for whom it was made: he reads neither that his money has
-- come, nor that he may still pay.
create or replace function billing.settle_invoice(p_invoice_id bigint, p_payer_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  update billing.invoices as i
  set
    status = case when i.user_id = p_payer_id then 'paid' else 'over' end,
    closed_at = app.now(),
    fetch_at = null
  where i.id = p_invoice_id
    and i.status <> 'paid'
    and (i.user_id = p_payer_id or i.status in ('creating', 'open'))
  returning i.user_id into v_user_id;
  if found then
    perform app.refresh_screen(v_user_id, 'invoice');
  end if;
end
$$;
comment on function billing.settle_invoice(bigint, bigint) is
  'Records that money came for this invoice (null for none) from p_payer_id (null for unknown): nobody asks about it any more, and its screen is redrawn. The caller holds the payer''s locks.';
