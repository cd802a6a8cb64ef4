-- Traffic is counted from a mark. A mark is the beginning of the plan (as far as periods follow without a gap and
-- under one rule), the beginning of each period since then, or each month, depending on the plan. Without carry-over,
-- the last mark reached counts. With carry-over, the first mark counts and the limit is the sum of all; so nobody
-- needs to know how much was used.
create or replace function billing.traffic_of(
  p_period billing.periods,
  p_version billing.plan_versions,
  out data_limit bigint,
  out traffic_from timestamptz,
  out until timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_months constant boolean := p_version.traffic_reset = 'month';
begin
  with past as (
    select
      p.number,
      p.starts_at,
      coalesce(p.closed_at, p.ends_at) as ends_at,
      lag(p.starts_at) over (order by p.number desc) as next_at,
      v.data_limit_bytes as data_limit,
      v.data_limit_bytes is not null and (v.plan_id, v.traffic_reset, v.traffic_carry_over)
      = (p_version.plan_id, p_version.traffic_reset, p_version.traffic_carry_over) as same
    from billing.periods as p
    left join billing.plan_versions as v on v.plan_id = billing.plan_of_period(p) and v.version = p.plan_version
    where p.subscription_id = p_period.subscription_id
      and p.number <= p_period.number
      and p.closed_at is distinct from p.starts_at
  ),
  unbroken as (
    select s.starts_at, s.ends_at, s.data_limit
    from (
      select
        p.*,
        bool_and(p.number = p_period.number or p.same and p.ends_at = p.next_at) over (order by p.number desc) as yes
      from past as p
    ) as s
    where s.yes
  ),
  marks as (
    select u.starts_at as at, u.data_limit
    from unbroken as u
    where p_version.traffic_reset = 'period'
    union all
    select m.at, u.data_limit
    from (select min(u.starts_at) as at from unbroken as u where p_version.traffic_reset <> 'period') as began
    cross join generate_series(0, case when v_months then billing.months_between(began.at, v_now) else 0 end) as i (n)
    cross join lateral billing.add_periods(began.at, i.n, 1, 'month') as m (at)
    join unbroken as u on m.at >= u.starts_at and m.at < u.ends_at
    where m.at <= v_now
  )
  select
    case when p_version.traffic_carry_over then sum(m.data_limit)::bigint else p_version.data_limit_bytes end,
    case when p_version.traffic_carry_over then min(m.at) else max(m.at) end,
    case when v_months then billing.add_periods(min(m.at), count(*)::integer, 1, 'month') end
  into data_limit, traffic_from, until
  from marks as m;
  if until >= coalesce(p_period.closed_at, p_period.ends_at) then
    until := null;
  end if;
end
$$;
comment on function billing.traffic_of(billing.periods, billing.plan_versions) is
  'Takes a running period and its plan version, which limits traffic. Returns the limit in bytes, from when traffic is counted, and when the count is next reset within the period, UTC; null for never.';
