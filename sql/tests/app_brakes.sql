-- What would harm many at once is held, told, and let through by an operator.
begin;
select plan(24);

\ir fixtures/clock.psql
update app.users set role = null;
delete from jobs.alarms;

create function app.count_tap() returns bigint language sql as $$ select current_setting('test.population')::bigint $$;
select set_config('test.population', '0', true);
insert into app.brakes (name, description, most, share, counted_by, span)
values ('tap', 'For tests.', 5, 0.1, 'app.count_tap', '1 hour');

select throws_ok($$select app.within_brake('nosuch', 1)$$, 'TK011', null, 'a brake is not guessed');
select ok(app.within_brake('tap', 0), 'nothing is always allowed');
select is_empty($$select from app.brake_uses where brake = 'tap'$$, 'and counts for nothing');
select ok(app.within_brake('tap', 5), 'a small number is allowed');
select ok(not app.within_brake('tap', 1), 'beyond it nothing is');
select results_eq(
  $$select allowed, used, held, held_since from ops.brakes where name = 'tap'$$,
  $$values (5, 5, 1, '1996-02-01 12:00:00+00'::timestamptz)$$,
  'it is shown as held'
);
select results_eq(
  $$select name, detail from jobs.alarms$$, $$values ('brake_tap', '1 held, see ops.brakes')$$, 'and an alarm is raised'
);
select ok(not app.within_brake('tap', 3), 'many more are held as well');
select is((select held from ops.brakes where name = 'tap'), 3, 'the number is that of the last look');

-- The span
select set_config('test.now', '1996-02-01 12:59:59+00', true);
select ok(not app.within_brake('tap', 1), 'within the span what happened counts');
select set_config('test.now', '1996-02-01 13:00:00+00', true);
select ok(app.within_brake('tap', 1), 'after it it does not');
select is_empty($$select from jobs.alarms$$, 'the alarm is over');
select is((select held from ops.brakes where name = 'tap'), 0, 'and nothing is held');

-- The share
select set_config('test.population', '200', true);
update app.brakes set counted_at = '-infinity' where name = 'tap';
select ok(app.within_brake('tap', 19), 'of many a share is allowed');
select ok(not app.within_brake('tap', 1), 'but no more');

-- An operator
select throws_ok($$select ops.release_brake('tap', '')$$, 'TK061', null, 'a release has a reason');
select throws_ok($$select ops.release_brake('nosuch', 'why')$$, 'TK011', null, 'and a name');
select is(
  ops.release_brake('tap', 'they are meant'), '1996-02-01 14:00:00+00', 'an operator lets go for an hour'
);
select ok(app.within_brake('tap', 1000), 'then all are let through');

select set_config('test.now', '1996-02-01 15:00:00+00', true);
do $$ begin perform jobs.purge_history(1000); end $$;
select is_empty($$select from app.brake_uses where brake = 'tap'$$, 'what counts no more is deleted');

-- What does not wait does not ask again
insert into app.brakes (name, description, most, span) values ('once', 'For tests.', 0, '10 minutes');
select ok(not app.within_brake('once', 1), 'one is held');
select set_config('test.now', '1996-02-01 16:00:00+00', true);
select ok(not app.within_brake('once', 1), 'and another, an hour later');
select set_config('test.now', '1996-02-01 17:00:00+00', true);
select jobs._watch();
select is((select b.held from ops.brakes as b where b.name = 'once'), 1, 'for as long as there may be more it holds');
select set_config('test.now', '1996-02-01 17:30:00+00', true);
select jobs._watch();
select is_empty($$select from jobs.alarms where name = 'brake_once'$$, 'then the alarm is over by itself');

select * from finish();
rollback;
