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
