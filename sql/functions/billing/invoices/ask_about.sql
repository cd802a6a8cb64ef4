create or replace function billing.ask_about(p_provider text, p_external_id text, p_key text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice constant billing.invoices := billing.invoice_of(p_provider, p_external_id, p_key);
begin
  if v_invoice.id is not null then
    perform outbox.enqueue(
      'payment.fetch', format('invoice:%s', v_invoice.id), jsonb_build_object('invoice_id', v_invoice.id), 'fetch',
      null, 'receipt', p_provider
    )
    where v_invoice.status <> 'paid';
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
comment on function billing.ask_about(text, text, text) is
  'A provider hinted at something: it is asked what became of that invoice or refund of ours. asked, or unknown for none of ours.';
