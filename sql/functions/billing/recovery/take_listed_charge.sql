-- Only a restored shop can open a charge that its provider lists already. Money that came in with the list, when
-- nobody knew whose it was, is in suspense.
create or replace function billing.take_listed_charge(p_invoice_id bigint, p_actor text) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices;
  v_line billing.provider_transactions;
  v_payment_id bigint;
begin
  if not exists (select from app.restores) then
    return false;
  end if;
  select i.* into v_invoice from billing.invoices as i where i.id = p_invoice_id;
  select l.* into v_line
  from billing.provider_transactions as l
  where l.provider = v_invoice.provider
    and l.kind = 'payment'
    and l.at >= (select max(r.taken_at) from app.restores as r) - interval '1 day'
    and replace(lower(l.key), '-', '') = replace(v_invoice.token::text, '-', '');
  if not found then
    return false;
  end if;
  select p.id into v_payment_id
  from billing.payments as p
  join billing.suspense as s on s.payment_id = p.id
  where p.provider = v_line.provider and p.external_id = v_line.charge_id;
  if found then
    update billing.invoices as i set status = 'over', closed_at = app.now() where i.id = v_invoice.id;
    perform billing.assign_suspense(
      v_payment_id, v_invoice.user_id, p_actor, 'the provider lists it as the charge of this renewal'
    );
  else
    perform billing.report_payment(
      v_invoice, jsonb_populate_record(null::billing.payment_report, to_jsonb(v_line) || '{"status": "paid"}')
    );
  end if;
  return true;
end
$$;
comment on function billing.take_listed_charge(bigint, text) is
  'Books for a charge that is about to be sent what its provider''s list says of it, after a restore. False if the list has nothing of it: it is to be sent. p_actor: for the audit. The caller holds the locks of the user.';
