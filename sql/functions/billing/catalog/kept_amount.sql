-- What billing.prices_for says of the old price while a subscription runs, for who looks back at one that has ended.
create or replace function billing.kept_amount(p_subscription billing.subscriptions, p_price_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select k.amount
    from billing.prices as k
    join billing.plans as p on p.id = k.plan_id and p.grandfathers
    join billing.prices as r
      on (r.plan_id, r.period_count, r.period_unit, r.currency::text)
      = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
    where k.id = coalesce(p_subscription.kept_price_id, p_subscription.price_id) and r.id = p_price_id
  );
end
$$;
comment on function billing.kept_amount(billing.subscriptions, bigint) is
  'Returns the old price that a subscription keeps (billing.plans.grandfathers), or kept until it ended, minor units of the currency of p_price_id; null if its plan keeps none, or that price is of another plan, length or currency.';
