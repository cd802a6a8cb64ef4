create or replace function billing.may_be_renewed(p_subscription billing.subscriptions) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_subscription.renewal_price_id is not null and billing.still_runs(p_subscription);
end
$$;
comment on function billing.may_be_renewed(billing.subscriptions) is
  'Whether there is a renewal of a subscription to decide about: it has a price, and the subscription has not ended (billing.still_runs). False for null.';
