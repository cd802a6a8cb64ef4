-- Whether PostgreSQL's clock can be believed. Nothing in the database tells a clock that leapt from a server that stood
-- still; the programs ask Telegram what time it is. See jobs.note_time and jobs.compare_clock.
create table jobs.clock (
  one_row boolean primary key default true constraint only_one_row check (one_row),
  seen_at timestamptz,
  leapt_at timestamptz,
  ahead interval,
  compared_at timestamptz
) with (fillfactor = 10);
comment on table jobs.clock is
  'What is known of PostgreSQL''s clock: one row. Times are the machine''s, not business time.';
comment on column jobs.clock.one_row is 'Always true: the table has one row.';
comment on column jobs.clock.seen_at is 'What it showed when somebody looked last, UTC; null before anybody did.';
comment on column jobs.clock.leapt_at is
  'When it was found to have leapt, or the server to have stood still, UTC; null once Telegram''s clock has confirmed it since.';
comment on column jobs.clock.ahead is
  'By how much it was ahead of Telegram''s when they were compared last, less than 0 if behind; null where that is not known since the last leap.';
comment on column jobs.clock.compared_at is 'When they were compared last, UTC; null if never.';
insert into jobs.clock default values;

select
  migrate.classify('jobs.clock', 'open', 'one_row', 'seen_at'),
  migrate.classify('jobs.clock', 'open', 'leapt_at', 'ahead', 'compared_at');
