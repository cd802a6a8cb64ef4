-- What giving up means: a verdict about a message comes only from an answer about that message.
begin;
select plan(68);

create schema outbox_test authorization tickover_owner;
set local role tickover_owner;
create table outbox_test.heard (what text, lanes text[]);
create table outbox_test.faults (name text primary key);
create function outbox_test.fails(p_name text) returns boolean
language sql
as $$ select exists (select from outbox_test.faults as f where f.name = p_name) $$;

create function outbox_test.prepare(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
as $$
begin
  if outbox_test.fails('column') then
    raise undefined_column using message = 'column p.base_url does not exist';
  elsif p_payload ? 'fail' then
    raise exception 'cannot prepare it';
  end if;
  return p_payload;
end
$$;
create function outbox_test.done_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
as $$
begin
  insert into outbox_test.heard values ('done', p_lanes);
  if outbox_test.fails('column') then
    raise undefined_column;
  elsif p_results @> array['{"fail": true}'::jsonb] then
    raise exception 'cannot take it';
  end if;
end
$$;
create function outbox_test.done(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
as $$
begin
  if outbox_test.fails('column') then
    raise undefined_column;
  elsif p_result ? 'fail' then
    raise exception 'cannot take it';
  end if;
end
$$;
create function outbox_test.dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language sql
as $$ insert into outbox_test.heard values (p_reason, array[p_lane]) $$;
create function outbox_test.keep(p_lane text, p_payload jsonb) returns boolean
language plpgsql
as $$
begin
  if p_payload ? 'odd' then
    raise exception 'cannot tell';
  end if;
  return p_payload ? 'money';
end
$$;

create function outbox_test.claim(p_topic text default 'proof')
returns table (lane text, id bigint, attempt integer, reason text, token bigint)
language sql
as $$
  with ready as materialized (
    update outbox.lanes set ready_at = clock_timestamp() - interval '1 s'
    where topic = p_topic and token is null
    returning 1
  ),
  claimed as materialized (
    select outbox.claim(p_topic, 100) as answer from (select count(*) from ready) as r
  )
  select m ->> 0, (m ->> 1)::bigint, (m ->> 4)::integer, m ->> 5, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;
create table outbox_test.held (lane text, id bigint, attempt integer, reason text, token bigint);
create function outbox_test.hold(p_topic text default 'proof') returns integer
language plpgsql
as $$
begin
  update outbox.lanes set ready_at = clock_timestamp() - interval '1 s' where topic = p_topic and token is null;
  delete from outbox_test.held;
  insert into outbox_test.held
  select m ->> 0, (m ->> 1)::bigint, (m ->> 4)::integer, m ->> 5, (c.answer ->> 'token')::bigint
  from (select outbox.claim(p_topic, 100) as answer) as c
  cross join json_array_elements(c.answer -> 'messages') as m;
  return (select count(*) from outbox_test.held);
end
$$;
create function outbox_test.bury(p_lane text, p_reason text, p_error text default 'no') returns text
language sql
as $$
  select outbox.bury('proof', h.lane, h.id, h.token, p_reason, p_error) from outbox_test.held as h where h.lane = p_lane
$$;
create function outbox_test.retry(p_lane text, p_cause text, p_after double precision default null) returns text
language sql
as $$
  select outbox.retry('proof', h.lane, h.id, h.token, format('%s: why', p_cause), p_after, false, false, p_cause)
  from outbox_test.held as h where h.lane = p_lane
$$;
create function outbox_test.ack(p_results jsonb default '{}') returns integer
language sql
as $$
  select outbox.ack(
    'proof', array_agg(h.lane), array_agg(h.id), array_agg(h.token),
    array_agg(coalesce(p_results -> h.lane, '{}'))
  )
  from outbox_test.held as h
$$;
create function outbox_test.destination() returns outbox.destinations
language sql
as $$ select d from outbox.destinations as d where d.topic = 'proof' $$;

insert into outbox.topics (name, consumer, lane_is, description, max_attempts, breaker_failures, backoff_max)
values ('proof', 'listener', 'thing', 'for tests', 2, 100, '10 min');
select outbox.define_kind(
  'proof.absolute', 'proof', 'for tests', 'repeat', 'outbox_test.prepare', null, 'outbox_test.dead', 'done', null,
  'outbox_test.done_batch'
);
select outbox.define_kind(
  'proof.notice', 'proof', 'for tests', 'repeat', null, 'outbox_test.done', 'outbox_test.dead', 'deadline'
);
select outbox.define_kind(
  'proof.update', 'proof', 'for tests', 'repeat', null, null, null, 'attempts', 'outbox_test.keep'
);

-- What is absolute is never given up, whoever says so.
select outbox.enqueue('proof.absolute', 'a');
select is(outbox_test.hold(), 1, 'a message that is absolute');
select is(outbox_test.bury('a', 'rejected', '404 from /panel'), 'waiting', 'is kept when it is refused');
select results_eq(
  $$select token, last_error, ready_at > clock_timestamp() + interval '4 min', attempts
    from outbox.lanes where topic = 'proof' and lane = 'a'$$,
  $$values (null::bigint, 'rejected: 404 from /panel', true, 1)$$,
  'and waits for long, with the refusal on record'
);
select is((select failures from outbox_test.destination()), 0, 'which says nothing about the others');
select is(outbox_test.hold(), 1, 'it comes again');
select is(outbox_test.retry('a', null), 'waiting', 'fails');
select is(outbox_test.hold(), 1, 'and again');
select is(outbox_test.retry('a', null), 'waiting', 'beyond all attempts');
select is((select attempts from outbox.lanes where topic = 'proof'), 3, 'of which it has used more than there are');
select outbox_test.hold();
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof';
select outbox.claim('proof', 1);
select is(outbox_test.hold(), 1, 'not even a consumer that died with it');
select is((select reason from outbox_test.held), null, 'ends it');
select is(outbox_test.ack(), 1, 'only that it is done');
select is((select failures from outbox_test.destination()), 0, 'and then the breaker is closed');
select is_empty($$select * from outbox.dead_letters where topic = 'proof'$$, 'no letter is dead');

-- Unless several are refused alike.
select outbox.enqueue_batch('proof.absolute', array_agg(n), array_agg('{}'::jsonb))
from unnest('{k1, k2, k3, k4, k5}'::text[]) as n;
select is(outbox_test.hold(), 5, 'five that are absolute');
select outbox_test.bury(n, 'rejected', 'another method') from unnest('{k1, k2, k3, k4}'::text[]) as n;
select is((select failures from outbox_test.destination()), 0, 'four of which are refused alike');
select outbox_test.bury('k5', 'rejected', 'another method');
select is((select failures from outbox_test.destination()), 1, 'the fifth says that it is about us');
select outbox_test.hold();
select is(outbox_test.ack(), 5, 'when it is over, all go');

-- A prepare hook meets half a release: nothing is handed out, nothing is counted against the message.
insert into outbox_test.faults values ('column');
select outbox.enqueue('proof.absolute', 'b');
select is(outbox_test.hold(), 0, 'a hook that misses a column hands out nothing');
select results_eq(
  $$select attempts, last_error, token, ready_at > clock_timestamp() from outbox.lanes where topic = 'proof'$$,
  $$values (0, 'outbox_test.prepare: column p.base_url does not exist (42703)', null::bigint, true)$$,
  'the message waits, without an attempt'
);
select results_eq(
  $$select failures, failing_with ~ 'base_url' from outbox_test.destination()$$, $$values (1, true)$$,
  'the breaker counts it'
);
delete from outbox_test.faults;
select is(outbox_test.hold(), 1, 'when the column is there, the message goes');

-- The business cannot note what was done.
insert into outbox_test.faults values ('column');
select is(outbox_test.ack(), 1, 'an ack whose hook misses a column');
select ok(
  (select last_error ~ '^outbox_test.done_batch: .*42703' from outbox.lanes where topic = 'proof'),
  'leaves what is absolute waiting'
);
delete from outbox_test.faults;
select outbox.enqueue_batch('proof.absolute', array['c', 'd', 'e'], array['{}', '{}', '{}']::jsonb[]);
select is(outbox_test.hold(), 4, 'it goes again, with others');
delete from outbox_test.heard;
select is(outbox_test.ack('{"d": {"fail": true}}'), 4, 'one of which the hook cannot take');
select results_eq(
  $$select lane, last_error from outbox.lanes where topic = 'proof'$$,
  $$values ('d', 'outbox_test.done_batch: cannot take it (P0001)')$$,
  'that one waits, its neighbours are done'
);
select results_eq(
  $$select unnest(lanes) as lane from outbox_test.heard order by lane$$, $$values ('b'), ('c'), ('e')$$,
  'once each'
);
select is_empty($$select * from outbox.dead_letters where topic = 'proof'$$, 'and no letter is dead');
delete from outbox_test.heard;
select outbox_test.hold();
select is(outbox_test.ack(), 1, 'later it can be noted');
select is((select lanes from outbox_test.heard), array['d'], 'all is well');
select outbox.enqueue_batch('proof.absolute', array['p', 'q', 'r'], array['{}', '{}', '{}']::jsonb[]);
delete from outbox_test.heard;
select outbox_test.hold();
select outbox_test.ack();
select results_eq(
  'select what, cardinality(lanes) from outbox_test.heard', $$values ('done'::text, 3)$$,
  'of many that are done the business hears once'
);

-- What must not happen twice: a fault of its own is for a person to look at, another one repeats the ack.
insert into outbox_test.faults values ('column');
select outbox.enqueue('proof.notice', 'f', '{}', null, app.now() + interval '1 day');
select outbox_test.hold();
select throws_ok('select outbox_test.ack()', '42703', null, 'an ack that misses a column is repeated');
delete from outbox_test.faults;
select is(outbox_test.ack('{"f": {"fail": true}}'), 1, 'while one whose message the hook cannot take');
select results_eq(
  $$select lane, reason from outbox.dead_letters where topic = 'proof'$$, $$values ('f', 'done')$$,
  'is a dead letter'
);
delete from outbox.dead_letters where topic = 'proof';
delete from outbox_test.heard;

-- A notice has its deadline
select outbox.enqueue('proof.notice', 'g', '{}', null, app.now() + interval '1 day');
do $$ begin
  for n in 1 .. 5 loop perform outbox_test.hold(); perform outbox_test.retry('g', null); end loop;
end $$;
select is((select attempts from outbox.lanes where topic = 'proof'), 5, 'what has a deadline is tried beyond attempts');
select outbox_test.hold();
select is(outbox_test.bury('g', 'rejected'), 'dead', 'a refusal ends it');
select outbox.enqueue('proof.notice', 'h');
select outbox_test.hold();
select outbox_test.retry('h', null);
select outbox_test.hold();
select is(outbox_test.retry('h', null), 'dead', 'and attempts do when it has no deadline');
delete from outbox.dead_letters where topic = 'proof';

-- Nobody was there to answer
select outbox.enqueue('proof.update', 'i', '{"money": 1}');
select outbox.enqueue('proof.update', 'j', '{}');
do $$ begin
  for n in 1 .. 5 loop perform outbox_test.hold(); perform outbox_test.retry('j', 'unreached'); perform outbox_test.retry('i', 'unreached'); end loop;
end $$;
select results_eq(
  $$select attempts from outbox.lanes where topic = 'proof'$$, $$values (0), (0)$$, 'not connected is no attempt'
);
select is((select failures from outbox_test.destination()), 11, 'but counts for the breaker');
select ok(
  (select max(ready_at) from outbox.lanes where topic = 'proof') < clock_timestamp() + interval '31 s',
  'and the lane does not wait for longer than the breaker'
);

-- What this program does not know
select outbox_test.hold();
select is(outbox_test.retry('j', 'unknown', 60), 'waiting', 'what a program does not know waits for one that does');
select outbox_test.retry('i', 'unknown', 60);
update outbox.messages set enqueued_at = clock_timestamp() - interval '7 hours' where topic = 'proof';
select outbox_test.hold();
select is(outbox_test.retry('j', 'unknown', 60), 'dead', 'for hours');
select is((select reason from outbox.dead_letters where topic = 'proof'), 'unknown', 'which is a reason of its own');

-- What the business keeps
select is(outbox_test.retry('i', 'unknown', 60), 'waiting', 'money is kept');
select outbox_test.hold();
select is(outbox_test.bury('i', 'rejected'), 'waiting', 'whatever was the reason');
select outbox_test.hold();
select outbox_test.retry('i', null);
select outbox_test.hold();
select is(outbox_test.retry('i', null), 'waiting', 'however often it failed');
select outbox.enqueue('proof.update', 'k', '{"odd": 1}');
select outbox_test.hold();
select is(outbox_test.bury('k', 'rejected'), 'waiting', 'and when it cannot be told, it is kept');
select outbox_test.retry('i', 'unreached');
select outbox_test.hold();
select is(outbox_test.ack(), 2, 'all are done');
delete from outbox.dead_letters where topic = 'proof';
delete from outbox_test.heard;

-- Waits that make no sense
select outbox.enqueue('proof.update', 'l');
do $$
declare
  v_after double precision;
begin
  foreach v_after in array array['Infinity', '1e13', 'NaN', '-1e300']::double precision[] loop
    perform outbox_test.hold();
    perform outbox.retry('proof', h.lane, h.id, h.token, 'wait', v_after, true) from outbox_test.held as h;
    if (select d.paused_until from outbox.destinations as d where d.topic = 'proof') > clock_timestamp() + interval '25 hours' then
      raise exception 'paused for %', v_after;
    end if;
    update outbox.destinations set paused_until = null where topic = 'proof';
  end loop;
end $$;
select pass('whatever the other side asks, we look again within a day');
select is(outbox._wait(7.5), interval '7.5 s', 'what makes sense is obeyed');
select is(outbox._wait(null), null, 'and none is none');
select outbox_test.hold();
select outbox_test.ack();

-- Our credentials
select outbox.enqueue('proof.update', 'm');
select outbox_test.hold();
select outbox.retry('proof', h.lane, h.id, h.token, 'denied: 401', 60, true, false, 'denied')
from outbox_test.held as h;
select ok(
  (select paused_until > clock_timestamp() + interval '55 s' from outbox_test.destination()), 'denied pauses the topic'
);
select results_eq(
  $$select detail ~ 'denied: 401' from jobs._destination_troubles() where name = 'topic_proof'$$, $$values (true)$$,
  'of which admins hear at once'
);
update outbox.destinations set paused_until = null where topic = 'proof';
select outbox_test.hold();
select outbox_test.ack();
select results_eq(
  $$select detail from jobs._destination_troubles() where name = 'topic_proof'$$, $$values (null::text)$$,
  'until something goes through'
);

-- Many are refused alike: another bot's token, and no chat is found.
select outbox.enqueue_batch(
  'proof.notice', array_agg(n::text), array_agg('{}'::jsonb), null, array_agg(app.now() + interval '1 day')
) from generate_series(1, 6) as n;
select outbox_test.hold();
select results_eq(
  $$select outbox_test.bury(n::text, 'gone', 'chat not found') from generate_series(1, 6) as n$$,
  $$values ('dropped'), ('dropped'), ('dropped'), ('dropped'), ('waiting'), ('waiting')$$,
  'at the fifth that is refused alike it is no verdict about persons'
);
select is_empty($$select * from outbox.dead_letters where topic = 'proof'$$, 'those before come back');
select results_eq(
  $$select what, unnest(lanes) as lane from outbox_test.heard order by what, lane$$,
  $$values ('gone', '1'), ('gone', '2'), ('gone', '3'), ('gone', '4'),
    ('revived', '1'), ('revived', '2'), ('revived', '3'), ('revived', '4')$$,
  'and the business undoes what it did'
);
select is(outbox_test.hold(), 0, 'the breaker is open');
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select is(outbox_test.hold(), 1, 'one message tries');
select is(
  (select outbox_test.bury(h.lane, 'gone', 'chat not found') from outbox_test.held as h), 'waiting', 'is refused'
);
select is((select sum(waiting)::integer from outbox.lanes where topic = 'proof'), 6, 'and nobody is lost');
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select outbox_test.hold();
select outbox_test.ack();
select is(outbox_test.hold(), 5, 'one success, and all go');
select is(
  (select outbox_test.bury(max(h.lane), 'gone', 'chat not found') from outbox_test.held as h), 'dropped',
  'a single one is believed'
);

-- Ids that fell behind
select outbox.enqueue('proof.update', 'y');
select outbox_test.hold();
select setval('outbox.message_ids', 1);
select outbox.enqueue('proof.update', 'y');
select outbox_test.ack();
select is(
  (select count(*)::integer from outbox_test.claim() where lane = 'y'), 0,
  'a message below what was done is not seen at once'
);
select is(outbox_test.hold(), 1, 'but at the next look');
select outbox_test.ack();
select outbox.enqueue('proof.update', 'z');
update outbox.lanes set done_to = 1000000000 where topic = 'proof' and lane = 'z';
select cmp_ok((select w.done from jobs.watch_delivery(1) as w), '>', 0, 'a job finds it as well');
select cmp_ok(
  (select last_value from outbox.message_ids), '>=', 1000000000::bigint, 'and brings the sequence forward'
);

select * from finish();
rollback;
