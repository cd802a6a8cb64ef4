-- What the business hears: prepare at the claim, done at the ack, dead at the burial; and what happens when a
-- hook fails, when a message comes too late, and when it is in doubt whether it went out.
begin;
select plan(46);

create schema outbox_test authorization tickover_owner;
set local role tickover_owner;
create table outbox_test.heard (what text, lane text, payload jsonb, more jsonb);

create function outbox_test.prepare(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
as $$
begin
  if p_payload ? 'fail' then
    raise exception 'cannot prepare %', p_payload ->> 'n' using errcode = 'TK099';
  elsif p_payload ? 'collide' then
    raise deadlock_detected;
  end if;
  return case when not p_payload ? 'untrue' then jsonb_build_object('prepared', p_payload -> 'n') end;
end
$$;
create function outbox_test.done(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
as $$
begin
  insert into outbox_test.heard values ('done', p_lane, p_payload, p_result);
  if p_result ? 'fail' then
    raise exception 'cannot take it';
  elsif p_result ? 'collide' then
    raise serialization_failure;
  elsif p_result ? 'steal' then
    update outbox.lanes set token = nextval('outbox.tokens') where topic = 'proof' and lane = p_lane;
  end if;
end
$$;
create function outbox_test.dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
as $$
begin
  insert into outbox_test.heard values ('dead', p_lane, p_payload, jsonb_build_array(p_reason, p_error));
  if p_payload ? 'fail_dead' then
    raise exception 'cannot bear it';
  end if;
end
$$;

create function outbox_test.claim()
returns table (lane text, id bigint, payload jsonb, reason text, error text, token bigint)
language sql
as $$
  with claimed as materialized (select outbox.claim('proof', 100) as answer)
  select m ->> 0, (m ->> 1)::bigint, (m -> 3)::jsonb, m ->> 5, m ->> 6, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;
create temporary table held (lane text, id bigint, payload jsonb, reason text, error text, token bigint);
create function outbox_test.hold() returns integer
language sql
as $$
  delete from held;
  insert into held select * from outbox_test.claim();
  select count(*)::integer from held;
$$;
create function outbox_test.ack(p_result jsonb) returns integer
language sql
as $$
  select outbox.ack('proof', array_agg(h.lane), array_agg(h.id), array_agg(h.token), array_agg(p_result))
  from held as h
$$;

insert into outbox.topics (name, consumer, lane_is, description, max_attempts, breaker_failures)
values ('proof', 'listener', 'thing', 'for tests', 3, 100);
select outbox.define_kind(
  'proof.hooked', 'proof', 'for tests', 'repeat', 'outbox_test.prepare', 'outbox_test.done',
  'outbox_test.dead'
);
select outbox.define_kind('proof.fleeting', 'proof', 'for tests', 'drop', null, null, 'outbox_test.dead');
select throws_ok(
  $$insert into outbox.kinds (name, topic, prepare, description)
    values ('proof.bad', 'proof', 'drop table x; --', '')$$,
  '23514', null, 'a hook is the name of a function and nothing else'
);

-- Prepare
select outbox.enqueue('proof.hooked', 'a', '{"n": 1}');
select outbox_test.hold();
select is((select payload from held), '{"prepared": 1}', 'a message is sent as its prepare hook says');
select is((select payload from outbox.messages where topic = 'proof'), '{"n": 1}', 'and stored as it was enqueued');

-- Done
select is(outbox_test.ack('{"link": "x"}'), 1, 'an ack');
select results_eq(
  $$select what, lane, payload, more from outbox_test.heard$$,
  $$values ('done', 'a', '{"n": 1}'::jsonb, '{"link": "x"}'::jsonb)$$,
  'gives the done hook the enqueued payload and the result'
);
delete from outbox_test.heard;
select outbox.enqueue('proof.hooked', 'a', '{"n": 2}');
select outbox_test.hold();
update held set token = 0;
select is(outbox_test.ack('{}'), 0, 'an ack that comes too late');
select is_empty('select * from outbox_test.heard', 'is not heard');

update held set token = (select l.token from outbox.lanes as l where l.topic = 'proof');
select throws_ok(
  $$select outbox_test.ack('{"steal": true}')$$, '40001', null,
  'when the lease is lost during the hook, all is undone'
);
select throws_ok(
  $$select outbox_test.ack('{"collide": true}')$$, '40001', null,
  'a hook that merely collided is repeated'
);
select is_empty('select * from outbox_test.heard', 'and nothing of it stays');
select is(outbox_test.ack('{"fail": true}'), 1, 'a message whose done hook fails is not sent again');
select results_eq(
  $$select dropped, reason, error from outbox.dead_letters where topic = 'proof'$$,
  $$values (false, 'done', 'outbox_test.done: cannot take it (P0001)')$$,
  'but lies among the dead letters with the hook''s error'
);
select results_eq(
  $$select what, more from outbox_test.heard$$,
  $$values ('dead', '["done", "outbox_test.done: cannot take it (P0001)"]'::jsonb)$$,
  'of which the business hears, while what the hook did is undone'
);
delete from outbox_test.heard;
delete from outbox.dead_letters where topic = 'proof';

-- One bad message harms no other.
create temporary table first_held (like held);
select outbox.enqueue_batch(
  'proof.hooked', array['b', 'c', 'd'], array['{"n": 3}', '{"n": 4, "fail": true}', '{"n": 5, "untrue": true}']::jsonb[]
);
select is(outbox_test.hold(), 1, 'a prepare hook that fails does not stop its neighbours');
insert into first_held select * from held;
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof' and lane = 'c';
select is(outbox_test.hold(), 0, 'its message waits');
select is(
  (select attempts from outbox.lanes where topic = 'proof' and lane = 'c'), 2, 'and each time costs an attempt'
);
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof' and lane = 'c';
select is(outbox_test.hold(), 1, 'until they are used up');
insert into held select * from first_held;
select results_eq(
  $$select lane, reason, error from held order by lane$$,
  $$values ('b', null, null), ('c', 'prepare', 'outbox_test.prepare: cannot prepare 4 (TK099)')$$,
  'its message is handed out to be buried'
);
select results_eq(
  $$select lane, dropped, reason from outbox.dead_letters where topic = 'proof'$$,
  $$values ('d', true, 'untrue')$$,
  'a message that is no longer true is dropped and recorded'
);
select is((select count(*)::integer from outbox.lanes where topic = 'proof' and lane = 'd'), 0, 'with its lane');
select is_empty('select * from outbox_test.heard', 'without a word to the business, which said so itself');
select is(
  (select outbox.bury('proof', h.lane, h.id, h.token, h.reason, h.error) from held as h where h.lane = 'c'), 'dead',
  'the unprepared one is buried'
);
select results_eq(
  $$select what, lane, more from outbox_test.heard$$,
  $$values ('dead', 'c', '["prepare", "outbox_test.prepare: cannot prepare 4 (TK099)"]'::jsonb)$$,
  'and its dead hook called'
);
delete from held where lane = 'c';
select is(outbox_test.ack('{}'), 1, 'its neighbour is done');
delete from outbox_test.heard;
select outbox.enqueue('proof.hooked', 'e', '{"n": 6, "collide": true}');
select throws_ok('select outbox_test.hold()', '40P01', null, 'a prepare hook that merely collided repeats the claim');
delete from outbox.messages where topic = 'proof';

-- Dead
select outbox.enqueue('proof.hooked', 'f', '{"n": 7, "fail_dead": true}');
select outbox_test.hold();
select is(
  (select outbox.bury('proof', h.lane, h.id, h.token, 'gone', 'blocked') from held as h), 'dropped',
  'a dead hook that fails keeps no message alive'
);
select is(
  (select hook_error from outbox.dead_letters where lane = 'f'), 'outbox_test.dead: cannot bear it (P0001)',
  'its error is recorded'
);
select is_empty('select * from outbox_test.heard', 'and what it did is undone');

-- Too late, by business time.
select outbox.enqueue('proof.hooked', 'g', '{"n": 8}', null, app.now() - interval '1 s');
select outbox.enqueue('proof.hooked', 'g', '{"n": 9}', null, app.now() + interval '1 h');
select is(outbox_test.hold(), 0, 'a message that comes too late is not sent');
select results_eq(
  $$select dropped, reason from outbox.dead_letters where lane = 'g'$$, $$values (true, 'too_late')$$,
  'but dropped and recorded'
);
select results_eq(
  $$select waiting, token, ready_at <= clock_timestamp() from outbox.lanes where topic = 'proof' and lane = 'g'$$,
  $$values (1, null::bigint, true)$$,
  'its lane is due'
);
select is(outbox_test.hold(), 1, 'the next one');
select is((select payload from held), '{"prepared": 9}', 'goes out in time');
select is_empty('select * from outbox_test.heard', 'the dead hook hears nothing of what was dropped');
select is(outbox_test.ack('{}'), 1, 'and that is all');

-- In doubt
select outbox.enqueue('proof.fleeting', 'h', '{"n": 10}');
select outbox.enqueue('proof.hooked', 'i', '{"n": 11}');
select is(outbox_test.hold(), 2, 'two messages are in flight');
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select is(outbox_test.hold(), 0, 'their consumer dies');
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select is((select payload from held), '{"prepared": 11}', 'the one that must arrive is repeated');
select results_eq(
  $$select dropped, reason from outbox.dead_letters where lane = 'h'$$, $$values (true, 'in_doubt')$$,
  'the one that would only annoy twice is dropped'
);
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'answer lost', null, false, true) from held as h), 'waiting',
  'the same when only the answer was lost: one waits'
);
create temporary table failed_before as
select c.failed from outbox.counters as c join outbox.destinations as d on d.id = c.destination where d.topic = 'proof';
select outbox.enqueue('proof.fleeting', 'j', '{"n": 12}');
select outbox_test.hold();
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'answer lost', null, false, true) from held as h), 'dropped',
  'the other is dropped'
);
select is(
  (
    select c.failed
    from outbox.counters as c join outbox.destinations as d on d.id = c.destination
    where d.topic = 'proof'
  ),
  (select f.failed + 1 from failed_before as f),
  'and its destination has failed: others are not dropped one after the other while it answers nobody'
);
select outbox.enqueue('proof.fleeting', 'k', '{"n": 13}');
select outbox_test.hold();
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'not reached') from held as h), 'waiting',
  'what certainly did not happen is tried again'
);
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof' and lane = 'k';
select is(outbox_test.hold(), 1, 'and handed out');
update outbox.topics set lane_batch = 2 where name = 'proof';
select throws_ok(
  $$select outbox.define_kind('proof.more', 'proof', 'for tests', 'drop')$$, 'TK022', null,
  'a topic that hands out runs has no kind that drops, for a crash would drop the whole run'
);
select outbox.define_kind('proof.hooked', 'proof', 'for tests', 'repeat', null, null, null);
select is((select prepare from outbox.kinds where name = 'proof.hooked'), null, 'a kind can be defined anew');

select * from finish();
rollback;
