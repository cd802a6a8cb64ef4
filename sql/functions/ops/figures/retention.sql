-- A renewal may come at the end of the grace, so the function waits for that. It looks for people who began among
-- those who paid for something since then, by the first paid period of each of their subscriptions, and does not read
-- the payments of all others.
create or replace function ops.retention(p_months integer)
returns table (cohort date, people bigint, month integer, stayed bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with shop as (
    select
      app.now() as now,
      z.name as zone,
      (date_trunc('month', app.now() at time zone z.name) - make_interval(months => p_months)) at time zone z.name
        as starts_at,
      make_interval(hours => app.setting('grace_hours')::integer) as grace
    from (select app.zone_of('UTC') as name) as z
  ),

  payers as (
    select distinct s.user_id
    from shop as v
    join billing.periods as p on p.ends_at > v.starts_at and p.starts_at >= v.starts_at
    join billing.subscriptions as s on s.id = p.subscription_id
    where p.kind = 'paid' and p.closed_at is distinct from p.starts_at
  ),

  began as (
    select s.user_id, min(f.starts_at) as at
    from payers as y
    join billing.subscriptions as s on s.user_id = y.user_id
    cross join lateral (
      select p.starts_at
      from billing.periods as p
      where p.subscription_id = s.id and p.kind = 'paid' and p.closed_at is distinct from p.starts_at
      order by p.number
      limit 1
    ) as f
    group by s.user_id
  ),

  cohorts as (
    select date_trunc('month', b.at at time zone v.zone)::date as cohort, b.user_id, b.at + v.grace as at
    from shop as v
    join began as b on b.at < v.now and b.at >= v.starts_at
  ),

  stayed as (
    select distinct c.cohort, c.user_id, m.month
    from cohorts as c
    join billing.subscriptions as s on s.user_id = c.user_id
    join billing.periods as p on p.subscription_id = s.id and p.kind = 'paid'
    join generate_series(1, p_months) as m (month)
      on p.starts_at <= c.at + make_interval(months => m.month)
      and coalesce(p.closed_at, p.ends_at) > c.at + make_interval(months => m.month)
  ),

  counted as (
    select s.cohort, s.month, count(*) as people
    from stayed as s
    join cohorts as c on c.user_id = s.user_id
    cross join shop as v
    where c.at + make_interval(months => s.month) <= v.now
    group by s.cohort, s.month
  )

  select c.cohort, count(*), m.month, coalesce(min(n.people), 0)
  from shop as v
  cross join cohorts as c
  join generate_series(1, p_months) as m (month) on c.at + make_interval(months => m.month) <= v.now
  left join counted as n on (n.cohort, n.month) = (c.cohort, m.month)
  group by c.cohort, m.month
  order by c.cohort, m.month
$$;
comment on function ops.retention(integer) is
  'People by the month (its first day in the shop''s zone) in which their first paid period began, of the last p_months months: how many of those for whom month months and the grace are over had a paid period then (stayed).';
