-- All money of providers is booked here, whether a webhook, an answer or the provider's list reports it.
create or replace function billing.report_payment(p_invoice billing.invoices, p_report billing.payment_report)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome text := p_report.status;
begin
  if p_report.status = 'paid' and p_report.amount > 0 and p_report.currency ~ '^[A-Z]{3}$' then
    v_outcome := (billing.receive_payment(
      p_invoice.user_id, p_invoice.provider, coalesce(p_report.charge_id, p_report.external_id), p_invoice.token,
      p_report.amount, p_report.currency, false, p_report.fee
    )).outcome;
    if p_report.refunded > 0 then
      v_outcome := billing.note_refunded(
        p_invoice.provider, coalesce(p_report.charge_id, p_report.external_id), p_report.refunded,
        p_report.currency
      );
    end if;
    if v_outcome <> 'suspense' then
      perform billing.save_method(p_invoice, p_report);
    end if;
    if p_invoice.saves_method and p_report.method_id is null and v_outcome <> 'repeated' then
      -- A webhook does not say by which method the user paid.
      perform outbox.enqueue(
        'payment.fetch', format('invoice:%s', p_invoice.id), jsonb_build_object('invoice_id', p_invoice.id), 'fetch',
        null, null, p_invoice.provider
      );
    end if;
  elsif p_invoice.method_id is not null and p_report.status not in ('paid', 'unclear') then
    perform billing.follow_charge(p_invoice, p_report);
  elsif p_report.status = 'authorized' then
    perform billing.await_bank(p_invoice, p_report);
  elsif p_report.status in ('canceled', 'expired') then
    update billing.invoices as i
    set status = 'over', closed_at = coalesce(i.closed_at, app.now()), authorized_at = null
    where i.id = p_invoice.id and (i.status = 'open' or i.status = 'over' and i.authorized_at is not null);
    if found then
      perform app.refresh_screen(p_invoice.user_id, 'invoice');
    end if;
  elsif p_report.status = 'pending' and p_invoice.expires_at <= app.now() then
    -- The provider's page lives longer than our order.
    perform billing.close_page(p_invoice);
  elsif p_report.status in ('paid', 'unclear') then
    v_outcome := 'unclear';
    -- The payment is not ignored: the shop asks again, and an operator sees the error.
    update billing.invoices as i set error = 'paid, and the provider does not say how much' where i.id = p_invoice.id;
  end if;
  return v_outcome;
end
$$;
comment on function billing.report_payment(billing.invoices, billing.payment_report) is
  'Takes an invoice and what its provider says of it; see billing.receive_payment, and billing.note_refunded for what went back. Returns their outcome, or the status if it is not paid. Takes the user''s locks.';
