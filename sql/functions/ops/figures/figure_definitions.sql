-- In one place, so that whoever shows a figure and whoever counts it ahead count the same. The queries are executed
-- with their arguments as $1, an array of texts.
create or replace view ops.figure_definitions as
select d.name, d.query
from (values
  (
    'figures', $query$
      select
        d.from_day, f.new_people, f.newcomers_paid, f.trials, f.trials_paid,
        f.first_payments, f.purchases, f.renewals, f.active_before, f.ended
      from ops.days_of($1[1], $1[2]::integer) as d
      cross join lateral ops.figures(d.from_day, d.until_day) as f
    $query$
  ),
  (
    'received', $query$
      select
        r.provider, r.currency, sum(r.received)::bigint as received, sum(r.fees)::bigint as fees,
        sum(r.sent_back)::bigint as sent_back
      from ops.days_of($1[1], $1[2]::integer) as d
      cross join lateral ops.received_between(app.day_start(d.from_day), app.day_start(d.until_day)) as r
      group by r.provider, r.currency
      order by 3 desc, 1
    $query$
  ),
  (
    'active_now', $query$
      select s.active, s.in_trial, s.granted, s.paying_people, s.people from ops.active_now as s
    $query$
  ),
  (
    'mrr', $query$
      select m.currency, m.mrr, m.people, m.arpu from ops.mrr as m order by m.mrr desc
    $query$
  ),
  (
    'owed', $query$
      select o.name, o.currency, o.people, o.amount from ops.owed as o order by o.currency, o.amount desc
    $query$
  ),
  (
    'retention', $query$
      select r.cohort, r.people, r.month, r.stayed from ops.retention($1[1]::integer) as r order by r.cohort, r.month
    $query$
  ),
  (
    'figures_by_day', $query$
      select f.day, f.new_people, f.trials, f.first_payments, f.active, f.in_trial
      from ops.figures_by_day($1[1]::integer) as f
      order by f.day
    $query$
  ),
  (
    'mrr_by_day', $query$
      select m.day, m.currency, m.mrr from ops.mrr_by_day($1[1]::integer) as m order by m.currency, m.day
    $query$
  ),
  (
    'received_by_day', $query$
      select d.day, r.currency, r.provider, r.received - r.fees - r.sent_back as net
      from (
        select app.day_of(app.now()) - n as day from generate_series(0, $1[1]::integer - 1) as n
      ) as d
      left join ops.received_between(app.day_start(app.day_of(app.now()) - $1[1]::integer + 1)) as r
        on app.day_of(r.day) = d.day
      order by 1, 2, 3
    $query$
  ),
  (
    'growth', $query$
      select
        g.name, g.people, g.trials, g.paying, g.currency, g.revenue, g.discounts, g.rewards,
        g.code_discounts, g.code_bonus, count(*) over () as lines
      from ops.growth as g
      where g.origin = $1[1] and (g.name is not null or $1[1] = 'none')
      order by g.revenue desc, g.paying desc, g.people desc, g.name, g.currency
      limit $1[3]::bigint
      offset $1[2]::bigint
    $query$
  )
) as d (name, query);
comment on view ops.figure_definitions is
  'The figures of the admin menu, counted alike whoever shows them. See ops.figure.';
comment on column ops.figure_definitions.name is 'The function of schema admin that returns it.';
comment on column ops.figure_definitions.query is
  'What counts it; it takes the arguments of that function as $1 (text[]).';
