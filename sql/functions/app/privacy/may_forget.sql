-- The trigger on the audit calls this for each line to be deleted, so that no job and no operator's mistake deletes
-- more.
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
  'Whether a line of the audit may be deleted: it is older than the setting keep_audit_days, its actor is not an owner, operator or admin, and billing.plan_of_period and billing.undelivered_told do not need it as their only source.';
