-- An attempt is stored, with its token, before any provider is asked. It has a top-up, so that its money counts as
-- requested. If no answer comes in time, the shop asks once more when the time is over. The token is the same in a
-- database that was restored, where the provider may have made this charge already.
create or replace function billing.open_charges(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_charge record;
  v_order billing.orders;
  v_invoice_id bigint;
begin
  for v_charge in
    select
      r.subscription_id, r.user_id, r.number, r.method_id, r.charge, r.currency, m.provider, a.amount as asked,
      a.currency as asked_in, billing.charge_until(s) as until
    from unnest(p_renewals) as r
    join billing.subscriptions as s on s.id = r.subscription_id
    join billing.payment_methods as m on m.id = r.method_id
    join billing.providers as p on p.name = m.provider
    cross join lateral billing.asked_by(p, r.charge, r.currency) as a
    order by r.subscription_id
  loop
    update billing.invoices as i
    set status = 'over', closed_at = app.now()
    where i.subscription_id = v_charge.subscription_id and i.status in ('creating', 'open');
    insert into billing.orders as o (user_id, kind, provider, amount, currency, created_at, expires_at)
    values (
      v_charge.user_id, 'topup', v_charge.provider, v_charge.charge, v_charge.currency, app.now(), v_charge.until
    )
    returning o.* into v_order;
    insert into billing.invoices as i (
      order_id, user_id, provider, amount, currency, credited_amount, credited_currency, created_at, expires_at,
      fetch_at, method_id, subscription_id, period_number, attempt, token
    )
    select
      v_order.id, v_order.user_id, v_order.provider, v_charge.asked, v_charge.asked_in, v_order.amount,
      v_order.currency, app.now(), v_order.expires_at, v_order.expires_at, v_charge.method_id,
      v_charge.subscription_id, v_charge.number, count(t.id) + 1,
      billing.charge_token(v_charge.method_id, v_charge.subscription_id, v_charge.number, count(t.id) + 1)
    from (values (v_charge.subscription_id, v_charge.number)) as n (subscription_id, number)
    left join billing.invoices as t on t.subscription_id = n.subscription_id and t.period_number = n.number
    returning i.id into v_invoice_id;
    perform app.record(
      p_actor, 'charge.opened', 'subscription', v_charge.subscription_id, null,
      jsonb_build_object(
        'invoice_id', v_invoice_id, 'method_id', v_charge.method_id, 'period_number', v_charge.number,
        'amount', v_charge.charge
      )
    );
    perform outbox.enqueue(
      'payment.charge', format('invoice:%s', v_invoice_id), jsonb_build_object('invoice_id', v_invoice_id), null,
      v_charge.until, 'receipt', v_charge.provider
    );
  end loop;
end
$$;
comment on function billing.open_charges(billing.renewal[], text) is
  'Charges the methods that these renewals name (method_id, charge), each once. p_actor: for the audit. The caller holds the locks of their users.';
