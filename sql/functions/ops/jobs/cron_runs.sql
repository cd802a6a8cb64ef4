create or replace view ops.cron_runs as
select r.job, r.status, r.detail, r.started_at, r.ended_at - r.started_at as took, r.pid
from jobs.cron_runs() as r
order by r.id desc;
comment on view ops.cron_runs is
  'pg_cron''s own history, newest first. It includes runs that never became a run of ours, such as "connection failed". ops.jobs shows what the jobs did.';
