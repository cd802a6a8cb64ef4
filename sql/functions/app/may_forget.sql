-- Asked for each line that is to go, by the trigger on the audit, so that no job and no slip of the hand takes more.
create or replace function app.may_forget(p_line app.audit) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_line.at < app.now() - make_interval(days => app.setting('keep_audit_days')::integer)
    and p_line.actor !~ '^(owner|operator|admin):'
    and p_line.action not in ('trial.started', 'subscription.extended', 'access.undelivered');
end
$$;
comment on function app.may_forget(app.audit) is
  'Whether a line of the audit may be deleted: older than the setting keep_audit_days, by nobody who runs the shop, and not read by billing.plan_of_period or billing.undelivered_told, which have no other source.';
