create or replace function billing.charge_until(p_subscription billing.subscriptions) returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return greatest(p_subscription.expires_at, app.now())
    + make_interval(hours => app.setting('charge_hold_hours')::integer);
end
$$;
comment on function billing.charge_until(billing.subscriptions) is
  'Returns until when a charge that is made now for a subscription may be answered, UTC: the setting charge_hold_hours after the end of access.';
