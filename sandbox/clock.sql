-- The clock of a sandbox or a test database: app.now() is real time plus a shift that can be moved.
-- Never applied in production, where app.now() is now(). Repeatable.

set role tickover_owner;

create schema if not exists sandbox;
comment on schema sandbox is 'The movable clock. Only in sandboxes and test databases.';

create table if not exists sandbox.clock (
  shift interval not null default '0',
  one_row boolean primary key default true constraint only_one_row check (one_row)
);
comment on table sandbox.clock is 'How far business time runs ahead of real time: one row.';
comment on column sandbox.clock.shift is 'Added to now() by app.now().';

insert into sandbox.clock default values on conflict do nothing;

grant usage on schema sandbox to
  tickover_migrator, tickover_bot, tickover_payments, tickover_listener, tickover_page, tickover_cron,
  tickover_dba, tickover_operator;
grant select on sandbox.clock to
  tickover_migrator, tickover_bot, tickover_payments, tickover_listener, tickover_page, tickover_cron,
  tickover_dba, tickover_operator;

create or replace function app.now() returns timestamptz
language sql
stable
as $$
  select pg_catalog.now() + (select c.shift from sandbox.clock as c)
$$;

reset role;
