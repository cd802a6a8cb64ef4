-- What comes in: stored once, in order of its lane, forgotten when processed.
begin;
select plan(21);

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
update outbox.topics set paused_until = null, pause_reason = null, failures = 0, rate = null
where name = 'inbox';

-- Storing
select is(inbox.receive('proof', '1', 'proof a', '{"text": "one"}'), true, 'an update is stored');
select is(inbox.receive('proof', '1', 'proof a', '{"text": "another"}'), false, 'a repeated one is the same update');
select is(inbox.receive('proof_too', '1', 'proof a', '{"text": "two"}'), true, 'but not if somebody else sent it');
select is(
  inbox.receive_batch(
    'proof',
    array['2', '1', '3', '2'],
    array['proof a', 'proof a', 'proof b', 'proof a'],
    array['{"text": "three"}', '{"text": "again"}', '{"text": "four"}', '{"text": "again"}']::jsonb[]
  ),
  2,
  'a batch stores what is new, once'
);
select is(inbox.receive_batch('proof', null, null, null), 0, 'and may be empty');
select results_eq(
  $$select lane, body ->> 'text' from inbox.updates where source like 'proof%' order by id$$,
  $$values ('proof a', 'one'), ('proof a', 'two'), ('proof a', 'three'), ('proof b', 'four')$$,
  'updates are kept as they came'
);
select throws_ok($$select inbox.receive('proof', '4', 'proof a', null)$$, '23514', null, 'an update has a body');
select throws_ok($$select inbox.receive('proof', '5', null, '{}')$$, '23502', null, 'and a lane');
select throws_ok(
  $$select inbox.receive('Nobody!', '6', 'proof a', '{}')$$, '23514', null,
  'and a source with a proper name'
);

-- Processing
select is(inbox_test.hold(), 2, 'one update of a chat is handed out at a time');
select results_eq(
  $$select lane, kind, payload ->> 'source', payload -> 'update' ->> 'text', payload ? 'received_at'
    from held order by lane$$,
  $$values ('proof a', 'inbox.update', 'proof', 'one', true), ('proof b', 'inbox.update', 'proof', 'four', true)$$,
  'the oldest, with its body and where it came from'
);
select is((select count(*)::integer from inbox_test.claim() where lane like 'proof%'), 0, 'the next one waits');
select is(
  (select inbox.ack('inbox', array_agg(h.lane), array_agg(h.id), array_agg(h.token), null) from held as h), 2,
  'when they are processed'
);
select results_eq(
  $$select external_id, body, processed_at is not null
    from inbox.updates where source = 'proof' and processed_at is not null order by id$$,
  $$values ('1', null::jsonb, true), ('3', null::jsonb, true)$$,
  'their bodies are forgotten'
);
select is(inbox.receive('proof', '1', 'proof a', '{"text": "late"}'), false, 'though they are still known');
select inbox_test.hold();
select is((select payload -> 'update' ->> 'text' from held), 'two', 'the next of the chat follows');
select is(
  (select inbox.bury('inbox', h.lane, h.id, h.token, 'rejected', 'not understood') from held as h), 'dead',
  'one that cannot be processed is put aside'
);
select is(
  (select body ->> 'text' from inbox.updates where source = 'proof_too'), 'two', 'and keeps its body for another try'
);

-- Erased while it waited
update inbox.updates set body = null, processed_at = clock_timestamp() where source = 'proof' and external_id = '2';
select is(inbox_test.hold(), 0, 'what was erased meanwhile is not handed out');

-- Retention
update inbox.updates
set processed_at = clock_timestamp() - make_interval(days => app.setting('keep_inbox_days')::integer, mins => 1)
where source = 'proof' and external_id = '3';
select ok(inbox.purge(1000000) >= 1, 'a purge');
select results_eq(
  $$select external_id from inbox.updates where source like 'proof%' order by id$$, $$values ('1'), ('1'), ('2')$$,
  'takes what was processed long ago, and nothing else'
);

select * from finish();
rollback;
