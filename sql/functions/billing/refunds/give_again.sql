-- Free time that was removed to make room is granted again after what is there now, with its former plan. Nobody chose
-- that, and what was chosen about renewal stays.
create or replace function billing.give_again(p_subscription_id bigint, p_periods billing.free_period[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period billing.free_period;
  v_subscription billing.subscriptions;
  v_starts_at timestamptz;
begin
  foreach v_period in array coalesce(p_periods, '{}') loop
    select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
    v_starts_at := greatest(v_subscription.ends_at, app.now());
    perform billing.grant_period(
      v_subscription.user_id,
      v_period.plan_id,
      'grant',
      (
        v_subscription.period_number + 1, v_starts_at, v_starts_at + v_period.length, v_starts_at,
        v_subscription.period_number + 1
      )::billing.span,
      p_actor => 'system',
      p_subscription_id => p_subscription_id,
      p_plan_version => v_period.plan_version,
      p_continues => true
    );
  end loop;
end
$$;
comment on function billing.give_again(bigint, billing.free_period[]) is
  'Grants free time again, as billing.free_periods returned it before it was removed (null: there was none). The caller holds the user''s locks.';
