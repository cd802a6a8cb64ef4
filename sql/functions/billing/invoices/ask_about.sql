-- A hint only makes the shop ask. A hint about money that went back asks about the paid invoice as well.
create or replace function billing.ask_about(
  p_provider text, p_external_id text, p_key text, p_paid boolean default false
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices := billing.invoice_of(p_provider, p_external_id, p_key);
begin
  if v_invoice.id is null and p_paid then
    select i.* into v_invoice
    from billing.payments as p
    join billing.invoices as i on i.id = p.invoice_id
    where p.provider = p_provider and p.external_id = p_external_id;
  end if;
  if v_invoice.id is not null then
    perform outbox.enqueue(
      'payment.fetch', format('invoice:%s', v_invoice.id),
      jsonb_build_object('invoice_id', v_invoice.id)
      || case v_invoice.status when 'paid' then '{"paid": true}' else '{}' end::jsonb,
      case v_invoice.status when 'paid' then 'fetch_paid' else 'fetch' end,
      null, 'receipt', p_provider
    )
    where v_invoice.status <> 'paid' or p_paid;
    return 'asked';
  end if;
  update billing.refunds as r
  set fetch_at = app.now()
  from billing.payments as p
  where p.id = r.payment_id
    and p.provider = p_provider
    and r.external_id = p_external_id
    and r.status = 'sending';
  return case when found then 'asked' else 'unknown' end;
end
$$;
comment on function billing.ask_about(text, text, text, boolean) is
  'Asks a provider that hinted at something what became of that invoice or refund of ours. p_paid: also if the invoice is paid, or p_external_id is that of its payment. Returns asked, or unknown if it is none of ours.';
