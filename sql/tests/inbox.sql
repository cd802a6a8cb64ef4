-- What comes in: stored once, in order of its lane, forgotten when processed.
begin;
select plan(27);

\ir fixtures/receive.psql

create schema inbox_test;
create function inbox_test.claim()
returns table (lane text, id bigint, kind text, payload jsonb, token bigint)
language sql
as $$
  with claimed as materialized (select inbox.claim('inbox', 1000) as answer)
  select m ->> 0, (m ->> 1)::bigint, m ->> 2, (m -> 3)::jsonb, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m
$$;
create temporary table held (lane text, id bigint, kind text, payload jsonb, token bigint);
create function inbox_test.hold() returns integer
language sql
as $$
  delete from held;
  insert into held select * from inbox_test.claim() as c where c.lane like 'proof%';
  select count(*)::integer from held;
$$;

-- Whatever waits in this database waits on, and leaves room.
update outbox.lanes set ready_at = 'infinity' where topic = 'inbox';
update outbox.topics set paused_until = null, pause_reason = null, rate = null where name = 'inbox';

-- Storing
select is(pg_temp.receive('proof', '1', 'proof a', '{"text": "one"}'), true, 'an update is stored');
select is(pg_temp.receive('proof', '1', 'proof a', '{"text": "another"}'), false, 'a repeated one is the same update');
select is(pg_temp.receive('proof_too', '1', 'proof a', '{"text": "two"}'), true, 'but not if somebody else sent it');
select is(
  inbox.receive_events(
    'inbox',
    'proof',
    array['2', '1', '3', '2'],
    array['message', null, 'new_kind', null],
    array['proof a', 'proof a', 'proof b', 'proof a'],
    array['{"text": "three"}', '{"text": "again"}', '{"text": "four"}', '{"text": "again"}']::bytea[],
    array[true, true, null, true]
  ),
  2,
  'a batch stores what is new, once'
);
select is(inbox.receive_events('inbox', 'proof', null, null, null, null, null), 0, 'and may be empty');
select results_eq(
  $$select lane, raw, coalesce(kind, 'no word'), verified from inbox.events where source like 'proof%' order by id$$,
  $$values
    ('proof a', '{"text": "one"}'::bytea, 'no word', true), ('proof a', '{"text": "two"}', 'no word', true),
    ('proof a', '{"text": "three"}', 'message', true), ('proof b', '{"text": "four"}', 'new_kind', false)$$,
  'updates are kept as they came, and proven only where somebody says so'
);
select throws_ok($$select pg_temp.receive('proof', '4', 'proof a', null)$$, '23514', null, 'an update has a body');
select throws_ok($$select pg_temp.receive('proof', '5', null, '{}')$$, '23502', null, 'and a lane');
select throws_ok(
  $$select pg_temp.receive('Nobody!', '6', 'proof a', '{}')$$, '23514', null,
  'and a source with a proper name'
);

-- Processing
select is(inbox_test.hold(), 2, 'one update of a chat is handed out at a time');
select results_eq(
  $$select lane, kind, payload ->> 'source', decode(payload ->> 'raw', 'base64'), payload ? 'received_at'
    from held order by lane$$,
  $$values ('proof a', 'inbox.update', 'proof', '{"text": "one"}'::bytea, true),
    ('proof b', 'inbox.update', 'proof', '{"text": "four"}', true)$$,
  'the oldest, with its body and where it came from'
);
select is((select count(*)::integer from inbox_test.claim() where lane like 'proof%'), 0, 'the next one waits');
select is(
  (select inbox.ack('inbox', array_agg(h.lane), array_agg(h.id), array_agg(h.token), null) from held as h), 2,
  'when they are processed'
);
select results_eq(
  $$select external_id, raw, processed_at is not null
    from inbox.events where source = 'proof' and processed_at is not null order by id$$,
  $$values ('1', null::bytea, true), ('3', null::bytea, true)$$,
  'their bodies are forgotten'
);
select is(pg_temp.receive('proof', '1', 'proof a', '{"text": "late"}'), false, 'though they are still known');
select inbox_test.hold();
select is(
  (select decode(payload ->> 'raw', 'base64') from held), '{"text": "two"}'::bytea, 'the next of the chat follows'
);
select is(
  (select inbox.bury('inbox', h.lane, h.id, h.token, 'rejected', 'not understood') from held as h), 'dead',
  'one that cannot be processed is put aside'
);
select is(
  (select raw from inbox.events where source = 'proof_too'), '{"text": "two"}'::bytea,
  'and keeps its body for another try'
);

-- Signs of life
select api.start(t.id, sha256(format('life %s', t.id)::bytea), null, 'Ann', 'en')
from (values (900000000000000001), (900000000000000002), (900000000000000003)) as t (id);
update app.telegram_identities set unreachable_since = '2020-01-01 00:00:00+00' where telegram_id >= 900000000000000001;
create function inbox_test.marked() returns bigint[]
language sql
as $$
  select array_agg(i.telegram_id % 10 order by i.telegram_id)
  from app.telegram_identities as i
  where i.telegram_id >= 900000000000000001 and i.unreachable_since is not null
$$;
select pg_temp.receive('proof', 'life 1', '900000000000000001', '{"my_chat_member": {}}', 'my_chat_member');
select pg_temp.receive('proof', 'life 2', '-900000000000000001', '{"message": {}}');
select is(inbox_test.marked(), array[1, 2, 3]::bigint[], 'who blocks the bot gives no sign of life');
select pg_temp.receive('proof', 'life 3', '900000000000000001', '{"message": {}}');
select is(inbox_test.marked(), array[2, 3]::bigint[], 'who writes can be reached again');
select inbox.receive_events(
  'inbox', 'proof', array['life 4', 'life 5'], array['callback_query', null], array['900000000000000002', 'none'],
  array['{"callback_query": {}}', '{}']::bytea[], array[true, true]
);
select is(inbox_test.marked(), array[3]::bigint[], 'and who taps');
select pg_temp.receive('proof', 'life 3', '900000000000000003', '{"message": {}}');
select is(inbox_test.marked(), array[3]::bigint[], 'what is repeated is no news');

-- Lanes that are held, see tests/bot/test_inbox.py
insert into inbox.unqueued (event_id, topic, lane)
select e.id, e.topic, e.lane from inbox.events as e where e.external_id = 'life 2';
delete from outbox.messages as m where m.topic = 'inbox' and m.lane = '-900000000000000001';
update outbox.lanes as l set waiting = 0 where l.topic = 'inbox' and l.lane = '-900000000000000001';
select pg_temp.receive('proof', 'life 6', '-900000000000000001', '{"message": {}}');
select is(
  (select count(*)::integer from inbox.unqueued where lane = '-900000000000000001'), 2,
  'behind an update that waits for its lane others of the chat wait as well'
);
select inbox_test.hold();
select results_eq(
  $$select u.external_id, w.id is null from outbox.messages as m
    join inbox.events as u on u.id = (m.payload ->> 'event_id')::bigint
    left join inbox.unqueued as q on q.lane = m.lane
    left join inbox.events as w on w.id = q.event_id
    where m.topic = 'inbox' and m.lane = '-900000000000000001' order by m.id$$,
  $$values ('life 2', true), ('life 6', true)$$, 'until a claim queues them, in order'
);

-- Erased while it waited
update inbox.events set raw = null, processed_at = clock_timestamp() where source = 'proof' and external_id = '2';
select is(inbox_test.hold(), 0, 'what was erased meanwhile is not handed out');

-- Retention
update inbox.events
set processed_at = clock_timestamp() - make_interval(days => app.setting('keep_inbox_days')::integer, mins => 1)
where source = 'proof' and external_id = '3';
select ok(inbox.purge(1000000) >= 1, 'a purge');
select results_eq(
  $$select external_id from inbox.events where source like 'proof%' and external_id !~ 'life' order by id$$,
  $$values ('1'), ('1'), ('2')$$,
  'takes what was processed long ago, and nothing else'
);

select * from finish();
rollback;
