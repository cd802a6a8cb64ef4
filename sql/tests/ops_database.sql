-- What DBAs read of the database itself, and what Prometheus is told.
begin;
select plan(21);

\ir fixtures/clock.psql

-- Metrics
select is_empty(
  $$select m.name from (
      select name from ops.metrics_of_shop
      union all select name from ops.metrics_of_queues
      union all select name from ops.metrics_of_money
      union all select name from ops.metrics_of_jobs
      union all select name from ops.metrics_of_checks
      union all select name from ops.metrics_of_database
    ) as m
    except select d.name from ops.metric_definitions() as d$$,
  'each figure says what it is'
);
select is_empty(
  $$select m.name, m.labels from ops.metrics as m group by m.name, m.labels having count(*) > 1$$, 'and is there once'
);
select is_empty($$select from ops.metrics as m where m.value is null$$, 'none is without a value');
select is_empty(
  $$select m.labels
    from ops.metrics as m
    cross join jsonb_each(m.labels) as l
    where jsonb_typeof(l.value) <> 'string'$$,
  'labels are texts'
);
select results_eq(
  'select name, type, help, labels, value from api.metrics() where name = ''tickover_shop_held''',
  'select name, type, help, labels, value from outbox.metrics() where name = ''tickover_shop_held''',
  'bot and listener are told the same'
);
create function pg_temp.figure(p_name text, p_labels jsonb default '{}') returns double precision
language sql
as $$ select m.value from ops.metrics as m where m.name = p_name and m.labels @> p_labels $$;
create temporary table before as select pg_temp.figure('tickover_suspense_payments') as suspense;
select from inbox._book_payment(null, 'tap', 'figures one', null, 700, 'XTS');
select set_config('test.now', '1996-02-01 13:00+00', true);
select is(
  pg_temp.figure('tickover_suspense_payments'), (select b.suspense + 1 from before as b), 'money of nobody is counted'
);
select ok(pg_temp.figure('tickover_suspense_waits_seconds') >= 3600, 'and how long it has waited');
select ops.pause('vpn', 'looking at it');
select is(
  pg_temp.figure('tickover_destination_paused_seconds', '{"topic": "vpn", "destination": "main"}'),
  'Infinity'::double precision, 'what waits for an operator is paused for ever'
);
insert into jobs.alarms (name, detail) values ('figures_tap', 'x');
select is(
  pg_temp.figure('tickover_alarm', '{"name": "figures_tap"}'), 1::double precision, 'an alarm is told by its name'
);

-- What falls due
select is((select count(*) from ops.due), 24::bigint, 'a day has 24 hours');
create temporary table due_before as select sum(d.notices) as notices from ops.due as d;
\set people 1
\ir fixtures/people.psql
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '5' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'expiry');
select is((select s.outcome from api.start_trial(-1) as s), 'started', 'a trial of five hours');
select results_eq(
  'select d.from_at from ops.due as d where d.ends > 0',
  $$values ('1996-02-01 18:00:00+00'::timestamptz)$$, 'ends in the hour in which it ends'
);
select set_config('test.now', '1996-02-01 20:30+00', true);
select is(
  (select d.ends from ops.due as d order by d.from_at limit 1), 1::bigint, 'what is overdue is in the first hour'
);
select ok(pg_temp.figure('tickover_due_late_seconds', '{"job": "expire_due"}') >= 9000, 'and is told as late');

-- Money
select is_empty(
  $$select from ops.trial_balance as b where b.account = '= sum' and b.balance <> 0$$, 'the books balance'
);
select isnt_empty(
  $$select from ops.trial_balance as b where b.account = 'suspense' and b.currency = 'XTS' and b.balance >= 700$$,
  'each account has its line'
);

-- Tables
insert into jobs.table_sizes (relation, day, rows, bytes)
values
  ('app.users', date_trunc('day', clock_timestamp(), 'UTC') - interval '1 day', 1, 1),
  ('app.users', date_trunc('day', clock_timestamp(), 'UTC') - interval '8 days', 1, 0),
  ('app.users', date_trunc('day', clock_timestamp(), 'UTC') - interval '500 days', 1, 0);
select isnt((jobs.measure_tables(1000)).done, 0, 'tables are measured');
select results_eq(
  $$select t.grew_1d = t.bytes - 1, t.grew_7d = t.bytes from ops.tables as t where t.name = 'app.users'$$,
  'values (true, true)', 'so that it is known how they grow'
);
select results_eq(
  $$select count(*) from jobs.table_sizes as s where s.relation = 'app.users'$$, 'values (3::bigint)',
  'for a year or so'
);

-- Times of the server
select lives_ok($$select * from ops.slow_functions()$$, 'times that nobody takes are missing, and no error');
set local track_functions = 'pl';
select lives_ok($$select * from ops.slow_functions(5)$$, 'those that are taken are told');

select * from finish();
rollback;
