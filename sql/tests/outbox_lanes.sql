-- The way of a message through its lane: in by enqueue, out by claim, ack, retry, bury, release.
begin;
select plan(62);

create schema outbox_test;

create function outbox_test.claim(p_limit integer default 100)
returns table (lane text, id bigint, payload jsonb, attempt integer, reason text, error text, token bigint)
language sql
as $$
  with claimed as materialized (select outbox.claim('proof', p_limit) as answer)
  select m ->> 0, (m ->> 1)::bigint, (m -> 3)::jsonb, (m ->> 4)::integer, m ->> 5, m ->> 6,
    (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;

-- What the last claim handed out.
create temporary table held
  (lane text, id bigint, payload jsonb, attempt integer, reason text, error text, token bigint);

create function outbox_test.hold(p_limit integer default 100) returns integer
language sql
as $$
  delete from held;
  insert into held select * from outbox_test.claim(p_limit);
  select count(*)::integer from held;
$$;

create function outbox_test.ack_held() returns integer
language sql
as $$
  select outbox.ack(
    'proof', array_agg(h.lane order by h.id), array_agg(h.id order by h.id), array_agg(h.token order by h.id), null
  )
  from held as h
$$;

-- Claims, dies, and is found out.
create function outbox_test.crash() returns void
language sql
as $$
  select outbox_test.hold();
  update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
  select outbox_test.hold();
  update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
$$;

insert into outbox.topics
  (name, consumer, lane_is, description, lane_batch, lease, max_attempts, backoff_min, backoff_max)
values ('proof', 'listener', 'thing', 'for tests', 3, '60 s', 2, '1 h', '3 h');
select outbox.define_kind('proof.plain', 'proof', 'for tests');

-- Enqueue
select ok(outbox.enqueue('proof.plain', 'a', '{"n": 1}') > 0, 'enqueue returns the id of the message');
select throws_ok(
  $$select outbox.enqueue('proof.unknown', 'a')$$, 'TK021', null, 'an unknown kind is refused'
);
select throws_ok(
  $$select outbox.enqueue_batch('proof.unknown', array['a'], array['{}'::jsonb])$$, 'TK021', null,
  'by the batch as well'
);
select ok(
  outbox.enqueue('proof.plain', 'b', '{"n": 2}', 'once') is not null,
  'a message with a new dedupe key comes in'
);
select is(outbox.enqueue('proof.plain', 'b', '{"n": 3}', 'once'), null, 'while it waits, its key is taken');
select ok(outbox.enqueue('proof.plain', 'c', '{"n": 4}', 'once') is not null, 'in its own lane only');
select results_eq(
  $$select lane, waiting from outbox.lanes where topic = 'proof' order by lane$$,
  $$values ('a', 1), ('b', 1), ('c', 1)$$,
  'the lanes count what waits in them'
);
select is(
  outbox.enqueue_batch(
    'proof.plain',
    array['a', 'b', 'd', 'a', 'd', 'd'],
    array['{"n": 5}', '{"n": 6}', '{"n": 7}', '{"n": 8}', '{"n": 9}', '{"n": 10}']::jsonb[],
    array[null, 'once', 'twice', null, 'twice', null]
  ),
  4,
  'a batch enqueues what is new: not a key that waits, nor one that it names twice'
);
select results_eq(
  $$select lane, array_agg((payload ->> 'n')::integer order by id)
    from outbox.messages where topic = 'proof' group by lane order by lane$$,
  $$values ('a', array[1, 5, 8]), ('b', array[2]), ('c', array[4]), ('d', array[7, 10])$$,
  'messages of a lane stand in the order in which they were given'
);
select results_eq(
  $$select lane, waiting from outbox.lanes where topic = 'proof' order by lane$$,
  $$values ('a', 3), ('b', 1), ('c', 1), ('d', 2)$$,
  'and are counted'
);
select is(outbox.enqueue_batch('proof.plain', null, null), 0, 'a batch may be empty');
select is(
  outbox.enqueue_batch(
    'proof.plain', array['e', 'f', 'e'], array['{"n": 11}', '{"n": 12}', '{"n": 13}']::jsonb[],
    array['once', 'once', 'once']
  ),
  2, 'a key that is named twice counts once also where all lanes are new'
);
select results_eq(
  $$with gone as (
      delete from outbox.messages where topic = 'proof' and lane in ('e', 'f') returning lane, payload
    ),
    closed as (delete from outbox.lanes where topic = 'proof' and lane in ('e', 'f') returning lane, waiting)
    select c.lane, c.waiting, (g.payload ->> 'n')::integer
    from closed as c join gone as g on g.lane = c.lane order by c.lane$$,
  $$values ('e', 1, 11), ('f', 1, 12)$$, 'and the first stays'
);

-- Claim
select throws_ok($$select outbox.claim('inbox', 1)$$, 'TK020', null, 'the listener cannot claim what is the bot''s');
select throws_ok($$select inbox.claim('proof', 1)$$, 'TK020', null, 'nor the bot what is the listener''s');
select throws_ok($$select outbox.claim('nowhere', 1)$$, 'TK020', null, 'an unknown topic is refused');
select is(outbox_test.hold(2), 4, 'a claim leases as many lanes as asked for');
select results_eq(
  $$select lane, (payload ->> 'n')::integer, attempt from held order by lane, id$$,
  $$values ('a', 1, 1), ('a', 5, 1), ('a', 8, 1), ('b', 2, 1)$$,
  'those that have waited longest, with the messages at their heads in order'
);
select is(
  (select count(*)::integer
    from outbox_test.claim() where lane in ('a', 'b')), 0, 'a leased lane is not handed out again'
);
select is(
  (outbox.claim('proof', 10) ->> 'next_in')::double precision between 50 and 60, true,
  'when all is leased, the end of the first lease is worth a look'
);
select ok(
  outbox.enqueue('proof.plain', 'b', '{"n": 11}', 'once') is not null, 'a key whose message is in flight is free'
);

-- Ack
select is(
  (select outbox.ack('proof', array[h.lane], array[h.id], array[h.token + 1000], null)
    from held as h where h.lane = 'b'),
  0,
  'an ack with a stale token does nothing'
);
select is(
  (select outbox.ack('proof', array[h.lane], array[h.id], array[h.token], null)
    from held as h where h.payload = '{"n": 1}'),
  1,
  'the first message of a run is done'
);
select results_eq(
  $$select waiting, token is not null, attempts from outbox.lanes where topic = 'proof' and lane = 'a'$$,
  $$values (2, true, 1)$$,
  'the lane stays leased until the end of the run'
);
select is(
  (select outbox.ack('proof', array[h.lane], array[h.id], array[h.token], null)
    from held as h where h.payload = '{"n": 1}'),
  0,
  'an ack that is repeated does nothing more'
);
delete from held where payload = '{"n": 1}';
select is(outbox_test.ack_held(), 3, 'the rest of both runs is done');
select is(
  (select count(*)::integer from outbox.lanes where topic = 'proof' and lane = 'a'), 0, 'an empty lane is gone'
);
select results_eq(
  $$select waiting, token, claimed_to, attempts from outbox.lanes where topic = 'proof' and lane = 'b'$$,
  $$values (1, null::bigint, null::bigint, 0)$$,
  'one with more to do is free'
);
select is(outbox_test.hold(), 1, 'and is claimed');
select is((select payload from held), '{"n": 11}', 'with what came meanwhile');
select is(outbox_test.ack_held(), 1, 'and done');

-- Release
update outbox.lanes set ready_at = clock_timestamp() - interval '1 s' where topic = 'proof';
select results_eq(
  $$select json_array_length(c -> 'messages'), (c ->> 'next_in')::double precision between 1740 and 3600
    from outbox.claim('proof', 10) as c$$,
  $$values (0, true)$$,
  'lanes whose lease is over are not handed out together, but the consumer comes back when the first of them is due'
);
select results_eq(
  $$select lane, token, attempts, ready_at - clock_timestamp() between '29 min' and '1 h'
    from outbox.lanes where topic = 'proof' order by lane$$,
  $$values ('c', null::bigint, 1, true), ('d', null::bigint, 1, true)$$,
  'but come back each at a time of its own, for that was a failure'
);
select is(
  (select count(distinct ready_at)::integer from outbox.lanes where topic = 'proof'), 2, 'and never at the same'
);
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select is(outbox_test.hold(), 3, 'then they are claimed');
select results_eq(
  $$select lane, attempt from held order by id$$,
  $$values ('c', 2), ('d', 2), ('d', 1)$$,
  'the head of each has used an attempt'
);
select is(
  outbox.release('proof', array['c', 'd'], (select array[max(token), 0] from held)), 1, 'a lane is given back, by token'
);
select results_eq(
  $$select token, attempts from outbox.lanes where topic = 'proof' and lane = 'c'$$,
  $$values (null::bigint, 1)$$,
  'which is no attempt'
);
select is((select count(*)::integer from outbox_test.claim()), 1, 'and others can take it');

-- Retry
delete from outbox.messages where topic = 'proof';
delete from outbox.lanes where topic = 'proof';
select outbox.enqueue('proof.plain', 'e', '{"n": 12}');
select outbox.enqueue('proof.plain', 'e', '{"n": 13}');
select outbox_test.hold();
select is(
  (select outbox.retry('proof', h.lane, h.id, 0, 'no') from held as h order by h.id limit 1), 'lost',
  'a retry with a stale token does nothing'
);
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'out of order') from held as h order by h.id limit 1), 'waiting',
  'a message that failed waits'
);
select results_eq(
  $$select waiting, token, attempts, last_error, ready_at - clock_timestamp() between '29 min' and '1 h'
    from outbox.lanes where topic = 'proof'$$,
  $$values (2, null::bigint, 1, 'out of order', true)$$,
  'its lane waits with it, for about the topic''s least backoff'
);
select is((select count(*)::integer from outbox_test.claim()), 0, 'and is not claimed before');
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select results_eq(
  $$select attempt, error from held where payload = '{"n": 12}'$$, $$values (2, 'out of order')$$,
  'then it is tried again'
);
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'wait', 5) from held as h order by h.id limit 1), 'waiting',
  'when the other side asks to wait'
);
select results_eq(
  $$select attempts, ready_at - clock_timestamp() between '4 s' and '5 s' from outbox.lanes where topic = 'proof'$$,
  $$values (1, true)$$,
  'the lane waits as long, and no attempt is used'
);
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select is(
  (select outbox.retry('proof', h.lane, h.id, h.token, 'out of order again')
    from held as h order by h.id limit 1), 'dead',
  'after the last attempt it is dead'
);
select results_eq(
  $$select payload, attempts, dropped, reason, error from outbox.dead_letters where topic = 'proof'$$,
  $$values ('{"n": 12}'::jsonb, 2, false, 'attempts', 'out of order again')$$,
  'and lies among the dead letters with its error'
);
select is(outbox_test.hold(), 1, 'the next of its lane is free at once');
select results_eq($$select payload, attempt from held$$, $$values ('{"n": 13}'::jsonb, 1)$$, 'with all its attempts');

-- Bury
select is(
  (select outbox.bury('proof', h.lane, h.id, 0, 'rejected', 'no') from held as h), 'lost',
  'a burial with a stale token does nothing'
);
select is(
  (select outbox.bury('proof', h.lane, h.id, h.token, 'rejected', 'no such user') from held as h), 'dead',
  'a message that was refused is dead'
);
select is(
  (select error from outbox.dead_letters where payload = '{"n": 13}'), 'no such user', 'with the refusal'
);
select is((select count(*)::integer from outbox.lanes where topic = 'proof'), 0, 'and its empty lane is gone');
select outbox.enqueue('proof.plain', 'f', '{"n": 14}');
select outbox_test.hold();
select is(
  (select outbox.bury('proof', h.lane, h.id, h.token, 'stale', 'overtaken') from held as h), 'dropped',
  'a message that was overtaken is dropped'
);
select is(
  (select dropped from outbox.dead_letters where payload = '{"n": 14}'), true, 'and recorded'
);

-- Crashes use up attempts, too.
select outbox.enqueue('proof.plain', 'g', '{"n": 15}');
select outbox_test.crash();
select outbox_test.crash();
select is(outbox_test.hold(), 1, 'a message that was in hand at two crashes');
select results_eq(
  $$select reason, attempt from held$$, $$values ('attempts', 3)$$, 'is handed out to be buried unsent'
);

-- A lane whose messages somebody deleted heals.
delete from outbox.messages where topic = 'proof';
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select is((select count(*)::integer from outbox_test.claim()), 0, 'a lane that counts what is not there gives nothing');
-- It is looked through from its beginning first.
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select is((select count(*)::integer from outbox.lanes where topic = 'proof'), 0, 'and is removed');

-- Records of what was dropped grow old, dead letters do not.
update outbox.dead_letters set buried_at = clock_timestamp() - interval '100 years' where topic = 'proof';
select outbox.purge(1000000);
select results_eq(
  $$select payload from outbox.dead_letters where topic = 'proof' order by id$$,
  $$values ('{"n": 12}'::jsonb), ('{"n": 13}'::jsonb)$$,
  'a purge takes records of dropped messages and leaves the dead'
);

select is(outbox._priorities(), enum_range(null::outbox.priority), 'all priorities are claimed');

select * from finish();
rollback;
