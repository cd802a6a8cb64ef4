-- People who were erased still count: a figure about a month does not change when somebody leaves.
create or replace function ops.figures(p_from date, p_until date) returns table (
  new_people bigint,
  newcomers_paid bigint,
  trials bigint,
  trials_paid bigint,
  first_payments bigint,
  purchases bigint,
  renewals bigint,
  active_before bigint,
  ended bigint
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with span as (
    select
      app.day_start(p_from) as starts_at, app.day_start(p_until) as ends_at,
      least(app.day_start(p_until), app.now()) as seen_at
  ),

  people as (
    select
      count(*) as came,
      count(*) filter (where exists (select from billing.payments as p where p.user_id = u.id)) as paid
    from span as s
    join app.users as u on u.created_at >= s.starts_at and u.created_at < s.ends_at
  ),

  trials as (
    select
      count(*) as began,
      count(*) filter (where exists (select from billing.payments as p where p.user_id = t.user_id)) as paid
    from span as s
    join billing.trials as t on t.started_at >= s.starts_at and t.started_at < s.ends_at
  ),

  payers as (
    select count(*) as first_ones
    from span as s
    join billing.payments as p on p.received_at >= s.starts_at and p.received_at < s.ends_at
    where p.user_id is not null
      and not exists (select from billing.payments as e where e.user_id = p.user_id and e.id < p.id)
  ),

  sold as (
    select count(*) as periods, count(*) filter (where coalesce(o.kind, 'renewal') = 'renewal') as renewals
    from span as s
    join billing.periods as p on p.created_at >= s.starts_at and p.created_at < s.ends_at
    left join billing.orders as o on o.id = p.order_id
    where p.kind = 'paid'
  ),

  running as (
    select
      count(*) as before,
      count(*) filter (where not exists (
        select
        from billing.periods as n
        where n.subscription_id = p.subscription_id
          and n.kind <> 'trial'
          and n.starts_at <= s.seen_at
          and coalesce(n.closed_at, n.ends_at) > s.seen_at
      )) as ended
    from span as s
    join billing.periods as p on p.ends_at > s.starts_at and p.starts_at <= s.starts_at
    where p.kind <> 'trial' and coalesce(p.closed_at, p.ends_at) > s.starts_at
  )

  select
    people.came, people.paid, trials.began, trials.paid, payers.first_ones, sold.periods - sold.renewals, sold.renewals,
    running.before, running.ended
  from people, trials, payers, sold, running
$$;
comment on function ops.figures(date, date) is
  'Takes days of the shop''s zone, half-open [p_from, p_until). new_people: who started the bot; newcomers_paid: who of them has paid anything since. trials: trials that began; trials_paid: whose people have paid since. first_payments: people whose first payment came. purchases: paid periods that began a subscription, changed it or were given; renewals: those that went on, by themselves or ordered. active_before: subscriptions that ran at the beginning, trials left out; ended: which of them do not run at the end, or now (in the grace it counts as ended). Conversion is trials_paid / trials and newcomers_paid / new_people, churn is ended / active_before.';
