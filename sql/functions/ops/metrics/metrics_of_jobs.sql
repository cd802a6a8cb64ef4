create or replace view ops.metrics_of_jobs as
select
  'tickover_job_overdue' as name, jsonb_build_object('job', j.name) as labels,
  (exists (select from ops.overdue_jobs as o where o.name = j.name))::integer::double precision as value
from jobs.jobs as j
where j.enabled
union all
select
  'tickover_job_ran_seconds_ago', jsonb_build_object('job', j.name),
  extract(epoch from clock_timestamp() - l.started_at)
from jobs.jobs as j
cross join lateral (
  select r.started_at
  from jobs.run as r
  where r.job = j.name
  order by r.started_at desc
  limit 1
) as l
union all
select 'tickover_parked_rows', jsonb_build_object('job', p.job), count(*) from jobs.parked as p group by p.job
union all
select 'tickover_brake_held', jsonb_build_object('brake', b.name), coalesce(b.held, 0) from app.brakes as b;
comment on view ops.metrics_of_jobs is
  'Part of ops.metrics: jobs that are late, rows that they have set aside, and what brakes hold.';
