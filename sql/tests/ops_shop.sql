-- A shop acts in the database where it was opened, and in no copy of it.
begin;
select plan(37);

\ir fixtures/clock.psql
\ir fixtures/receive.psql
-- Whatever waits in this database stays where it is: the test has a topic of its own.
insert into outbox.topics (name, consumer, lane_is, description)
values ('tap_shop', 'listener', 'anything', 'For tests.');
select outbox.define_kind('tap.shop', 'tap_shop', 'For tests.');
create temporary view pick_up as
select json_array_length(outbox.claim('tap_shop', 10) -> 'messages') as messages;
create temporary view ready as
select c ->> 'ok' as ok, c ->> 'detail' as detail
from json_array_elements(inbox.watch() -> 'checks') as c
where c ->> 'name' = 'shop';
create temporary view last_run as
select r.status, r.error from jobs.run as r where r.job = 'purge_history' order by r.id desc limit 1;

select app.settle();
select is(app.held_because(), null, 'where it is opened the shop is open');
select ok(app.is_open(), 'and says so');
select results_eq(
  'select ok, detail from ready', $$values ('true', 'open')$$, '/ready shows it'
);

-- A copy in the same server, and a restored one in another
update app.home set database = database::bigint + 1;
select is(app.held_because(), 'restored or copied, and not opened here', 'a copied database is held');
update app.home set database = (select d.oid from pg_database as d where d.datname = current_database());
select ok(app.is_open(), '(it is the oid that counts)');
update app.home set system_identifier = system_identifier + 1;
select is(app.held_because(), 'restored or copied, and not opened here', 'so is one on another server');
delete from app.home;
select is(app.held_because(), 'restored or copied, and not opened here', 'and one that was never opened');
select results_eq(
  'select ok, detail from ready', $$values ('false', 'held: restored or copied, and not opened here')$$,
  '/ready says that it is held, and why'
);

-- While it is held
select outbox.enqueue('tap.shop', 'a', '{}');
select is((select messages from pick_up), 0, 'nothing is claimed');
select is((outbox.claim('tap_shop', 10) ->> 'next_in')::numeric, 5::numeric, 'and it is asked again');
select is(inbox.claim('inbox', 1) ->> 'messages', '[]', 'nothing of the inbox either');
select ok(pg_temp.receive('tap', '1', 'tap shop', '{"update_id": 1}'), 'what comes in is stored');
select is(jobs.start_run('purge_history'), null, 'no job begins');
select is((select status from last_run), 'skipped', 'which is recorded');
select is(
  (select outcome from api.pre_checkout(1, gen_random_uuid(), 100, 'RUB')), 'switched_off', 'no payment is agreed to'
);

-- Opening
select ok(
  starts_with(ops.open_shop('restored'), 'still held: after a restore, select ops.catch_up('),
  'nobody opens it who has not had it catch up'
);
select ok(not app.is_open(), 'and it stays held');
select is_empty($$select from app.audit where at = app.now() and subject = 'shop'$$, '(nothing was done)');
select is(ops.open_shop('the panel was compared', true), 'open', 'an operator opens a mere copy');
select ok(app.is_open(), 'and it is open');
select results_eq(
  $$select action, subject_key = current_database(), before, after, reason from app.audit
    where at = app.now() and subject = 'shop'$$,
  $$values (
    'shop.opened'::text, true,
    '{"held_because": "restored or copied, and not opened here"}'::jsonb, '{"held_because": null}'::jsonb,
    'the panel was compared'::text
  )$$,
  'which is audited'
);
select is((select messages from pick_up), 1, 'what waited is claimed');
select isnt(jobs.start_run('purge_history'), null, 'and jobs begin');

-- Held by hand
select throws_ok($$select ops.hold_shop('')$$, 'TK061', null, 'who holds it says why');
select ops.hold_shop('moving house');
select is(app.held_because(), format('%s: moving house', session_user), 'it is held, by whom and why');
select is(ops.open_shop(), 'open', 'until it is opened');

-- A restored one that catches up; what was restored before it was opened last does not count
update app.home set database = database::bigint + 1, changed_at = app.now() - interval '1 hour';
insert into app.restores (taken_at, restored_at, caught_up_at)
select app.now() - interval '1 day', app.now() - interval '2 hours', app.now();
select is(ops.open_shop() = 'open', false, 'an earlier restore is not this one');
select ops.catch_up(app.now() - interval '3 hours');
select is(ops.open_shop('restored'), 'open', 'one that catches up is opened');
select ops.end_catching_up('tap');

-- A copy of the server's files has all its names
select set_config('tickover.held', 'on', true);
select is(app.held_because(), 'the setting tickover.held is on', 'the setting holds it too');
select is(ops.open_shop(), 'still held: the setting tickover.held is on', 'and nothing else lifts that');
select set_config('tickover.held', 'off', true);
select ok(app.is_open(), 'off is off');

-- Sequences that replication left behind
select is_empty($$select sequence from ops.sequences() where used > drawn$$, 'no sequence is behind');
insert into app.users (identity_hash, created_at) values (sha256('tap shop'), app.now());
update outbox.lanes set token = token + 1 where topic = 'tap_shop';
select setval('app.users_id_seq', 1, false), setval('outbox.message_ids', 1), setval('outbox.tokens', 1);
select set_has(
  $$select sequence from ops.sequences() where used > drawn$$,
  $$values ('app.users_id_seq'), ('outbox.message_ids'), ('outbox.tokens')$$,
  'one that is behind is seen'
);
select set_has(
  $$select sequence from ops.fix_sequences()$$,
  $$values ('app.users_id_seq'), ('outbox.message_ids'), ('outbox.tokens')$$,
  'it is moved on'
);
select is_empty($$select sequence from ops.sequences() where used > drawn$$, 'up to what is in use');
select setval('app.users_id_seq', 1, false);
select is(ops.open_shop('looked at'), 'open', 'who opens a shop that logical replication made');
select is_empty($$select sequence from ops.sequences() where used > drawn$$, 'need not think of them');

select * from finish();
rollback;
