create or replace view ops.parked as
select
  p.job,
  p.row_id,
  p.sqlstate,
  p.error,
  p.parked_at,
  p.attempts,
  p.retry_at
from jobs.parked as p
order by p.parked_at desc;
comment on view ops.parked is
  'Rows that a job could not process and skips until retry_at (business time, UTC). Fix the cause, then select ops.unpark(job, row_id) to retry one immediately.';
