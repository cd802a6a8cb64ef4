create or replace view ops.cron_runs as
select r.job, r.status, r.detail, r.started_at, r.ended_at - r.started_at as took, r.pid
from jobs.cron_runs(null) as r
order by r.id desc;
comment on view ops.cron_runs is
  'pg_cron''s own history, newest first. It includes runs that never became a run of ours, such as "connection failed". ops.jobs shows what the jobs did.';
comment on column ops.cron_runs.job is 'Which job.';
comment on column ops.cron_runs.status is 'In the words of pg_cron, such as running, succeeded or failed.';
comment on column ops.cron_runs.detail is 'What the run returned, or its error.';
comment on column ops.cron_runs.started_at is 'When it began, machine time, UTC; null where it did not.';
comment on column ops.cron_runs.took is 'How long it ran; null while it runs.';
comment on column ops.cron_runs.pid is 'Backend that ran it; null where there was none.';
