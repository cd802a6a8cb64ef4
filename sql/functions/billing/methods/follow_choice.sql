-- Nobody charges a user who cancels or turns auto-renewal off: neither a charge that is on its way to its provider,
-- nor Telegram each month. If the provider had received the charge already, the shop asks about it, and its money goes
-- to the balance.
create or replace function billing.follow_choice(p_subscription_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
  if not exists (select from billing.payment_methods as m where m.user_id = v_subscription.user_id) then
    return;
  end if;
  if v_subscription.cancelled_at is not null or not v_subscription.auto_renew then
    perform billing.stop_charge(i.id)
    from billing.invoices as i
    where i.subscription_id = p_subscription_id and i.status in ('creating', 'open')
    order by i.id;
  end if;
  perform billing.sync_method(m.id)
  from billing.payment_methods as m
  join billing.invoices as i on i.id = m.invoice_id
  join billing.orders as t on t.id = i.order_id
  join billing.orders as o on o.id = t.for_order_id and o.subscription_id = p_subscription_id
  where m.user_id = v_subscription.user_id
    and m.kind = 'subscription'
    and num_nulls(m.removed_at, m.failed_at) = 2
  order by m.id;
end
$$;
comment on function billing.follow_choice(bigint) is
  'Makes charges and providers'' own subscriptions follow what was decided about the next period of a subscription: cancelled or not, auto-renewal or not. The caller holds the user''s locks.';
