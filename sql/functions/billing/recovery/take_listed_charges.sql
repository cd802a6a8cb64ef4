-- Only a restored shop can open a charge that its provider lists already. Money that came in with the list, when nobody
-- knew whose it was, is in suspense. The charge is not sent: billing.prepare_charge drops what is not being made.
create or replace function billing.take_listed_charges(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since constant timestamptz := (select max(r.taken_at) from app.restores as r) - interval '1 day';
  v_found record;
  v_payment_id bigint;
begin
  for v_found in
    select i as invoice, l as line
    from unnest(p_renewals) as r
    join billing.invoices as i on i.subscription_id = r.subscription_id and i.status = 'creating'
    join billing.provider_transactions as l
      on l.provider = i.provider
      and l.kind = 'payment'
      and l.at >= v_since
      and replace(lower(l.key), '-', '') = replace(i.token::text, '-', '')
    order by i.subscription_id
  loop
    update billing.invoices as i set status = 'over', closed_at = app.now() where i.id = (v_found.invoice).id;
    select p.id into v_payment_id
    from billing.payments as p
    join billing.suspense as s on s.payment_id = p.id and s.resolved_at is null
    where p.provider = (v_found.line).provider and p.external_id = (v_found.line).charge_id;
    if found then
      perform billing.assign_suspense(
        v_payment_id, (v_found.invoice).user_id, p_actor, 'the provider lists it as the charge of this renewal'
      );
    else
      perform billing.report_payment(
        v_found.invoice,
        jsonb_populate_record(
          null::billing.payment_report, to_jsonb(v_found.line) || '{"status": "paid"}'
        )
      );
    end if;
  end loop;
end
$$;
comment on function billing.take_listed_charges(billing.renewal[], text) is
  'Books, after a restore, what the list of a provider says of charges that were just opened for these renewals, in place of charging once more. p_actor: for the audit. The caller holds the locks of their users.';
