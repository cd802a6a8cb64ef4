-- Does pg_cron have the declared jobs, for this database, and run them? What is declared is as in jobs.schedules(),
-- which only the owner may call.
with schedules as (
  select
    case r.number when 1 then j.name else format('%s#%s', j.name, r.number) end as name,
    j.schedule,
    format('call jobs.work(%L)', j.name) as command
  from jobs.jobs as j
  cross join lateral generate_series(1, j.runners) as r (number)
  where j.enabled and to_regprocedure(format('jobs.%I(integer)', j.name)) is not null
),

found (name, subject) as (
  select 'pg_cron has every declared job', s.name || case when c.jobid is null then ': missing' else ': differs' end
  from schedules as s
  left join cron.job as c on c.jobname = s.name and c.username = 'tickover_cron'
  where (c.schedule, c.command, c.active, c.database)
    is distinct from (s.schedule, s.command, true, current_database()::text)

  union all
  select 'pg_cron has no other job of ours', c.jobname
  from cron.job as c
  where c.username = 'tickover_cron' and not exists (select from schedules as s where s.name = c.jobname)

  union all
  select 'no job is overdue', o.name
  from ops.overdue_jobs as o
)

select count(f.subject) = 0 as ok, c.name, coalesce(string_agg(f.subject, '; ' order by f.subject), '') as detail
from (
  values ('pg_cron has every declared job'), ('pg_cron has no other job of ours'), ('no job is overdue')
) as c (name)
left join found as f on f.name = c.name
group by c.name
order by c.name;
