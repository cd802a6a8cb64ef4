-- The first view to look at: what runs, how it went, and how long ago. A job with several runners is shown as one, by
-- the last run of each runner, so that a failure of one does not hide behind the others.
create or replace view ops.jobs as
select
  j.name,
  j.schedule,
  case
    when not j.enabled then 'disabled'
    when f.enabled is false then 'flag off'
    when o.name is not null then 'overdue'
    when bool_or(last.status = 'running' and last.alive) then 'running'
    when bool_or(last.status = 'failed' or not last.alive) then 'failed'
    else coalesce(max(last.status), 'never ran')
  end as state,
  date_trunc('second', clock_timestamp() - max(last.started_at)) as last_run_ago,
  round(extract(epoch from max(last.finished_at - last.started_at)) * 1000, 1) as took_ms,
  sum(last.done) as done,
  sum(last.parked) as parked,
  day.runs as runs_24h,
  day.failures as failures_24h,
  max(last.error) as last_error
from jobs.jobs as j
left join app.flags as f on f.name = j.flag
left join ops.overdue_jobs as o on o.name = j.name
left join lateral (
  select r.*, case when r.status = 'running' then jobs.is_alive(r.id) end as alive
  from jobs.run as r
  where r.job = j.name and r.started_at <= clock_timestamp()
  order by r.started_at desc
  limit j.runners
) as last on true
cross join lateral (
  select count(*) as runs, count(*) filter (where r.status = 'failed') as failures
  from jobs.run as r
  where r.job = j.name
    -- Stable, unlike clock_timestamp(), so that an index can be used.
    and r.started_at > statement_timestamp() - interval '24 hours'
) as day
group by j.name, f.enabled, o.name, day.runs, day.failures
order by j.position;
comment on view ops.jobs is
  'Jobs with their last run and the last 24 hours; several runners of one are shown together. jobs.run has the history, ops.cron_runs what pg_cron says.';
comment on column ops.jobs.name is 'The job; its function is jobs.<name>.';
comment on column ops.jobs.schedule is 'Five fields as cron has them, UTC.';
comment on column ops.jobs.state is
  'ok, running, failed, skipped (the shop is held), overdue (it should have run since), flag off, disabled or never ran.';
comment on column ops.jobs.last_run_ago is 'How long ago its last run began, machine time; null where it never ran.';
comment on column ops.jobs.took_ms is 'How long its last run took, milliseconds; null while it runs.';
comment on column ops.jobs.done is 'Rows done in its last run.';
comment on column ops.jobs.parked is 'Rows set aside in its last run, see ops.parked.';
comment on column ops.jobs.runs_24h is 'How many runs began within 24 hours.';
comment on column ops.jobs.failures_24h is 'How many of these failed.';
comment on column ops.jobs.last_error is 'Why its last run failed; null when it did not.';
