create or replace function billing.charge_in_flight(p_subscription billing.subscriptions) returns billing.invoices
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_charge billing.invoices;
begin
  select i.* into v_charge
  from billing.invoices as i
  where i.subscription_id = p_subscription.id
    and i.period_number = p_subscription.period_number
    and i.status in ('creating', 'open')
    and i.expires_at > app.now();
  return v_charge;
end
$$;
comment on function billing.charge_in_flight(billing.subscriptions) is
  'Returns the charge for the next period of a subscription whose outcome nobody knows yet, or that its payer has to confirm; null for none.';
