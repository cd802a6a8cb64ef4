-- Free time that had to make room comes after what is there now, on the plan that it was given of.
create or replace function billing.give_again(p_subscription_id bigint, p_plan_ids bigint[], p_lengths interval[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_starts_at timestamptz;
begin
  for v_n in 1..coalesce(cardinality(p_plan_ids), 0) loop
    select s.* into v_subscription from billing.subscriptions as s where s.id = p_subscription_id;
    v_starts_at := greatest(v_subscription.ends_at, app.now());
    perform billing.grant_period(
      v_subscription.user_id,
      p_plan_ids[v_n],
      'grant',
      (
        v_subscription.period_number + 1, v_starts_at, v_starts_at + p_lengths[v_n], v_starts_at,
        v_subscription.period_number + 1
      )::billing.span,
      p_subscription_id => p_subscription_id
    );
  end loop;
end
$$;
comment on function billing.give_again(bigint, bigint[], interval[]) is
  'Grants free time once more, as billing.free_periods told it before it was taken off (nulls: nothing was). The caller holds the user''s locks.';
