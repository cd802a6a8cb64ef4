-- The limits of a topic, obeyed at the claim: concurrency, rate, spacing, pause, breaker.
begin;
select plan(41);

create schema outbox_test;
create function outbox_test.claim(p_limit integer default 100) returns table (lane text, id bigint, token bigint)
language sql
as $$
  with claimed as materialized (select outbox.claim('proof', p_limit) as answer)
  select m ->> 0, (m ->> 1)::bigint, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;
create temporary table held (lane text, id bigint, token bigint);
create function outbox_test.hold(p_limit integer default 100) returns integer
language sql
as $$
  delete from held;
  insert into held select * from outbox_test.claim(p_limit);
  select count(*)::integer from held;
$$;
create function outbox_test.ack() returns integer
language sql
as $$
  select outbox.ack('proof', array_agg(h.lane), array_agg(h.id), array_agg(h.token), null) from held as h
$$;
create function outbox_test.retry(p_after double precision default null, p_whole_topic boolean default false)
returns text
language sql
as $$
  select max(outbox.retry('proof', h.lane, h.id, h.token, 'down', p_after, p_whole_topic)) from held as h
$$;
create function outbox_test.next_in() returns double precision
language sql
as $$
  select (outbox.claim('proof', 100) ->> 'next_in')::double precision
$$;
create function outbox_test.reset() returns void
language sql
as $$
  delete from outbox.messages where topic = 'proof';
  delete from outbox.lanes where topic = 'proof';
  select outbox.enqueue_batch('proof.plain', array_agg(n::text), array_agg('{}'::jsonb))
    from generate_series(1, 10) as n;
$$;

insert into outbox.topics (name, consumer, lane_is, description, concurrency)
values ('proof', 'listener', 'thing', 'for tests', 3);
select outbox.define_kind('proof.plain', 'proof', 'for tests');

-- Concurrency
select outbox_test.reset();
select is(outbox_test.hold(), 3, 'no more lanes are in flight than the topic allows');
select is((select count(*)::integer from outbox_test.claim()), 0, 'no matter who claims');
select is(outbox_test.ack(), 3, 'when they are done');
select is(outbox_test.hold(2), 2, 'there is room again');
select is((select count(*)::integer from outbox_test.claim()), 1, 'up to the limit');
update outbox.lanes set ready_at = clock_timestamp() - interval '1 s' where topic = 'proof' and token is not null;
select is(outbox_test.hold(), 0, 'lanes whose lease is over');
select is(outbox_test.hold(), 3, 'take no room');

-- Rate: the bucket has nothing, then what has flowed in since, then its brim.
update outbox.topics
set concurrency = null, rate = 2, burst = 4
where name = 'proof';
update outbox.destinations set tokens = 0, tokens_at = clock_timestamp() + interval '1 h' where topic = 'proof';
select outbox_test.reset();
select is((select count(*)::integer from outbox_test.claim()), 0, 'an empty bucket lets nothing go');
select ok(outbox_test.next_in() > 0, 'and says when it will');
update outbox.destinations set tokens = 1, tokens_at = clock_timestamp() - interval '500 ms' where topic = 'proof';
select is(outbox_test.hold(), 2, 'what has flowed in goes');
select ok((select tokens from outbox.destinations where topic = 'proof') between 0 and 0.2, 'and is spent');
select ok(outbox_test.next_in() between 0.3 and 0.5, 'the next message is half a second away');
update outbox.destinations set tokens = 0, tokens_at = clock_timestamp() - interval '1 h' where topic = 'proof';
select is(outbox_test.hold(), 4, 'a long rest fills the bucket to its brim and no further');
select throws_ok(
  $$update outbox.topics set lane_batch = 2 where name = 'proof'$$, '23514', null,
  'a topic with a rate hands out lanes one by one'
);

-- Spacing
update outbox.topics set rate = null, lane_spacing = '10 s' where name = 'proof';
select outbox_test.reset();
select outbox.enqueue('proof.plain', '1');
select is(outbox_test.hold(), 10, 'lanes that have rested go');
select is(outbox_test.ack(), 10, 'and then rest');
select is((select count(*)::integer from outbox_test.claim()), 0, 'also the one with more to do');
select is(outbox.enqueue('proof.plain', '2') > 0, true, 'and the one that gets something new');
select is((select count(*)::integer from outbox_test.claim()), 0, 'which waits for its rest to end');
select ok(outbox_test.next_in() between 9 and 10, 'as the claim says');
update outbox.lanes set ready_at = clock_timestamp() - interval '1 s' where topic = 'proof';
select results_eq(
  'select lane from outbox_test.claim() order by lane', $$values ('1'), ('2')$$, 'then they go'
);
select is(
  (select count(*)::integer from outbox.lanes where topic = 'proof'), 2,
  'and those that have nothing are gone'
);

-- Pause
update outbox.topics set lane_spacing = '0' where name = 'proof';
select outbox_test.reset();
select is(outbox_test.hold(1), 1, 'a message is in flight');
select is(outbox_test.retry(7, true), 'waiting', 'the other side says: wait, all of you');
select is((select count(*)::integer from outbox_test.claim()), 0, 'nothing goes');
select ok(outbox_test.next_in() between 6 and 7, 'until the time is over');
select is((select pause_reason from outbox.destinations where topic = 'proof'), 'down', 'why is on record');
select is((select max(attempts) from outbox.lanes where topic = 'proof'), 0, 'no attempt was used');
select outbox.pause('proof', 1);
select ok(outbox_test.next_in() > 5, 'a shorter pause does not end a longer one');
update outbox.destinations set paused_until = null where topic = 'proof';
select outbox.pause('proof', 60, '1');
select outbox.pause('proof', 60, 'new');
select is(
  (select count(*)::integer from outbox_test.claim() where lane <> '1'), 9,
  'a pause of one lane holds back no other'
);

-- Breaker
update outbox.topics set breaker_failures = 2, breaker_cooldown = '30 s' where name = 'proof';
select outbox_test.reset();
select is(outbox_test.hold(3), 3, 'three messages are in flight');
select is(outbox_test.retry(), 'waiting', 'and fail');
select is((select failures from outbox.destinations where topic = 'proof'), 3, 'failures in a row are counted');
select is((select count(*)::integer from outbox_test.claim()), 0, 'enough of them open the breaker');
select ok(outbox_test.next_in() between 29 and 30, 'for its time');
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select is(outbox_test.hold(), 1, 'then one message tries');
select is((select count(*)::integer from outbox_test.claim()), 0, 'and no other while it does');
select outbox_test.retry();
select ok(outbox_test.next_in() between 29 and 30, 'when it fails the breaker stays open');
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select is(outbox_test.ack(), 1, 'when it succeeds');
select is((select failures from outbox.destinations where topic = 'proof'), 0, 'the breaker closes');
select is((select count(*)::integer from outbox_test.claim()), 5, 'and all that is due goes');

select * from finish();
rollback;
