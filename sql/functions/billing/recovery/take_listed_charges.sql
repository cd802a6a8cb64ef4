-- Only a restored shop can open a charge that its provider lists already. What the lost shop charged for the same
-- period may have been a later attempt, or one with another method of the user: declined charges are on no list, so the
-- restored shop begins with the first. Money that came in with the list, when nobody knew whose it was, is in suspense.
-- The charge is not sent: billing.prepare_charge drops what is not being made.
create or replace function billing.take_listed_charges(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_found record;
  v_invoice billing.invoices;
  v_payment_id bigint;
begin
  for v_found in
    select c.invoice, c.line
    from billing.listed_charges(array(select r.subscription_id from unnest(p_renewals) as r)) as c
    order by (c.invoice).subscription_id, (c.line).id
  loop
    v_invoice := v_found.invoice;
    update billing.invoices as i
    set status = 'over', closed_at = app.now()
    where i.id = v_invoice.id and i.status = 'creating';
    select p.id into v_payment_id
    from billing.payments as p
    join billing.suspense as s on s.payment_id = p.id and s.resolved_at is null
    where p.provider = (v_found.line).provider and p.external_id = (v_found.line).charge_id;
    if found then
      perform billing.assign_suspense(
        v_payment_id, v_invoice.user_id, p_actor, 'the provider lists it as the charge of this renewal'
      );
    else
      v_invoice.provider := (v_found.line).provider;
      perform billing.report_payment(
        v_invoice,
        jsonb_populate_record(
          null::billing.payment_report, to_jsonb(v_found.line) || '{"status": "paid"}'
        )
      );
    end if;
  end loop;
end
$$;
comment on function billing.take_listed_charges(billing.renewal[], text) is
  'Books, after a restore, what the lists of providers say of charges for these renewals, in place of charging once more. p_actor: for the audit. The caller holds the locks of their users.';
