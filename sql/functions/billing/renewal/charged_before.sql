-- One balance pays for all subscriptions of a user, in the order in which they are charged.
create or replace function billing.charged_before(p_subscription billing.subscriptions) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_at constant timestamptz := (billing.next_charge(p_subscription)).at;
begin
  return (
    select coalesce(sum(c.amount), 0)::bigint
    from billing.subscriptions as o
    cross join lateral billing.next_charge(o) as c
    where o.user_id = p_subscription.user_id
      and o.id <> p_subscription.id
      and (c.at, o.id) < (v_at, p_subscription.id)
  );
end
$$;
comment on function billing.charged_before(billing.subscriptions) is
  'Returns what the balance will be charged for other subscriptions of the same user before this one, minor units.';
