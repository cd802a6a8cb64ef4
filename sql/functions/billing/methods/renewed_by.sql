create or replace function billing.renewed_by(p_invoice_id bigint) returns billing.subscriptions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  select s.* into v_subscription
  from billing.invoices as i
  join billing.orders as t on t.id = i.order_id
  join billing.orders as o on o.id = t.for_order_id
  join billing.subscriptions as s on s.id = o.subscription_id
  where i.id = p_invoice_id;
  return v_subscription;
end
$$;
comment on function billing.renewed_by(bigint) is
  'Returns the subscription that the months of a monthly invoice renew: the one that its first payment bought; null while nothing was bought.';
