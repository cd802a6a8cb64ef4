create or replace function billing.goes_on(p_subscription billing.subscriptions) returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_subscription.status = 'active' and p_subscription.auto_renew and p_subscription.cancelled_at is null;
end
$$;
comment on function billing.goes_on(billing.subscriptions) is
  'Whether anybody may be charged for the next period of a subscription: it is not over, not cancelled, and renewed automatically. Null for null.';
