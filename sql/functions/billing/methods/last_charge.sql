create or replace function billing.last_charge(p_subscription billing.subscriptions) returns billing.invoices
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select i.*
  from billing.invoices as i
  where i.subscription_id = p_subscription.id and i.period_number = p_subscription.period_number
  order by i.attempt desc
  limit 1
$$;
comment on function billing.last_charge(billing.subscriptions) is
  'Returns the last attempt to charge a method for the next period of a subscription; null for none.';
