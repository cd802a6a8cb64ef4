-- A zone that the system does not know any more: nobody misses a notice for it, and no job, screen or figure fails.
begin;
select plan(9);

\ir fixtures/clock.psql
\set people 1
\ir fixtures/people.psql
-- As after an upgrade of the system, or a restore on another one.
alter table app.users disable trigger user;
alter table app.settings disable trigger user;
update app.users set timezone = 'Europe/Nowhere' where id = (select p.id from people as p);
update app.settings set value = '"Europe/Elsewhere"' where name = 'timezone';
alter table app.users enable trigger user;
alter table app.settings enable trigger user;

select lives_ok(
  $$update app.users set locale = 'de' where id = (select p.id from people as p)$$, 'all else of such a person changes'
);
select is(app.zone_of('Europe/Nowhere'), 'UTC', 'his hours are those of UTC');
select is(app.zone_of('UTC'), 'UTC', 'and so are the shop''s');
select is(
  billing.after_quiet_hours('1996-02-01 23:00:00+00', 'Europe/Nowhere'), '1996-02-02 09:00:00+00',
  'so his night ends'
);
select is(app.day_of(app.now()), '1996-02-01', 'the shop has its days');
select lives_ok('select * from ops.money_today', 'and its figures');
select lives_ok($$select * from jobs.notify_due(10)$$, 'notices go on');
select throws_ok(
  $$update app.users set timezone = 'Europe/Nowhere2' where id = (select p.id from people as p)$$, '23514', null,
  'what is no name cannot be chosen'
);
select is(
  (select z.outcome from api.set_time_zone(-1, 'Europe/Somewhere') as z), 'unknown_zone',
  'nor what nobody knows'
);

select * from finish();
rollback;
