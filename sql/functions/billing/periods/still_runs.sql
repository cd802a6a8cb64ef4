-- A renewal that is overdue goes first (billing.due_to_expire): jobs that stand still end nothing that may be renewed.
create or replace function billing.still_runs(p_subscription billing.subscriptions) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    p_subscription.status = 'active' and (
      p_subscription.expires_at > app.now()
      or billing.goes_on(p_subscription) and p_subscription.renew_at <= app.now()
    ),
    false
  );
end
$$;
comment on function billing.still_runs(billing.subscriptions) is
  'Whether a subscription has not ended: its access is not over, or its automatic renewal is overdue, so that the next run of a job decides. Time decides, because the job that sets the status may be late. False for null.';
