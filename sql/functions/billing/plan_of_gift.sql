-- A free period does not record its plan; the audit does.
create or replace function billing.plan_of_gift(p_period billing.periods) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select (u.after ->> 'plan_id')::bigint
  from app.audit as u
  where u.subject = 'subscription'
    and u.subject_id = p_period.subscription_id
    and u.action in ('trial.started', 'subscription.extended')
    and u.after ->> 'period_number' = p_period.number::text
  order by u.id
  limit 1
$$;
comment on function billing.plan_of_gift(billing.periods) is 'Plan that a trial or gift was of; null when nothing tells.';
