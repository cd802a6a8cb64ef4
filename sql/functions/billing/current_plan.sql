create or replace function billing.current_plan(
  p_subscription billing.subscriptions,
  out plan_id bigint,
  out kind text,
  out price_id bigint,
  out until timestamptz
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    r.plan_id,
    coalesce((r.period).kind, p_subscription.source),
    (r.period).price_id,
    coalesce(
      (
        select min(p.starts_at)
        from billing.periods as p
        where p.subscription_id = p_subscription.id
          and p.number > (r.period).number
          and p.closed_at is distinct from p.starts_at
          and coalesce(billing.plan_of_period(p), p_subscription.plan_id) <> r.plan_id
      ),
      p_subscription.ends_at
    )
  from (
    select c as period, coalesce(billing.plan_of_period(c), p_subscription.plan_id) as plan_id
    from billing.current_period(p_subscription.id) as c
    where c.number is not null
  ) as r
$$;
comment on function billing.current_plan(billing.subscriptions) is
  'What runs of a subscription, or ran last: plan, kind and price (null for what was free) of its period, and until when it is that plan, UTC; nulls without a subscription, and for one of which nothing is left that has begun.';
