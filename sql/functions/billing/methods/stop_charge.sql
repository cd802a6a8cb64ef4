-- While nobody has had its message, its provider never hears of it, and there is nothing to ask about. In a restored
-- database such a message may have been sent by the shop that was lost.
create or replace function billing.stop_charge(p_invoice_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_charge billing.invoices;
begin
  update billing.invoices as i
  set status = 'over', closed_at = app.now(), fetch_at = billing.next_fetch(i)
  where i.id = p_invoice_id and i.status in ('creating', 'open')
  returning i.* into v_charge;
  if v_charge.method_id is not null and not billing.was_restored_since(v_charge.created_at) and outbox.is_untouched(
    'payment', format('invoice:%s', v_charge.id), 'payment.charge', jsonb_build_object('invoice_id', v_charge.id)
  ) then
    update billing.invoices as i set unsent = true, fetch_at = null where i.id = v_charge.id;
  end if;
end
$$;
comment on function billing.stop_charge(bigint) is
  'Gives up a charge whose outcome is unknown: its message is not sent any more, and its provider is asked whether it was sent before, if it can have been. The caller holds the user''s locks.';
