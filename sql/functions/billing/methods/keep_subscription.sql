-- Each month of a Star subscription is a payment of its own, for the invoice that started it. The first payment makes
-- it a payment method, and each one shows that it is still active. If nobody wants it any more, because what it
-- renewed is over or it was removed, it is to be stopped again. A new Star subscription takes the place of those that
-- were stopped.
create or replace function billing.keep_subscription(p_invoice billing.invoices) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_method billing.payment_methods;
begin
  -- The report may be late: the next month is counted from the charge, and a stop after the charge stays.
  update billing.payment_methods as m
  set
    paid_until = charged.at + interval '30 days',
    failed_at = null,
    error = null,
    stopped_at = case when m.stopped_at > charged.at then m.stopped_at end
  from billing.payment_methods as b
  cross join lateral (
    select case
      when b.failed_at is null and b.paid_until between app.now() - interval '72 hours' and app.now() then b.paid_until
      else app.now()
    end as at
  ) as charged
  where m.invoice_id = p_invoice.id and b.id = m.id
  returning m.* into v_method;
  if found then
    if billing.is_unwanted(v_method) then
      perform billing.sync_method(v_method.id);
    end if;
    return;
  end if;
  perform billing.remove_method(p_invoice.user_id, m.id)
  from (
    select s.id
    from billing.payment_methods as s
    where s.user_id = p_invoice.user_id and s.removed_at is null and s.stopped_at is not null
    order by s.id
  ) as m;
  insert into billing.payment_methods as m (user_id, provider, kind, invoice_id, position, created_at, paid_until)
  values (
    p_invoice.user_id, p_invoice.provider, 'subscription', p_invoice.id,
    billing.last_position(p_invoice.user_id) + 1, app.now(), app.now() + interval '30 days'
  )
  returning m.* into v_method;
  perform app.record(
    format('user:%s', p_invoice.user_id), 'method.saved', 'payment_method', v_method.id, null,
    jsonb_build_object('user_id', p_invoice.user_id, 'provider', p_invoice.provider, 'invoice_id', p_invoice.id)
  );
end
$$;
comment on function billing.keep_subscription(billing.invoices) is
  'Records that a monthly invoice was paid, for the first time or again. The caller holds the user''s locks.';
