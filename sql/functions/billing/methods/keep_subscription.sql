-- Each month of a Star subscription is a payment of its own, for the invoice that started it. The first payment makes
-- it a payment method, and each one shows that it is still active.
create or replace function billing.keep_subscription(p_invoice billing.invoices) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until constant timestamptz := app.now() + interval '30 days';
  v_id bigint;
begin
  update billing.payment_methods as m
  set paid_until = v_until, failed_at = null, error = null
  where m.invoice_id = p_invoice.id;
  if found then
    return;
  end if;
  insert into billing.payment_methods (user_id, provider, kind, invoice_id, position, created_at, paid_until)
  values (
    p_invoice.user_id, p_invoice.provider, 'subscription', p_invoice.id,
    billing.last_position(p_invoice.user_id) + 1, app.now(), v_until
  )
  returning id into v_id;
  perform app.record(
    format('user:%s', p_invoice.user_id), 'method.saved', 'payment_method', v_id, null,
    jsonb_build_object('user_id', p_invoice.user_id, 'provider', p_invoice.provider, 'invoice_id', p_invoice.id)
  );
end
$$;
comment on function billing.keep_subscription(billing.invoices) is
  'Records that a monthly invoice was paid, for the first time or again. The caller holds the user''s locks.';
