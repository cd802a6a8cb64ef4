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
  v_period record;
  v_left numeric := extract(epoch from p_by);
  v_by numeric := 0.0;
  v_rate numeric;
begin
  select coalesce(max(coalesce(p.closed_at, p.ends_at)), p_subscription.ends_at) into v_ends_at
  from billing.periods as p
  where p.subscription_id = p_subscription.id
    and p.closed_at is distinct from p.starts_at
    and (p.kind = 'paid' or coalesce(billing.plan_of_period(p), p_plan_id) = p_plan_id);
  v_ends_at := greatest(v_ends_at, app.now());

  -- A paid period of another plan may follow (a gift): as much of it goes as is worth the time that is taken.
  select p.charged / extract(epoch from p.ends_at - p.starts_at) into v_rate
  from billing.paid_periods as p
  where p.subscription_id = p_subscription.id and p.plan_id = p_plan_id and p.charged > 0
  order by p.number desc
  limit 1;
  for v_period in
    select
      extract(epoch from coalesce(p.closed_at, p.ends_at) - greatest(p.starts_at, app.now())) as length,
      p.charged / extract(epoch from p.ends_at - p.starts_at) / v_rate as worth
    from billing.paid_periods as p
    where p.subscription_id = p_subscription.id
      and p.plan_id <> p_plan_id
      and p.charged > 0
      and coalesce(p.closed_at, p.ends_at) > greatest(p.starts_at, app.now())
      and not exists (
        select
        from billing.periods as o
        where o.subscription_id = p.subscription_id
          and o.number > p.number
          and o.closed_at is distinct from o.starts_at
          and billing.plan_of_period(o) = p_plan_id
      )
    order by p.number desc
  loop
    exit when v_rate is null or v_left <= 0;
    v_by := v_by + least(v_period.length, v_left / v_period.worth);
    v_left := v_left - least(v_period.length * v_period.worth, v_left);
  end loop;
  v_by := v_by + v_left;
  select array_agg(f order by f.number) into v_free
  from billing.free_periods(p_subscription.id, v_ends_at) as f;

  v_after := billing.end_at(
    p_subscription.id, greatest(app.now(), v_ends_at - make_interval(secs => v_by::double precision)), p_actor, p_action,
    p_reason, v_free is not null
  );
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
