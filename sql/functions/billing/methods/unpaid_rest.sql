-- What a charge brings may be less than the price by then, because the rest was taken from the balance for something
-- else meanwhile. The rest is charged once, while that money is still there: what its owner spends is his.
create or replace function billing.unpaid_rest(
  p_subscription billing.subscriptions, p_tries billing.invoices[], p_amount bigint, p_currency text
) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_times bigint;
  v_paid bigint;
begin
  select count(*), sum(case t.credited_currency when p_currency then t.credited_amount end)::bigint
  into v_times, v_paid
  from unnest(p_tries) as t
  where t.status = 'paid';
  return case
    when v_times = 0 then p_amount
    when v_times = 1 and billing.balance_of(p_subscription.user_id, p_currency) >= v_paid
      then greatest(p_amount - v_paid, 0)
    else 0
  end;
end
$$;
comment on function billing.unpaid_rest(billing.subscriptions, billing.invoices[], bigint, text) is
  'Returns how much methods may still be charged for the next period of a subscription, which costs p_amount (minor units of p_currency), after the attempts p_tries; 0 for nothing.';
