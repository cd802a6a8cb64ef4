-- One customer's story is read by index, also where many are told of things, and tables are measured once a day, so
-- that it can be said how fast they grow.

create index told_of_user on app.told (user_id, id) where user_id is not null;
create index told_of_subscription on app.told (subscription_id, id) where subscription_id is not null;
create index dead_letters_of_lane on outbox.dead_letters (topic, lane);
create index former_access_of_subscription on vpn.former_access (subscription_id);

create type ops.story_line as (
  at timestamptz,
  what text,
  detail text,
  amount bigint,
  currency text,
  ref text
);
comment on type ops.story_line is
  'One thing that happened to a customer: when (business time, UTC), what in a word or two, the rest in plain words, the money that it is about (minor units of currency; of a movement of the balance signed as the balance changed; null for none), and what other functions know it by, such as "transfer 17".';

create table jobs.table_sizes (
  relation name not null,
  day timestamptz not null,
  rows bigint not null constraint rows_is_not_negative check (rows >= 0),
  bytes bigint not null constraint bytes_is_not_negative check (bytes >= 0),
  primary key (relation, day)
);
comment on table jobs.table_sizes is
  'How large each table was on each day, written by the job measure_tables; see ops.tables.';
comment on column jobs.table_sizes.relation is 'Schema and name, as in billing.orders.';
comment on column jobs.table_sizes.day is 'The beginning of the day, machine time, UTC.';
comment on column jobs.table_sizes.rows is 'As PostgreSQL estimates them.';
comment on column jobs.table_sizes.bytes is 'With indexes and TOAST.';
select migrate.classify('jobs.table_sizes', 'open', 'relation', 'day', 'rows', 'bytes');
