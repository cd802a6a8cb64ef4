-- What the admin menu does once more for the same confirmation, large files, and figures of a large shop.

-- They take a request id as well now; where both signatures were there, a call without one would be ambiguous.
drop function if exists admin.return_code_use(bigint, bigint, text, text);
drop function if exists ops.return_code_use(bigint, text, text);

-- In a shop with 100,000 people a figure takes seconds to count, and so it is counted before somebody looks.
create table app.kept_figures (
  name text not null,
  arguments text[] not null,
  rows jsonb not null,
  counted_at timestamptz not null,
  counted_on date not null,
  asked_at timestamptz not null,
  primary key (name, arguments)
);
comment on table app.kept_figures is
  'Figures of a large shop as they were counted last, see ops.figure. No personal data: they are sums.';
comment on column app.kept_figures.name is 'Which figure: a name of ops.figure_definitions.';
comment on column app.kept_figures.arguments is 'Of which span, of how many days: as the function of schema admin takes them.';
comment on column app.kept_figures.rows is 'An array of objects, whose keys are the columns.';
comment on column app.kept_figures.counted_at is 'Business time, UTC.';
comment on column app.kept_figures.counted_on is 'The day in the shop''s zone, from which spans are counted back.';
comment on column app.kept_figures.asked_at is 'When somebody looked at it last, UTC.';
select migrate.classify(
  'app.kept_figures', 'open', 'name', 'arguments', 'rows', 'counted_at', 'counted_on', 'asked_at'
);

-- Files of a large shop take longer to make than somebody who taps may wait.
create table app.exports (
  id bigint generated always as identity primary key,
  request uuid not null unique,
  user_id bigint not null references app.users,
  what text not null constraint what_is_known check (what in ('payments', 'ledger', 'customers', 'subscriptions')),
  from_day date,
  until_day date,
  language text not null,
  reason text not null,
  asked_at timestamptz not null,
  made_at timestamptz,
  rows bigint,
  files integer,
  sent integer not null default 0,
  error text,
  constraint what_has_days check ((what in ('payments', 'ledger')) = (from_day is not null)),
  constraint days_are_a_span check ((from_day is null) = (until_day is null) and from_day < until_day),
  constraint made_with_its_size check ((made_at is null) = (rows is null) and (made_at is null) = (files is null))
);
create index exports_of_user on app.exports (user_id);
create index exports_to_make on app.exports (id) where made_at is null and error is null;
comment on table app.exports is
  'Files that admins asked for: made by the job make_exports, sent to their chat one message a file, and forgotten after 30 days; the audit keeps who was given what.';
comment on column app.exports.request is 'Drawn by whoever asks, before asking.';
comment on column app.exports.user_id is 'The admin.';
comment on column app.exports.from_day is 'Of the days [from_day, until_day) in the shop''s zone; null for what is not about days.';
comment on column app.exports.language is 'Of the admin: its spreadsheets expect other separators.';
comment on column app.exports.asked_at is 'Business time, UTC; so is made_at.';
comment on column app.exports.files is 'How many files the rows fill.';
comment on column app.exports.sent is 'How many of these have been sent, or given up.';
comment on column app.exports.error is 'Why it could not be made; null else.';

create table app.export_slices (
  export_id bigint not null references app.exports on delete cascade,
  number integer not null,
  rows json not null,
  primary key (export_id, number)
);
comment on table app.export_slices is
  'The rows of files that are not sent yet, a thousand each. They are deleted with the last file, and after a day.';
comment on column app.export_slices.number is 'From 0 on.';
comment on column app.export_slices.rows is 'An array of objects, whose keys are the columns in their order.';
select
  migrate.classify(
    'app.exports', 'open', 'id', 'request', 'user_id', 'what', 'from_day', 'until_day', 'language', 'reason',
    'asked_at', 'made_at', 'rows', 'files', 'sent', 'error'
  ),
  migrate.classify('app.export_slices', 'open', 'export_id', 'number'),
  migrate.classify('app.export_slices', 'personal', 'rows');

insert into outbox.kinds (name, topic, in_doubt, prepare, done, done_batch, dead, priority, description) values (
  'app.export', 'telegram', 'repeat', 'app.prepare_export', 'app.export_sent', null, 'app.export_dead', 'notice',
  'A file that an admin asked for; lane: Telegram chat id.'
);
