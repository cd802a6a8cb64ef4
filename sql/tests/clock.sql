-- PostgreSQL's clock is believed where nothing says otherwise. After a leap everything waits until Telegram's clock was
-- asked, and while Telegram says that it is wrong.
begin;
select plan(34);

\ir fixtures/clock.psql
insert into outbox.topics (name, consumer, lane_is, description)
values ('tap_clock', 'listener', 'anything', 'For tests.');
select outbox.define_kind('tap.clock', 'tap_clock', 'For tests.');
create temporary view pick_up as
select json_array_length(outbox.claim('tap_clock', 10) -> 'messages') as messages;
create function pg_temp.seen(p_name text) returns text
language sql
as $$
  select format('%s: %s', c ->> 'ok', c ->> 'detail')
  from json_array_elements(outbox.watch() -> 'checks') as c
  where c ->> 'name' = p_name
$$;
-- As if the clock had shown this when somebody looked last: it leaps to what it shows now.
create function pg_temp.leaps(p_by interval) returns void
language sql
as $$
  update jobs.clock set seen_at = clock_timestamp() - p_by, leapt_at = null;
  select jobs.note_time();
$$;
-- Minutes of a time that nothing happens in.
create function pg_temp.pass(p_minutes integer) returns void
language sql
as $$
  update jobs.clock set leapt_at = leapt_at - make_interval(mins => p_minutes)
$$;
create temporary view run as select jobs.start_run('renew_due') is not null as begins;

select app.settle();
update jobs.clock set ahead = null, compared_at = null;
select ok((select r.begins from run as r), 'a job begins');
select is(pg_temp.seen('clock'), 'true: not compared with Telegram''s now', 'where nobody has compared the clocks');
select outbox.enqueue('tap.clock', 'one', '{}');
select is((select p.messages from pick_up as p), 1, 'and messages are taken');

-- A leap, which the first job that begins is the first to see
update jobs.clock set seen_at = clock_timestamp() - interval '1 year';
select ok(not (select r.begins from run as r), 'no job begins when the clock has leapt');
select is(
  (select r.status from jobs.run as r where r.job = 'renew_due' order by r.id desc limit 1), 'skipped',
  'its run says so'
);
select ok(not jobs.may_go_on(), 'one that works makes no other batch');
select outbox.enqueue('tap.clock', 'two', '{}');
select is((select p.messages from pick_up as p), 0, 'no message is taken, and none dropped');
select is(
  pg_temp.seen('clock'),
  'false: PostgreSQL''s clock leapt, or its server stood still: Telegram is asked what time it is',
  '/ready says why'
);
select alike(pg_temp.seen('shop'), 'false: held: PostgreSQL''s clock leapt%', 'the shop is held');
select is(
  (select p.outcome from api.pre_checkout(-1, null, 1, 'XTR') as p), 'switched_off', 'and nobody can pay meanwhile'
);
select outbox.compare_clock(clock_timestamp() - interval '1 year', true, true);
select ok(not app.is_open(), 'it stays held where Telegram says that it is wrong');
select alike(
  pg_temp.seen('clock'), 'false: PostgreSQL''s clock is 36_ days ahead of Telegram''s', 'and /ready by how much'
);
select pg_temp.pass(60);
select ok(not app.is_open(), 'however long that takes');
select inbox.compare_clock(clock_timestamp() - interval '1 second', true, true);
select ok((select r.begins from run as r), 'once it is right, jobs begin by themselves');
select is((select p.messages from pick_up as p), 1, 'and what waited is taken');
select is(pg_temp.seen('clock'), 'true: as at Telegram', 'as /ready says');

-- A server that stood still
select pg_temp.leaps('3 hours');
select ok(not app.is_open(), 'after a standstill nothing is known');
select outbox.compare_clock(clock_timestamp(), true, true);
select ok(app.is_open(), 'until Telegram confirms the clock');
select pg_temp.leaps('3 hours');
select ok(not app.is_open(), 'where Telegram cannot be asked');
select pg_temp.pass(16);
update jobs.clock set seen_at = clock_timestamp();
select ok(app.is_open(), 'it waits for a quarter of an hour');
select pg_temp.leaps('10 minutes');
select ok(app.is_open(), 'a restart is no leap');

-- Set back
select outbox.compare_clock(clock_timestamp() - interval '3 hours', true, true);
select pg_temp.leaps('-3 hours');
select ok(not app.is_open(), 'a clock that was set back is not believed at once');
select is((select c.ahead from jobs.clock as c), null, 'and what was said of it before is void');
select outbox.compare_clock(clock_timestamp(), true, true);
select ok(app.is_open(), 'until it is confirmed');

-- Who may say what
select outbox.compare_clock(clock_timestamp() - interval '3 hours', false, true);
select ok(app.is_open(), 'a server of one''s own holds nothing');
select outbox.compare_clock(clock_timestamp() + interval '3 hours', true, false);
select ok(not app.is_open(), 'without a certificate Telegram may hold the shop');
select is(
  pg_temp.seen('clock'), 'false: PostgreSQL''s clock is 3 hours behind Telegram''s', 'of a clock that is behind, too'
);
select outbox.compare_clock(clock_timestamp(), true, false);
select ok(not app.is_open(), 'and may not open it');
select outbox.compare_clock(clock_timestamp() - interval '5 minutes', true, true);
select ok(app.is_open(), 'a few minutes hold nothing');
select is(
  pg_temp.seen('clock'), 'false: PostgreSQL''s clock is 5 minutes ahead of Telegram''s', 'but admins are told'
);

-- An operator
select pg_temp.leaps('3 hours');
select is(ops.open_shop('looked'), 'open', 'who opens the shop knows how long it stood still');
select outbox.compare_clock(clock_timestamp() - interval '3 hours', true, true);
select is(
  ops.open_shop('looked'), 'still held: PostgreSQL''s clock is 3 hours ahead of Telegram''s',
  'but opens none on a wrong clock'
);

update jobs.clock set compared_at = clock_timestamp() - interval '1 hour';
select is(ops.open_shop('looked at the clock'), 'open', 'unless nobody can ask Telegram any more');

-- A sandbox's time
select outbox.compare_clock(clock_timestamp(), true, true);
select pg_temp.goes_on('1 year');
select ok(app.is_open(), 'business time that is moved is no matter of clocks');

select * from finish();
rollback;
