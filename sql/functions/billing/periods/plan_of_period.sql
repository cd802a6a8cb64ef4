-- Periods from before the column was added: a paid period has the plan of its price, and for a gift the audit tells
-- the plan.
create or replace function billing.plan_of_period(p_period billing.periods) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_period.plan_id is not null then
    return p_period.plan_id;
  end if;
  return coalesce(
    (select r.plan_id from billing.prices as r where r.id = p_period.price_id),
    (
      select (u.after ->> 'plan_id')::bigint
      from app.audit as u
      where u.subject = 'subscription'
        and u.subject_id = p_period.subscription_id
        and u.action in ('trial.started', 'subscription.extended')
        and u.after ->> 'period_number' = p_period.number::text
      order by u.id
      limit 1
    )
  );
end
$$;
comment on function billing.plan_of_period(billing.periods) is
  'Returns the plan that a period gives; null when it is unknown.';
