-- Telegram charges a Star subscription at the second when its month ends; the update that reports it may be late.
-- Until it comes, no other method is charged for the same renewal, and nobody is told that money is missing.
create or replace function billing.expected_charge(
  p_subscription billing.subscriptions, out method_id bigint, out until timestamptz
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select m.id, m.paid_until + interval '6 hours'
  from billing.payment_methods as m
  join billing.invoices as i on i.id = m.invoice_id
  join billing.orders as t on t.id = i.order_id
  join billing.orders as o on o.id = t.for_order_id and o.subscription_id = p_subscription.id
  where m.user_id = p_subscription.user_id
    and m.kind = 'subscription'
    and num_nulls(m.removed_at, m.failed_at) = 2
    and m.paid_until > app.now() - interval '6 hours'
    and m.paid_until < p_subscription.ends_at + interval '1 day'
    and p_subscription.auto_renew
    and p_subscription.cancelled_at is null
  order by m.paid_until desc
  limit 1
$$;
comment on function billing.expected_charge(billing.subscriptions) is
  'Returns the provider''s own subscription that will be charged in time for the next period of p_subscription, and until when (UTC) the shop waits for that; nulls for none.';
