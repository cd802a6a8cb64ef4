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
  'Rows that a job could not process and skips for now. Fix the cause, then select ops.unpark(job, row_id) to retry one immediately.';
comment on column ops.parked.job is 'Which job skips it.';
comment on column ops.parked.row_id is 'The id of the row in the table that the job works off.';
comment on column ops.parked.sqlstate is 'Of the last failure.';
comment on column ops.parked.error is 'The message of the last failure.';
comment on column ops.parked.parked_at is 'When it failed last, machine time, UTC.';
comment on column ops.parked.attempts is 'How often it failed.';
comment on column ops.parked.retry_at is 'When the job tries it again by itself, business time, UTC.';
