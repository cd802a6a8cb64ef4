-- A long run does not count as overdue while it is within its statement_timeout. A run whose time lies in the future,
-- because a clock was ahead, says nothing.
create or replace view ops.overdue_jobs as
select j.name, last.started_at
from jobs.jobs as j
left join lateral (
  select r.started_at, r.status
  from jobs.run as r
  where r.job = j.name and r.started_at <= clock_timestamp()
  order by r.started_at desc
  limit 1
) as last on true
where j.enabled
  and greatest(
    case when j.scheduled_at <= clock_timestamp() then j.scheduled_at else '-infinity' end,
    jobs.server_started(),
    last.started_at
  ) < clock_timestamp() - (2 * jobs.every(j.schedule) + interval '90 seconds')
  and (last.status = 'running' and last.started_at > clock_timestamp() - interval '20 minutes') is not true;
comment on view ops.overdue_jobs is 'Jobs that should have run by now.';
comment on column ops.overdue_jobs.name is 'The job.';
comment on column ops.overdue_jobs.started_at is 'When its last run began, machine time, UTC; null where it never ran.';
