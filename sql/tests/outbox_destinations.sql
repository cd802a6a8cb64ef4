-- Each destination of a topic for itself, and in a lane what is urgent first.
begin;
select plan(75);

create schema outbox_test;
create function outbox_test.claim(p_limit integer default 100, p_without text[] default null)
returns table (place bigint, lane text, id bigint, n integer, destination text, token bigint)
language sql
as $$
  with claimed as materialized (select outbox.claim('proof', p_limit, p_without) as answer)
  select m.position, m.fields ->> 0, (m.fields ->> 1)::bigint, (m.fields -> 3 ->> 'n')::integer,
    (
      select d.key
      from (
        select e.key, sum(e.value::integer) over (order by e.position) as upto
        from json_each_text(c.answer -> 'destinations') with ordinality as e (key, value, position)
      ) as d
      where d.upto >= m.position
      order by d.upto
      limit 1
    ),
    (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') with ordinality as m (fields, position)
$$;
create temporary table held (place bigint, lane text, id bigint, n integer, destination text, token bigint);
create function outbox_test.hold(p_limit integer default 100, p_without text[] default null) returns integer
language sql
as $$
  delete from held;
  insert into held select * from outbox_test.claim(p_limit, p_without);
  select count(*)::integer from held;
$$;
create function outbox_test.ack() returns integer
language sql
as $$
  select outbox.ack('proof', array_agg(h.lane), array_agg(h.id), array_agg(h.token), null) from held as h
$$;
create function outbox_test.retry(p_after double precision default null, p_whole boolean default false)
returns integer
language sql
as $$
  select count(outbox.retry('proof', h.lane, h.id, h.token, 'down', p_after, p_whole))::integer from held as h
$$;
create function outbox_test.next_in() returns double precision
language sql
as $$
  select (outbox.claim('proof', 100) ->> 'next_in')::double precision
$$;
create function outbox_test.put(p_destination text, p_count integer default 5) returns void
language sql
as $$
  select outbox.enqueue_batch(
    'proof.plain', array_agg(p_destination || n), array_agg(jsonb_build_object('n', n)), null, null, null,
    array_agg(p_destination)
  )
  from generate_series(1, p_count) as n
$$;
create function outbox_test.clear() returns void
language sql
as $$
  delete from outbox.messages where topic = 'proof';
  delete from outbox.lanes where topic = 'proof';
  update outbox.destinations
  set paused_until = null, failures = 0, retry_at = null, failing_since = null, refused_since = null
  where topic = 'proof';
$$;
create function outbox_test.there(p_name text) returns outbox.destinations
language sql
as $$
  select d from outbox.destinations as d where d.topic = 'proof' and d.name = p_name
$$;

insert into outbox.topics (
  name, consumer, lane_is, description, concurrency, breaker_failures, breaker_cooldown, backoff_min, backoff_max
)
values ('proof', 'listener', 'thing', 'for tests', 2, 2, '30 s', '1 h', '3 h');
select outbox.define_kind('proof.plain', 'proof', 'for tests');

-- A destination is there when something is to go to it.
select is_empty($$select from outbox.destinations where topic = 'proof'$$, 'a topic begins without a destination');
select results_eq(
  $$select destination, state, messages from ops.outbox where topic = 'proof'$$,
  $$values (null::text, 'flowing', 0::bigint)$$, 'which is shown all the same'
);
select ok(outbox.enqueue('proof.plain', 'plain') is not null, 'a message that names none');
select is((outbox_test.there('main')).name, 'main', 'goes to main');
select outbox_test.put('a');
select outbox_test.put('b');
select results_eq(
  $$select destination, messages from ops.outbox where topic = 'proof' order by destination$$,
  $$values ('a', 5::bigint), ('b', 5::bigint), ('main', 1::bigint)$$, 'others are made by name'
);
select is(
  outbox.enqueue_batch(
    'proof.plain', array['x', 'y', 'z'], array['{}', '{}', '{}']::jsonb[],
    p_destinations => array['a', null, 'new']
  ),
  3, 'a batch names one for each message'
);
select results_eq(
  $$select subject, destination from ops.lanes where topic = 'proof' and subject ~ ' [x-z]$' order by subject$$,
  $$values ('thing x', 'a'), ('thing y', 'main'), ('thing z', 'new')$$, 'or main for none'
);
select throws_ok(
  $$select outbox.enqueue('proof.plain', 'x', p_destination => 'No such name')$$, '23514', null, 'a name is a word'
);

-- Each has its own limits.
select outbox_test.clear();
select outbox_test.put('a');
select outbox_test.put('b');
select is(outbox_test.hold(), 4, 'each has the topic''s concurrency');
select results_eq(
  'select destination, count(*)::integer from held group by destination order by destination',
  $$values ('a', 2), ('b', 2)$$, 'and the claim tells which are whose'
);
select is((select bool_and(lane like destination || '%') from held), true, 'in their order');
select is((select count(*)::integer from outbox_test.claim()), 0, 'one that is full');
select is(outbox_test.ack(), 4, 'has room again when they are done');
update outbox.destinations set concurrency = 1 where topic = 'proof' and name = 'a';
select is(outbox_test.hold(), 3, 'one has a limit of its own');
select outbox_test.ack();
update outbox.destinations set rate = 1, burst = 1, tokens = 0, tokens_at = clock_timestamp() + interval '1 h'
where topic = 'proof' and name = 'a';
select outbox_test.hold();
select is((select array_agg(distinct destination) from held), array['b'], 'an empty bucket is one destination''s');
select outbox_test.ack();
update outbox.destinations set concurrency = null, rate = null, burst = null where topic = 'proof' and name = 'a';

-- A consumer that has enough of one asks for the others.
select outbox_test.put('a');
select outbox_test.put('b');
select is(outbox_test.hold(100, '{a}'), 2, 'what the consumer has no room for');
select is((select array_agg(distinct destination) from held), array['b'], 'is passed over');
select outbox_test.ack();
select is(outbox_test.hold(2), 2, 'a claim for two lanes');
select is((select count(distinct destination)::integer from held), 2, 'takes one of each');
select outbox_test.ack();

-- One is down.
select outbox_test.clear();
select outbox_test.put('a');
select outbox_test.put('b', 9);
select outbox_test.hold(100, '{b}');
select is(outbox_test.retry(), 2, 'two messages to one destination fail');
select results_eq(
  $$select destination, state, failures, failing_with from ops.outbox where topic = 'proof' order by destination$$,
  $$values ('a', 'breaker open', 2, 'down'), ('b', 'flowing', 0, null), ('main', 'flowing', 0, null),
    ('new', 'flowing', 0, null)$$, 'its breaker opens, and no other''s'
);
select results_eq(
  $$select c.failed, c.last_failed_at is not null
    from outbox.counters as c where c.destination = (outbox_test.there('a')).id$$,
  $$values (2::bigint, true)$$, 'failures are counted'
);
select is(outbox_test.hold(), 2, 'the other goes on');
select is((select array_agg(distinct destination) from held), array['b'], 'as if it were alone');
select is(outbox_test.ack(), 2, 'is acknowledged');
select is((outbox_test.there('a')).failures, 2, 'which says nothing about the first');
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select results_eq(
  'select destination, count(*)::integer from held group by destination order by destination',
  $$values ('a', 1), ('b', 2)$$, 'one message tries there, beside the full number of the others'
);
select is(outbox_test.ack(), 3, 'when it is done');
select is((outbox_test.there('a')).failures, 0, 'the breaker closes');
select results_eq(
  $$select d.name, c.done, c.last_done_at is not null
    from outbox.counters as c join outbox.destinations as d on d.id = c.destination
    where d.topic = 'proof' order by d.name$$,
  $$select o.destination, o.done, o.last_done_at is not null
    from ops.outbox as o where o.topic = 'proof' and o.done > 0 order by o.destination$$,
  'what was done is counted for each'
);

-- One asks to wait.
select outbox_test.clear();
select outbox_test.put('a');
select outbox_test.put('b');
select outbox_test.hold(100, '{b}');
select is(outbox_test.retry(60, true), 2, 'one says: wait, all of you');
select is((select count(*)::integer from outbox_test.claim()), 2, 'it means its own');
select ok(outbox_test.next_in() < 60, 'the end of that is the next look at the latest');
select is(outbox_test.hold(), 0, 'and there is nothing else');

-- One is paused by hand.
select outbox_test.clear();
select outbox_test.put('a', 2);
select outbox_test.put('b', 2);
select ops.pause('proof', 'moves', 'a');
select is((select array_agg(distinct destination) from outbox_test.claim()), array['b'], 'a pause of one holds one');
select outbox_test.clear();
select ops.pause('proof', 'all move');
select outbox_test.put('a', 2);
select outbox_test.put('newest', 2);
select is(outbox_test.hold(), 0, 'a pause of all holds also one that is new');
select results_eq(
  $$select destination, state, pause_reason like '%: all move' from ops.outbox
    where topic = 'proof' and messages > 0 order by destination$$,
  $$values ('a', 'paused', true), ('newest', 'paused', true)$$, 'and says why'
);
select ops.pause('proof', 'moves', 'a');
select ops.resume('proof', 'a');
select is(outbox_test.hold(), 0, 'to resume one does not resume the topic');
select ops.resume('proof');
select is(outbox_test.hold(), 4, 'to resume the topic resumes all');
select throws_ok($$select ops.pause('proof', '', 'nowhere')$$, 'TK020', null, 'an unknown one cannot be paused');
select throws_ok($$select ops.resume('proof', 'nowhere')$$, 'TK020', null, 'nor resumed');

-- What is refused alike at one is no evidence about another.
select outbox_test.clear();
select outbox_test.put('a', 2);
select outbox_test.put('b', 4);
update outbox.topics set concurrency = 10 where name = 'proof';
select outbox_test.hold();
select results_eq(
  $$select outbox.bury('proof', h.lane, h.id, h.token, 'rejected', 'no') from held as h order by h.place$$,
  $$values ('dead'), ('dead'), ('dead'), ('dead'), ('dead'), ('dead')$$, 'two here and four there are refused alike'
);
select results_eq(
  $$select destination, count(*)::integer from ops.dead_letters where topic = 'proof' group by 1 order by 1$$,
  $$values ('a', 2), ('b', 4)$$, 'and lie among the dead letters'
);
select is(ops.redrive((select array_agg(d.id) from ops.dead_letters as d where d.topic = 'proof')), 6, 'redriven');
select results_eq(
  $$select destination, messages from ops.outbox where topic = 'proof' and messages > 0 order by 1$$,
  $$values ('a', 2::bigint), ('b', 4::bigint)$$, 'they go to where they were to go'
);

-- A lane can move.
select outbox_test.clear();
select outbox.enqueue('proof.plain', 'mover', p_destination => 'a');
select outbox.enqueue('proof.plain', 'mover');
select is((select destination from ops.lanes where subject = 'thing mover'), 'a', 'who names none follows the lane');
select outbox.enqueue('proof.plain', 'mover', p_destination => 'b');
select is((select destination from ops.lanes where subject = 'thing mover'), 'b', 'who names another moves it');

-- Priorities: in one lane
select outbox_test.clear();
create function outbox_test.say(p_lane text, p_n integer, p_priority outbox.priority) returns bigint
language sql
as $$
  select outbox.enqueue(
    'proof.plain', p_lane, jsonb_build_object('n', p_n), p_dedupe_key => format('say %s', p_n), p_priority => p_priority
  )
$$;
create function outbox_test.next() returns integer
language plpgsql
as $$
begin
  perform outbox_test.hold();
  if (select count(*) from held) > 1 then
    return -1;
  end if;
  perform outbox_test.ack();
  return (select h.n from held as h);
end
$$;
select outbox_test.say('chat', 7, 'broadcast');
select outbox_test.say('chat', 8, 'broadcast');
select outbox_test.say('chat', 5, 'notice');
select outbox_test.say('chat', 3, 'receipt');
select outbox_test.say('chat', 4, 'receipt');
select outbox_test.say('chat', 1, 'answer');
select outbox_test.say('chat', 6, null);
select results_eq(
  $$select l.priority::text, l.messages from ops.lanes as l where l.topic = 'proof' order by l.priority$$,
  $$values ('answer', 1), ('receipt', 2), ('notice', 2), ('broadcast', 2)$$,
  'messages of a lane wait by priority, that of their kind if none is said'
);
select is(outbox_test.say('chat', 8, 'broadcast'), null, 'a dedupe key is taken');
select ok(outbox_test.say('chat', 2, 'answer') is not null, 'within its priority');
select is(
  array(select outbox_test.next() from generate_series(1, 8)), array[1, 2, 3, 4, 5, 6, 7, 8],
  'the urgent go first, those of a priority in their order, and one at a time'
);
select is_empty($$select from outbox.lanes where topic = 'proof'$$, 'then the lanes are gone');

-- ... one message in flight, one rest
select outbox_test.say('chat', 1, 'broadcast');
select is(outbox_test.hold(), 1, 'a broadcast is in flight');
select outbox_test.say('chat', 2, 'answer');
select is((select count(*)::integer from outbox_test.claim()), 0, 'an answer to the same chat waits for its end');
update outbox.topics set lane_spacing = '10 s' where name = 'proof';
select is(outbox_test.ack(), 1, 'which comes');
select is((select count(*)::integer from outbox_test.claim()), 0, 'and for the chat''s rest');
select ok(outbox_test.next_in() between 9 and 10, 'whose end the consumer knows');
update outbox.lanes set ready_at = ready_at - interval '10 s', rests_until = rests_until - interval '10 s'
where topic = 'proof';
select is(outbox_test.next(), 2, 'then it goes');
select outbox_test.say('other', 3, 'broadcast');
select is(outbox_test.next(), 3, 'another chat does not rest');
update outbox.topics set lane_spacing = '0' where name = 'proof';

-- ... a failure is a lane's own, a wait that was asked for is the chat's
select outbox_test.clear();
select outbox_test.say('chat', 2, 'broadcast');
select outbox_test.hold();
select outbox_test.retry();
select outbox_test.say('chat', 1, 'receipt');
select is(outbox_test.next(), 1, 'a broadcast that failed does not hold up a receipt');
select outbox_test.clear();
select outbox_test.say('chat', 2, 'broadcast');
select outbox_test.hold();
select outbox_test.retry(60);
select outbox_test.say('chat', 1, 'receipt');
select is(outbox_test.hold(), 0, 'a chat that is to wait does');
select outbox_test.clear();
select outbox_test.say('chat', 2, 'broadcast');
select outbox.pause('proof', 60, 'chat');
select is(outbox_test.hold(), 0, 'whoever was told so');

-- ... a consumer that died with one sibling does not free the other before its time
select outbox_test.clear();
select outbox_test.say('chat', 2, 'notice');
select outbox_test.hold();
select outbox_test.say('chat', 1, 'answer');
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof' and token is not null;
select is(outbox_test.next(), 1, 'when a lease is over the urgent one goes');

-- Priorities: among lanes
select outbox_test.clear();
select outbox.enqueue_batch(
  'proof.plain', array_agg(n::text), array_agg(jsonb_build_object('n', n)), null, null,
  array_fill('broadcast'::outbox.priority, array[50])
)
from generate_series(1, 50) as n;
select outbox_test.say('late', 100, 'receipt');
select is(outbox_test.hold(1), 1, 'of many that wait');
select is((select n from held), 100, 'the receipt goes first, though it came last');
select outbox_test.ack();
select is(outbox_test.hold(), 9, 'broadcasts leave a tenth of the concurrency');
select outbox_test.say('now', 101, 'answer');
select is((select array_agg(n) from outbox_test.claim()), array[101], 'to what is urgent');
select is(
  (select (late_by is null, broadcasts) from ops.outbox where topic = 'proof' and destination = 'main')::text,
  '(t,50)', 'that they wait is no trouble'
);

-- What is known to be urgent
select is(app.notice_priority('{"text": "payment-credited"}'), 'receipt', 'of his money a person is told first');
select is(app.notice_priority('{"notice": "ended"}'), 'receipt', 'and of the end of his access');
select is(app.notice_priority('{"notice": "announced"}'), 'notice', 'then of what will be');
select is(app.notice_priority('{"text": "alarm-raised"}'), 'answer', 'admins of an alarm before all');
select results_eq(
  $$select name, priority::text from outbox.kinds where name ~ '^(inbox|vpn)\.' order by name$$,
  $$values ('inbox.payment_event', 'receipt'), ('inbox.refresh', 'receipt'), ('inbox.update', 'answer'),
    ('vpn.apply', 'receipt'), ('vpn.check', 'receipt'), ('vpn.devices', 'receipt'), ('vpn.probe', 'notice'),
    ('vpn.remove', 'broadcast'), ('vpn.scan', 'broadcast'), ('vpn.unbind', 'receipt')$$,
  'a tap goes before a screen that is drawn anew, what was bought before what a panel is asked'
);

-- Violations
select is_empty($$select from ops.violations_of_queues where subject ~ 'proof'$$, 'lanes count what waits in them');
update outbox.lanes set destination = 0 where topic = 'proof' and lane = '50';
select results_eq(
  $$select invariant, subject from ops.violations_of_queues where subject ~ 'proof'$$,
  $$values ('lanes_have_a_destination', '1 lanes of proof')$$, 'one that goes nowhere is found'
);

select * from finish();
rollback;
