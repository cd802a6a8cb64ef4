-- A charge asks for what the balance is short of, so what is on the balance belongs to it until its outcome is known.
create or replace function billing.counted_on(p_subscription billing.subscriptions, p_currency text) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(sum(greatest(
      (billing.renewal_offer(o.user_id, o.renewal_price_id, p_subscription_id => o.id)).amount - c.credited_amount, 0
    )), 0)::bigint
    from billing.subscriptions as o
    cross join lateral billing.charge_in_flight(o) as c
    where o.user_id = p_subscription.user_id
      and o.id <> p_subscription.id
      and c.credited_currency = p_currency
  );
end
$$;
comment on function billing.counted_on(billing.subscriptions, text) is
  'Returns what charges in flight (billing.charge_in_flight) for other subscriptions of the same user leave to the balance to pay, minor units of p_currency: it is not there for this one.';
