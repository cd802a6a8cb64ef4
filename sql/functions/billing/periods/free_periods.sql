-- Computed in seconds: the difference of two times would otherwise contain days, and adding a day is not 24 hours in
-- every session's time zone.
create or replace function billing.free_periods(p_subscription_id bigint, p_at timestamptz)
returns setof billing.free_period
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    p.number,
    coalesce(billing.plan_of_period(p), s.plan_id),
    p.plan_version,
    make_interval(
      secs => extract(epoch from coalesce(p.closed_at, p.ends_at) - greatest(p.starts_at, p_at))::double precision
    )
  from billing.subscriptions as s
  join billing.periods as p on p.subscription_id = s.id
  where s.id = p_subscription_id
    and p.kind <> 'paid'
    and coalesce(p.closed_at, p.ends_at) > greatest(p.starts_at, p_at)
  order by p.number
$$;
comment on function billing.free_periods(bigint, timestamptz) is
  'Returns the free periods (trial, grants) with time left after p_at, UTC, in order.';
