-- Grants free time from the end of what the user has, or from now, so that none of it has passed when it is granted.
-- It continues the running plan as it was sold. A user who never had a subscription gets the plan of trials.
create or replace function billing.grant_until(
  p_subscription billing.subscriptions,
  p_user_id bigint,
  p_ends_at timestamptz,
  p_actor text
) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_number integer := coalesce(p_subscription.period_number, 0) + 1;
  v_starts_at timestamptz := greatest(p_subscription.ends_at, app.now());
  v_plan_id bigint := p_subscription.plan_id;
begin
  if v_plan_id is null then
    v_plan_id := billing.trial_plan();
    if v_plan_id is null then
      raise exception using
        errcode = 'TK032',
        message = 'the plan for users without a subscription does not exist',
        detail = format('Setting trial_plan is %s.', app.setting('trial_plan')),
        hint = 'Set it to the code of a row of billing.plans.';
    end if;
  end if;
  perform billing.grant_period(
    p_user_id, v_plan_id, 'grant',
    (v_number, v_starts_at, p_ends_at, v_starts_at, v_number)::billing.span,
    p_actor => p_actor,
    p_subscription_id => p_subscription.id,
    p_plan_version => (
      select l.plan_version from billing.last_period(p_subscription.id) as l where billing.still_runs(p_subscription)
    )
  );
  return v_number;
end
$$;
comment on function billing.grant_until(billing.subscriptions, bigint, timestamptz, text) is
  'Grants a user free time until p_ends_at (UTC), which is after now and after the end of p_subscription (null for a user without one). Returns the number of the period. The caller holds the user''s locks. Raises TK032 when the plan of trials does not exist.';
