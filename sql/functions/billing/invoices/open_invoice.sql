-- A top-up has one invoice, however often it is requested. The provider is told by a message, so that a lost answer
-- creates no second invoice. The bot makes a link in Telegram itself, without the queue: two links with the same
-- payload do no harm.
create or replace function billing.open_invoice(
  p_order billing.orders, p_monthly boolean default false, p_linked boolean default false
)
returns billing.invoices
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_provider billing.providers;
  v_invoice billing.invoices;
begin
  select i.* into v_invoice
  from billing.invoices as i
  where i.order_id = p_order.id and i.status in ('creating', 'open');
  if found then
    return v_invoice;
  end if;

  select p.* into v_provider from billing.providers as p where p.name = p_order.provider;
  insert into billing.invoices as i (
    order_id, user_id, provider, amount, currency, credited_amount, credited_currency, created_at, expires_at,
    saves_method, monthly, fetch_at
  )
  select
    p_order.id, p_order.user_id, p_order.provider, a.amount, a.currency, p_order.amount, p_order.currency, app.now(),
    p_order.expires_at,
    billing.saves_method(p_order.user_id, p_order.provider, p_monthly),
    p_monthly,
    case when p_linked then p_order.expires_at end
  from billing.asked_by(v_provider, p_order.amount, p_order.currency) as a
  where a.amount is not null and (not p_monthly or 'subscription' = any (v_provider.can))
  returning i.* into v_invoice;
  if found and not p_linked then
    perform outbox.enqueue(
      'payment.create', format('invoice:%s', v_invoice.id), jsonb_build_object('invoice_id', v_invoice.id), null,
      v_invoice.expires_at, 'answer', v_invoice.provider
    );
  end if;
  return v_invoice;
end
$$;
comment on function billing.open_invoice(billing.orders, boolean, boolean) is
  'Returns the invoice of an open top-up, and creates it if none can be paid; null if its provider cannot be asked for that amount (billing.asked_by). p_monthly: the provider charges it again each month; p_linked: the caller makes the link, see billing.invoice_linked. The caller holds the lock on the order.';
