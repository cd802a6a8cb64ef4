-- What runs at the end of each day is counted by what began and what ended by then: one pass over the periods.
create or replace function ops.figures_by_day(p_days integer) returns table (
  day date, new_people bigint, trials bigint, first_payments bigint, active bigint, in_trial bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with span as (
    select
      app.day_of(app.now()) - p_days + 1 as first_day, app.day_of(app.now()) as last_day,
      app.day_start(app.day_of(app.now()) - p_days + 1) as starts_at, app.now() as ends_at,
      app.zone_of('UTC') as zone
  ),

  periods as (
    select
      p.kind = 'trial' as is_trial,
      greatest((p.starts_at at time zone s.zone)::date, s.first_day) as began,
      case when coalesce(p.closed_at, p.ends_at) <= s.ends_at
        then (coalesce(p.closed_at, p.ends_at) at time zone s.zone)::date
      end as over
    from span as s
    join billing.periods as p on p.ends_at > s.starts_at and p.starts_at <= s.ends_at
    where coalesce(p.closed_at, p.ends_at) > greatest(s.starts_at, p.starts_at)
  ),

  events as (
    select
      p.began as day, 0 as people, 0 as trials, 0 as payers, count(*) filter (where not p.is_trial) as active,
      count(*) filter (where p.is_trial) as in_trial
    from periods as p
    group by p.began
    union all
    select p.over, 0, 0, 0, -count(*) filter (where not p.is_trial), -count(*) filter (where p.is_trial)
    from periods as p
    where p.over is not null
    group by p.over
    union all
    select (u.created_at at time zone s.zone)::date, count(*), 0, 0, 0, 0
    from span as s
    join app.users as u on u.created_at >= s.starts_at
    group by 1
    union all
    select (t.started_at at time zone s.zone)::date, 0, count(*), 0, 0, 0
    from span as s
    join billing.trials as t on t.started_at >= s.starts_at
    group by 1
    union all
    select (p.received_at at time zone s.zone)::date, 0, 0, count(*), 0, 0
    from span as s
    join billing.payments as p on p.received_at >= s.starts_at
    where p.user_id is not null
      and not exists (select from billing.payments as e where e.user_id = p.user_id and e.id < p.id)
    group by 1
  )

  select
    d.day,
    coalesce(sum(e.people), 0)::bigint,
    coalesce(sum(e.trials), 0)::bigint,
    coalesce(sum(e.payers), 0)::bigint,
    coalesce(sum(sum(e.active)) over (order by d.day), 0)::bigint,
    coalesce(sum(sum(e.in_trial)) over (order by d.day), 0)::bigint
  from span as s
  cross join lateral (
    select s.first_day + n as day from generate_series(0, s.last_day - s.first_day) as n
  ) as d
  left join events as e on e.day = d.day
  group by d.day
  order by d.day
$$;
comment on function ops.figures_by_day(integer) is
  'The last p_days days of the shop''s zone, today included, oldest first: new people, trials that began, people whose first payment came (as in ops.figures), and the subscriptions that ran at the end of the day, or now: active (trials left out) and in_trial.';
