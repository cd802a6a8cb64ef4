-- What runs when, and what became of it. pg_cron knows only `call jobs.work('<name>')`.

create table jobs.jobs (
  name text primary key constraint name_is_a_word check (name ~ '^[a-z][a-z0-9_]{1,62}$'),
  schedule text not null,
  position integer not null,
  flag text references app.flags,
  batch_size integer not null constraint batch_size_is_sane check (batch_size between 1 and 10000),
  enabled boolean not null default true,
  description text not null
);
comment on table jobs.jobs is 'Registry of jobs. A job is the function jobs.<name>(p_limit integer) returns jobs.step, called batch by batch.';
comment on column jobs.jobs.schedule is 'Five fields as cron has them, UTC.';
comment on column jobs.jobs.position is 'Order among jobs that are due at the same moment (the sandbox runs them one by one).';
comment on column jobs.jobs.flag is 'Kill switch; when it is off a run is recorded as skipped.';
comment on column jobs.jobs.enabled is 'Whether it is scheduled at all.';

create type jobs.step as (done integer, parked integer, more boolean);
comment on type jobs.step is 'What one batch did: rows done, rows parked, and whether more is due.';

create table jobs.run (
  id bigint generated always as identity primary key,
  job text not null references jobs.jobs on delete cascade,
  status text not null constraint status_is_known check (status in ('running', 'ok', 'failed', 'skipped')),
  pid integer not null default pg_backend_pid(),
  started_at timestamptz not null,
  finished_at timestamptz,
  batches integer not null default 0,
  done integer not null default 0,
  parked integer not null default 0,
  error text,
  constraint finished_has_its_time check ((status = 'running') = (finished_at is null)),
  constraint failed_says_why check ((status = 'failed') = (error is not null))
) with (fillfactor = 80);
create index run_by_job on jobs.run (job, started_at);
create index run_by_age on jobs.run (started_at);
create index run_running on jobs.run (job) where status = 'running';
comment on table jobs.run is 'Every run of every job; times are the machine''s, not business time.';
comment on column jobs.run.pid is 'Backend that worked on it, for pg_cancel_backend().';
comment on column jobs.run.done is 'Rows done.';
comment on column jobs.run.parked is 'Rows that failed and were put aside; see ops.parked.';

create table jobs.parked (
  job text not null references jobs.jobs on delete cascade,
  row_id bigint not null,
  sqlstate text not null,
  error text not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (job, row_id)
);
comment on table jobs.parked is 'Rows that a job could not process; it passes over them until ops.unpark() is called.';
