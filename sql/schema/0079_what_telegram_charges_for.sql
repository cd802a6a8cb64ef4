-- Functions that take more now. The new ones come with this release.
drop function if exists billing.end_at(bigint, timestamptz, text, text, text);
drop function if exists billing.grant_period(
  bigint, bigint, text, billing.span, bigint, bigint, bigint, text, bigint, integer
);
drop function if exists billing.put_period(
  billing.subscriptions, bigint, bigint, text, billing.span, bigint, bigint
);

-- Telegram was not told to stop what a change of plan, or time that was put back, marked as stopped: the message that
-- was sent found the subscription running again.
update billing.payment_methods as m
set stopped_at = null
where m.id in (
  select k.id
  from billing.payment_methods as k
  join billing.invoices as i on i.id = k.invoice_id
  join billing.orders as t on t.id = i.order_id
  join billing.orders as o on o.id = t.for_order_id
  join billing.subscriptions as s
    on s.id = o.subscription_id and s.status = 'active' and s.auto_renew and s.cancelled_at is null
  join app.audit as a
    on a.subject = 'subscription'
    and a.subject_id = s.id
    and a.action in ('subscription.plan_left', 'subscription.gift_put_back')
    and a.at = k.stopped_at
  where k.kind = 'subscription'
    and num_nulls(k.removed_at, k.failed_at) = 2
    and k.paid_until > now() - interval '3 days'
);

-- Whose order was never bought, because its price had changed, is charged for nothing until Telegram is told.
do $$
declare
  v_method_id bigint;
begin
  for v_method_id in
    select m.id
    from billing.payment_methods as m
    join billing.invoices as i on i.id = m.invoice_id
    join billing.orders as t on t.id = i.order_id
    join billing.orders as o on o.id = t.for_order_id and o.status = 'cancelled'
    where m.kind = 'subscription' and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
    order by m.id
  loop
    perform billing.sync_method(v_method_id);
    update billing.payment_methods as m set stopped_at = now() where m.id = v_method_id;
  end loop;
end
$$;
