-- Events are the bytes that came: whatever is in them, money in them is read, and nobody is harmed. Payment providers
-- have a topic of their own.
begin;
select plan(50);

\ir fixtures/receive.psql

create schema events_test;
create function events_test.claim(p_topic text)
returns table (lane text, id bigint, kind text, payload jsonb, token bigint, destination text)
language sql
as $$
  with claimed as materialized (select inbox.claim(p_topic, 1000) as answer)
  select m ->> 0, (m ->> 1)::bigint, m ->> 2, (m -> 3)::jsonb, (c.answer ->> 'token')::bigint,
    (select string_agg(d.name, ' ' order by d.name) from json_object_keys(c.answer -> 'destinations') as d (name))
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;
update outbox.lanes set ready_at = 'infinity' where topic in ('inbox', 'payment_events');
update outbox.topics set paused_until = null, rate = null where name in ('inbox', 'payment_events');

-- Reading what nobody should have sent
create function events_test.field(p_raw bytea) returns text
language sql
as $$ select inbox._json_of(p_raw) ->> 'a' $$;
select is(events_test.field('{"a": "b"}'), 'b', 'what came is read as it is');
select is(events_test.field(convert_to('{"a": "ж"}', 'UTF8')), 'ж', 'in UTF-8');
select is(events_test.field('{"a": "b", "x": "\\u0000"}'), 'b', 'with a NUL that is written as an escape');
select is(events_test.field('{"a": "b", "x": "\000"}'), 'b', 'with a NUL that is none');
select is(events_test.field('{"a": "b", "x": "\\ud800"}'), 'b', 'with half of a surrogate pair');
select is(events_test.field('{"a": "\\\\u0000", "x": "\\u0000"}'), '\u0000', 'a backslash that is meant stays one');
select is(events_test.field('{"a": "b", "x": "\377"}'), 'b', 'with what is no UTF-8');
select is(events_test.field('{"a": "b", "x": "\001"}'), 'b', 'with a control character');
select is(events_test.field('{"a": "b", "x": 1e500000}'), 'b', 'with a number beyond all numbers');
select is(
  events_test.field(format('{"a": "b", "x": %s1%s}', repeat('[', 10000), repeat(']', 10000))::bytea), 'b',
  'ten thousand levels deep'
);
select is(
  inbox._json_of(format('{"a": %s1%s}', repeat('[', 400000), repeat(']', 400000))::bytea)::text, null,
  'deeper than the stack is not read'
);
select is(inbox._json_of('{"a": NaN}')::text, null, 'nor what is no JSON');

-- Money in it
create function events_test.paid(p_key text, p_charge text, p_more text) returns bytea
language sql
as $$
  select format(
    '{"update_id": 1, "message": {"from": {"id": 7101}, "%s": {"currency": "XTS", "total_amount": 250, '
    '"telegram_payment_charge_id": "%s", "invoice_payload": "none of ours"}, "x": %s}}', p_key, p_charge, p_more
  )::bytea
$$;
select is(
  inbox.receive_events(
    'inbox', 'odd', array['1', '2', '3', '4', '5', '6', '7', '8'], null,
    array['odd', 'odd', 'odd', 'odd', 'odd', 'odd', 'odd', 'odd'],
    array[
      events_test.paid('successful_payment', 'o1', '"\\u0000"'),
      events_test.paid('successful_payment', 'o2', '"\\udc00\\ud83d"'),
      events_test.paid('successful_payment', 'o3', '"\000\377"'),
      events_test.paid('successful_payment', 'o4', repeat('[', 10000) || repeat(']', 10000)),
      events_test.paid('successful_payment', 'o5', '9' || repeat('0', 200000)),
      events_test.paid('\\u0073uccess\\u0066ul\\u005Fpayment', 'o6', '1'),
      events_test.paid('refunded_payment', 'o7', '"\\u0000"'),
      events_test.paid('successful_payment', 'o8', repeat('[', 100000) || repeat(']', 100000))
    ],
    array[true, true, true, true, true, true, true, true]
  ),
  8, 'updates are stored, whatever is in them'
);
create temporary view money as
select e.*
from inbox.money_events as e
join inbox.events as v on v.id = e.event_id and v.source = 'odd';
select results_eq(
  $$select m.external_id from money as m where m.kind = 'payment' and m.telegram_id = 7101 and m.amount = 250
      and m.outcome is null and m.details ->> 'invoice_payload' = 'none of ours' order by 1$$,
  array['o1', 'o2', 'o3', 'o4', 'o5', 'o6'], 'and their money is read, whatever else is there'
);
select is(
  (select m.outcome from money as m where m.external_id = 'o7'), null, 'what was given back waits to be booked as well'
);
select results_eq(
  $$select m.kind, m.outcome, m.details #>> '{}' ~ '"telegram_payment_charge_id": "o8"' from money as m
    where m.external_id is null$$,
  $$values ('payment', 'unclear', true)$$, 'what cannot be read is kept as a whole for an operator'
);
select pg_temp.receive(
  'odd', '9', 'odd', format('{"x": {"refunded_payment": %s%s}}', repeat('[', 100000), repeat(']', 100000))::bytea
);
select is(
  (select m.outcome from money as m where m.external_id is null and m.kind = 'refund'), 'unclear', 'both ways'
);
select pg_temp.receive(
  'odd', '10', 'odd',
  '{"message": {"successful_payment": {"currency": "XTS", "total_amount": 1, "telegram_payment_charge_id": "o10", '
  '"x": 1e500000}}}'
);
select is(
  (select m.amount from money as m where m.external_id = 'o10' and jsonb_typeof(m.details) = 'string'), 1::bigint,
  'the part that speaks of money may be odd itself'
);
select is(pg_temp.receive('odd', '11', 'odd', '{"message": {"text": "\\u0065 is an e"}}'), true, 'an escape alone');
select is((select count(*)::integer from money), 10, 'is no money');

-- A topic of their own
select throws_ok(
  $$select inbox.receive_events('vpn', 'odd', array['a'], null, array['a'], array['{}'::bytea], null)$$, 'TK020', null,
  'a topic that takes no events takes none'
);
select is(
  inbox.receive_events(
    'payment_events', 'toy', array['e1', 'e2'], array['invoice.paid', null], array['toy:1', 'toy:1'],
    array['{"n": 1}', 'n=2']::bytea[], array[true, false], array['{"signature": "s"}', null]::jsonb[]
  ),
  2, 'what a payment provider reports'
);
select inbox.receive_events(
  'payment_events', 'other_toy', array['e1'], null, array['other_toy:1'], array['{}'::bytea], null
);
select results_eq(
  $$select v.id = e.id, v.kind, v.verified, v.state, v.attempts, v.error from ops.events as v
    join inbox.events as e on e.id = v.id where v.source = 'toy' order by v.id$$,
  $$values (true, 'invoice.paid', true, 'waiting', 0, null::text), (true, null, false, 'behind others', null, null)$$,
  'waits in its lane'
);
create temporary table held as select * from events_test.claim('payment_events');
select results_eq(
  $$select h.lane, h.kind, h.destination from held as h order by 1$$,
  $$values ('other_toy:1', 'inbox.payment_event', 'other_toy toy'), ('toy:1', 'inbox.payment_event', 'other_toy toy')$$,
  'each provider is a destination'
);
select results_eq(
  $$select h.payload - 'received_at' from held as h where h.lane = 'toy:1'$$,
  $$values (jsonb_build_object(
    'source', 'toy', 'external_id', 'e1', 'kind', 'invoice.paid', 'raw', encode('{"n": 1}', 'base64'),
    'headers', '{"signature": "s"}'::jsonb, 'verified', true
  ))$$,
  'and handed out as it came'
);
select is((select v.state from ops.events as v where v.source = 'toy' and v.external_id = 'e1'), 'in flight', 'one');
select is(
  (select inbox.retry('payment_events', h.lane, h.id, h.token, 'no answer') from held as h where h.lane = 'toy:1'),
  'waiting', 'is tried again'
);
select results_eq(
  $$select v.state, v.attempts, v.error from ops.events as v where v.source = 'toy' and v.external_id = 'e1'$$,
  $$values ('retrying', 1, 'no answer')$$, 'with its error'
);
select is(
  (select inbox.bury('payment_events', h.lane, h.id, h.token, 'rejected', 'a lie') from held as h
    where h.lane = 'other_toy:1'),
  'dead', 'or given up'
);
select results_eq(
  $$select v.state, v.attempts, v.error from ops.events as v where v.source = 'other_toy'$$,
  $$values ('dead', 1, 'a lie')$$, 'for an operator'
);
select is(
  ops.discard(array_agg(d.id), 'seen'), 1, 'who puts it away'
) from ops.dead_letters as d where d.topic = 'payment_events';
select results_eq(
  $$select v.state, e.raw from ops.events as v join inbox.events as e on e.id = v.id where v.source = 'other_toy'$$,
  $$values ('processed', '{}'::bytea)$$, 'and can have it run again'
);
update outbox.lanes as l set ready_at = clock_timestamp() where l.topic = 'payment_events' and l.lane = 'toy:1';
truncate held;
insert into held select * from events_test.claim('payment_events');
select is(
  (select inbox.ack('payment_events', array[h.lane], array[h.id], array[h.token], null) from held as h), 1,
  'one is done'
);
select results_eq(
  $$select e.raw, e.headers, e.processed_at is not null from inbox.events as e
    where e.source = 'toy' and e.external_id = 'e1'$$,
  $$values ('{"n": 1}'::bytea, '{"signature": "s"}'::jsonb, true)$$, 'and kept for a while'
);

-- Run again
create temporary table done as
select e.id from inbox.events as e where e.source = 'toy' and e.external_id = 'e1';
select throws_ok(
  $$select ops.replay_event((select id from done), '')$$, 'TK061', null, 'an event is run again for a reason'
);
select is(ops.replay_event(-1, 'looking'), 'unknown', 'one that is there');
select is(
  ops.replay_event((select e.id from inbox.events as e where e.source = 'toy' and e.external_id = 'e2'), 'looking'),
  'not_processed', 'and is done'
);
update inbox.events as e set raw = null where e.source = 'other_toy';
select is(
  ops.replay_event((select e.id from inbox.events as e where e.source = 'other_toy'), 'looking'), 'erased',
  'and of which there are bytes'
);
select is(
  ops.replay_event((select id from done), 'the handler was wrong'), 'queued', 'then it waits in its lane again'
);
select results_eq(
  $$select v.state, v.replays, v.replayed_at is not null, v.processed_at
  from ops.events as v, done as d where v.id = d.id$$,
  $$values ('behind others', 1, true, null::timestamptz)$$, 'behind what came meanwhile'
);
select is(
  (select a.reason from app.audit as a, done as d where a.action = 'event.replayed' and a.subject_id = d.id),
  'the handler was wrong', 'who did that is audited'
);
select inbox.event_done('toy:1', jsonb_build_object('event_id', d.id), null) from done as d;
select is(ops.replay_event((select id from done), 'once more'), 'queued', 'and it can be run once more');
select inbox.event_done('toy:1', jsonb_build_object('event_id', d.id), null) from done as d;
update app.settings set value = '7' where name = 'keep_inbox_days';
update app.settings set value = '30' where name = 'keep_payment_events_days';
update inbox.events as e set processed_at = clock_timestamp() - interval '29 days' from done as d where e.id = d.id;
select inbox.purge(1000);
select is(
  (select count(*)::integer from inbox.events as e, done as d where e.id = d.id), 1, 'for as long as the setting says'
);
update inbox.events as e set processed_at = clock_timestamp() - interval '31 days' from done as d where e.id = d.id;
select inbox.purge(1000);
select is((select count(*)::integer from inbox.events as e, done as d where e.id = d.id), 0, 'then it is forgotten');

-- Lanes that are held, of two topics
insert into inbox.unqueued (event_id, topic, lane)
select e.id, e.topic, e.lane from inbox.events as e where e.source = 'toy' and e.external_id = 'e2';
delete from outbox.messages as m where m.topic = 'payment_events' and m.lane = 'toy:1';
delete from outbox.lanes as l where l.topic = 'payment_events' and l.lane = 'toy:1';
select is(
  (select v.state from ops.events as v where v.source = 'toy' and v.external_id = 'e2'), 'waits for its lane', 'waiting'
);
select is_empty(
  $$select v.subject from ops.violations as v where v.invariant = 'events_are_processed'
    and v.subject = (
      select format('event %s', e.id) from inbox.events as e where e.source = 'toy' and e.external_id = 'e2'
    )$$,
  'is no violation'
);
select lives_ok($$select * from events_test.claim('inbox')$$, 'a claim of another topic');
select is((select count(*)::integer from inbox.unqueued as u where u.lane = 'toy:1'), 1, 'leaves it alone');
truncate held;
insert into held select * from events_test.claim('payment_events');
select results_eq(
  $$select h.lane, h.destination from held as h$$, $$values ('toy:1', 'toy')$$, 'its own queues it for its destination'
);
insert into inbox.unqueued (event_id, topic, lane) values (-1, 'payment_events', 'gone');
select lives_ok($$select inbox._queue_waiting('payment_events')$$, 'one that is purged meanwhile is in nobody''s way');

select * from finish();
rollback;
