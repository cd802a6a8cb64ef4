create or replace function billing.is_withdrawn(p_subscription billing.subscriptions) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.prices as r
    join billing.plans as p on p.id = r.plan_id
    where r.id = p_subscription.renewal_price_id and not p.renewable
  );
end
$$;
comment on function billing.is_withdrawn(billing.subscriptions) is
  'Whether the owner took the plan of the next period of a subscription out of renewal (billing.plans.renewable), which a price that is missing does not mean.';
