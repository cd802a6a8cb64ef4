-- Refunded time is taken from the end of its plan. Free time of another plan that waits behind it only moves forward.
create or replace function billing.take_back(
  p_subscription billing.subscriptions,
  p_plan_id bigint,
  p_by interval,
  p_actor text,
  p_action text,
  p_reason text
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ends_at timestamptz;
  v_free billing.free_period[];
  v_after billing.subscriptions;
begin
  select coalesce(max(coalesce(p.closed_at, p.ends_at)), p_subscription.ends_at) into v_ends_at
  from billing.periods as p
  where p.subscription_id = p_subscription.id
    and p.closed_at is distinct from p.starts_at
    and (p.kind = 'paid' or coalesce(billing.plan_of_period(p), p_plan_id) = p_plan_id);
  v_ends_at := greatest(v_ends_at, app.now());
  select array_agg(f order by f.number) into v_free
  from billing.free_periods(p_subscription.id, v_ends_at) as f;

  v_after := billing.end_at(p_subscription.id, greatest(app.now(), v_ends_at - p_by), p_actor, p_action, p_reason);
  if v_free is null then
    return v_after;
  end if;
  perform billing.give_again(p_subscription.id, v_free);
  select s.* into v_after from billing.subscriptions as s where s.id = p_subscription.id;
  return v_after;
end
$$;
comment on function billing.take_back(billing.subscriptions, bigint, interval, text, text, text) is
  'Takes p_by of an active subscription''s time, from the end of what was paid for or belongs to plan p_plan_id, but never time that is past; audited as p_action. Returns the subscription. The caller holds its lock.';
