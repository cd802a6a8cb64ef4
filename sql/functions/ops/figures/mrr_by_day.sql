create or replace function ops.mrr_by_day(p_days integer) returns table (day date, currency text, mrr bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with span as (
    select
      app.day_of(app.now()) - p_days + 1 as first_day, app.day_of(app.now()) as last_day,
      app.day_start(app.day_of(app.now()) - p_days + 1) as starts_at, app.zone_of('UTC') as zone
  ),

  rates as (
    select r.currency, r.rate, r.starts_at, r.ends_at
    from span as s
    cross join lateral ops.rates(s.starts_at, app.now()) as r
  ),

  events as (
    select greatest((r.starts_at at time zone s.zone)::date, s.first_day) as day, r.currency, r.rate
    from span as s
    cross join rates as r
    union all
    select (r.ends_at at time zone s.zone)::date, r.currency, -r.rate
    from span as s
    cross join rates as r
    where r.ends_at <= app.now()
  )

  select d.day, c.currency, coalesce(sum(sum(e.rate)) over (partition by c.currency order by d.day), 0)::bigint
  from span as s
  cross join lateral (
    select s.first_day + n as day from generate_series(0, s.last_day - s.first_day) as n
  ) as d
  cross join (select distinct r.currency from rates as r) as c
  left join events as e on (e.day, e.currency) = (d.day, c.currency)
  group by d.day, c.currency
  order by c.currency, d.day
$$;
comment on function ops.mrr_by_day(integer) is
  'The last p_days days of the shop''s zone, today included: what the paid periods that ran at the end of each brought in 30 days (ops.rates), by currency, minor units.';
