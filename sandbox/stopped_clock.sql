-- The clock of a simulation: app.now() stands still until it is moved, so that the simulation knows to the
-- microsecond when everything happens. Applied after clock.sql. Repeatable.

set role tickover_owner;

create table if not exists sandbox.stopped_clock (
  at timestamptz not null,
  one_row boolean primary key default true constraint only_one_row check (one_row)
);
comment on table sandbox.stopped_clock is 'What time it is: one row.';
comment on column sandbox.stopped_clock.at is 'What app.now() says.';

insert into sandbox.stopped_clock (at) values (pg_catalog.now()) on conflict do nothing;

grant select on sandbox.stopped_clock to
  tickover_migrator, tickover_bot, tickover_payments, tickover_listener, tickover_page, tickover_cron,
  tickover_dba, tickover_operator;

create or replace function app.now() returns timestamptz
language sql
stable
as $$
  select c.at from sandbox.stopped_clock as c
$$;

reset role;
