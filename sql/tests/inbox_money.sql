-- Money in updates: read from the raw body whatever else is in it, booked with or without a bot, told once; and what
-- is no update is kept.
begin;
select plan(68);

\ir fixtures/clock.psql
\ir fixtures/receive.psql
update app.settings set value = '"XTS"' where name = 'currency';
update app.flags set enabled = true where name = 'topups';

create temporary table ann as
select s.user_id as id from api.start(-7001, sha256('money ann'), null, 'Ann', 'en') as s;
update app.users set role = null;

create schema money_test;
create function money_test.paid(p_charge text, p_amount text, p_more text default '{}') returns jsonb
language sql
as $$
  select format(
    '{"currency": "XTS", "total_amount": %s, "telegram_payment_charge_id": "%s", "invoice_payload": "none of ours"}',
    p_amount, p_charge
  )::jsonb || p_more::jsonb
$$;
create function money_test.receive(p_id text, p_body jsonb) returns boolean
language sql
as $$ select pg_temp.receive('telegram', 'money ' || p_id, 'money', convert_to(p_body::text, 'UTF8')) $$;
create temporary view events as
select
  substr(u.external_id, 7) as event_id, e.kind, e.external_id, e.telegram_id, e.amount, e.currency,
  coalesce(e.outcome, 'waiting') as outcome, e.closed_at is not null as closed, e.told_at is not null as told,
  e.details, e.id, e.event_id as stored_id
from inbox.money_events as e
join inbox.events as u on u.id = e.event_id
where u.external_id like 'money %';
create function money_test.age(p_by interval) returns void
language sql
as $$
  update inbox.money_events as e
  set received_at = e.received_at - p_by, tried_at = e.tried_at - p_by, closed_at = e.closed_at - p_by
  where e.id in (select v.id from events as v)
$$;
create temporary view notices as
select m.payload ->> 'text' as text, m.payload -> 'args' as args
from outbox.messages as m
where m.topic = 'telegram' and m.lane = '-7001';

-- Reading
select money_test.receive(
  'plain',
  jsonb_build_object('message', jsonb_build_object(
    'from', '{"id": 7001}'::jsonb, 'chat', '{"id": 7001, "type": "private"}'::jsonb,
    'successful_payment', money_test.paid('c1', '250')
  ))
);
select results_eq(
  $$select kind, external_id, telegram_id, amount, currency, outcome, closed from events where event_id = 'plain'$$,
  $$values ('payment', 'c1', 7001::bigint, 250::bigint, 'XTS', 'waiting', false)$$,
  'a payment is read when its update is stored'
);
select is(money_test.receive('plain', '{}'), false, 'a repeated update');
select is((select count(*)::integer from events), 1, 'is read once');
select money_test.receive(
  t.name,
  jsonb_build_object(t.container, t.event::jsonb || jsonb_build_object(
    'successful_payment', money_test.paid('c-' || t.name, '100')
  ))
)
from (
  values
    ('group', 'message', '{"from": {"id": 7001}, "chat": {"id": -5, "type": "supergroup"}}'),
    ('business', 'business_message', '{"from": {"id": 7001}}'),
    ('edited', 'edited_message', '{"from": {"id": 7001}}'),
    ('channel', 'channel_post', '{"chat": {"id": -6, "type": "channel"}}'),
    ('fromless', 'message', '{"chat": {"id": 7001, "type": "private"}}'),
    ('unknown', 'some_new_kind', '{"from": {"id": "7001"}, "forward_origin": {"type": "of next year"}}')
) as t (name, container, event);
select results_eq(
  $$select event_id, telegram_id from events where event_id <> 'plain' order by event_id$$,
  $$values ('business', 7001::bigint), ('channel', null), ('edited', 7001), ('fromless', 7001), ('group', 7001),
    ('unknown', 7001)$$,
  'in whatever kind of update and of chat it stands, with the payer if the update says who it was'
);
select money_test.receive(
  'reply',
  jsonb_build_object('message', jsonb_build_object(
    'text', 'thanks', 'reply_to_message', jsonb_build_object('successful_payment', money_test.paid('c1', '250'))
  ))
);
select money_test.receive(t.name, t.body::jsonb)
from (
  values
    ('odd 1', '[]'), ('odd 2', '5'), ('odd 3', '{"message": null}'),
    ('odd 4', '{"message": {"successful_payment": null}}')
) as t (name, body);
select is_empty(
  $$select event_id from events where event_id ~ 'reply|odd'$$, 'but not where a message only replies to it'
);
select is(
  inbox.receive_events(
    'inbox',
    'telegram',
    array['money batch 2', 'money batch 1'],
    array['message', 'message'],
    array['money', 'money'],
    array[
      format('{"message": {"successful_payment": %s}}', money_test.paid('b2', '2'))::bytea,
      format('{"message": {"successful_payment": %s}}', money_test.paid('b1', '1'))::bytea
    ],
    array[true, true]
  ),
  2, 'a batch'
);
select set_eq(
  $$select external_id from events where event_id like 'batch%'$$, array['b1', 'b2'], 'is read as well'
);
select is(
  inbox.receive_events(
    'payment_events', 'proof', array['money crypto'], array['paid'], array['proof:money'],
    array[format('{"message": {"successful_payment": %s}}', money_test.paid('c3', '3'))::bytea], array[true]
  ),
  1, 'another sender''s body'
);
select is_empty($$select external_id from events where external_id = 'c3'$$, 'is not Telegram''s');

-- What is not understood
select money_test.receive(
  t.name, jsonb_build_object('message', jsonb_build_object('from', '{"id": 7001}'::jsonb, t.part, t.payment::jsonb))
)
from (
  values
    ('u1', 'successful_payment', '{"currency": "XTS", "total_amount": 5}'),
    ('u2', 'successful_payment', '{"currency": "XTS", "total_amount": 5.5, "telegram_payment_charge_id": "u2"}'),
    ('u3', 'successful_payment', '{"currency": "XTS", "total_amount": 1e300, "telegram_payment_charge_id": "u3"}'),
    ('u4', 'successful_payment', '{"total_amount": 5, "telegram_payment_charge_id": "u4"}'),
    ('u5', 'successful_payment', '{"currency": "XTS", "total_amount": -5, "telegram_payment_charge_id": "u5"}'),
    ('u6', 'successful_payment', '"nothing that we know"'),
    ('r1', 'refunded_payment', '{"currency": "XTS", "total_amount": 250, "telegram_payment_charge_id": "c0"}')
) as t (name, part, payment);
select results_eq(
  $$select distinct outcome, closed, details is not null from events where event_id like 'u_'$$,
  $$values ('unclear', false, true)$$, 'a payment of which something is missing is kept for an operator'
);
select results_eq(
  $$select kind, outcome, external_id, amount, closed from events where event_id = 'r1'$$,
  $$values ('refund', 'waiting', 'c0', 250::bigint, false)$$, 'one that was given back waits to be booked'
);

select is(
  (select k.keep from outbox.kinds as k where k.name = 'inbox.update'), 'inbox.holds_money',
  'what reports money is asked before it is given up'
);

-- Booking by the bot; Telegram ids of this test are negative where they are somebody's
update inbox.money_events as e set telegram_id = -7001 where e.telegram_id = 7001 and e.id in (select id from events);
select ok(
  (select bool_and(inbox.holds_money('money', jsonb_build_object('event_id', e.stored_id))) from events as e
    where e.outcome = 'waiting'),
  'an update whose money is not booked must not be given up'
);
select results_eq(
  $$select outcome, amount, balance from api.book_payment('telegram', 'c1')$$,
  $$values ('credited_without_order'::text, 250::bigint, 250::bigint)$$, 'the bot books one'
);
select results_eq(
  $$select outcome, closed, told, details from events where external_id = 'c1' and kind = 'payment'$$,
  $$values ('credited_without_order', true, false, null::jsonb)$$, 'which closes it; a screen is to tell the payer'
);
select is(
  inbox.holds_money('money', jsonb_build_object('event_id', (select stored_id from events where event_id = 'plain'))),
  false, 'its update may go'
);
select lives_ok(
  $$select inbox.event_done('money', jsonb_build_object('event_id', e.stored_id), '{"told": false}')
    from events as e where e.event_id = 'plain'$$, 'the screen could not be shown'
);
select is((select told from events where event_id = 'plain'), false, 'so he is not told');
select is(
  (select count(*)::integer from inbox.events where external_id = 'money plain' and raw is null), 1,
  'though the update is processed'
);
select results_eq(
  $$select outcome, balance, told from api.book_payment('telegram', 'c1')$$,
  $$values ('repeated'::text, 250::bigint, false)$$, 'one who books it again hears that it was'
);

-- Booking by the job
select is((inbox._book_waiting(100)).done, 0, 'the job leaves the bot half a minute');
select money_test.age('1 minute');
select is((select done from jobs.book_payments(4)), 4, 'what the bot did not book is booked by the job');
select is((select more from jobs.book_payments(4)), true, 'batch by batch');
select jobs.book_payments(50);
select results_eq(
  $$select event_id, outcome, told from events where kind = 'payment' and closed and event_id <> 'plain'
    order by event_id$$,
  $$values
    ('batch 1', 'suspense', true), ('batch 2', 'suspense', true), ('business', 'credited_without_order', true),
    ('channel', 'suspense', true), ('edited', 'credited_without_order', true),
    ('fromless', 'credited_without_order', true), ('group', 'credited_without_order', true),
    ('unknown', 'credited_without_order', true)$$,
  'to the payer''s balance, or to suspense when the payer is not known'
);
select is(billing.balance_of((select id from ann), 'XTS'), 750::bigint, 'the money is there');
select is(
  (select count(*)::integer from notices where text = 'payment-credited-late'), 5, 'and each payment told by a notice'
);
select is_empty(
  $$select id from events where outcome = 'waiting'$$, 'nothing waits'
);
select is((select count(*)::integer from events where not closed), 7, 'but for what an operator is to see');
select is((select outcome from events where event_id = 'r1'), 'taken_back', 'a refund of what we do not have among it');

-- A screen that never came
select money_test.age('90 seconds');
select is(
  inbox._notify_payers(100), 1, 'who was to be told by a screen, and was not in two minutes, is told by a notice'
);
select is((select count(*)::integer from notices where text like 'payment-credited%'), 6, 'a payment a notice');
select is((select told from api.book_payment('telegram', 'c1')), true, 'so that a screen need not tell him any more');
select is(inbox._notify_payers(100), 0, 'and is told once');

create temporary table topup as
select t.order_token as token from billing.open_topup((select id from ann), 10000, 'telegram') as t;
select money_test.receive(
  'topup',
  jsonb_build_object('message', jsonb_build_object(
    'from', '{"id": -7001}'::jsonb,
    'successful_payment', money_test.paid('t1', '10000', format('{"invoice_payload": "%s"}', (select token from topup)))
  ))
);
update inbox.money_events as e set telegram_id = -7001 where e.external_id = 't1';
select money_test.age('1 minute');
select is((inbox._book_waiting(100)).done, 1, 'an invoice of ours');
select is((select outcome from events where external_id = 't1'), 'credited', 'is found by what we wrote into it');
select is((select count(*)::integer from notices where text = 'payment-credited'), 1, 'and told so');

-- Given back, before its payment was booked, and twice
select money_test.receive(
  'back ' || n, jsonb_build_object('message', jsonb_build_object(
    'from', '{"id": -7001}'::jsonb, part, money_test.paid('gb1', '100')
  ))
)
from (values (1, 'refunded_payment'), (2, 'successful_payment'), (3, 'refunded_payment')) as t (n, part);
update inbox.money_events as e set telegram_id = -7001 where e.external_id = 'gb1';
create temporary table before as select billing.balance_of(a.id, 'XTS') as balance from ann as a;
select money_test.age('1 minute');
select inbox._book_waiting(100);
select results_eq(
  $$select kind, outcome, closed, details from events where external_id = 'gb1' order by id$$,
  $$values ('refund', 'refunded', true, null::jsonb), ('payment', 'credited_without_order', true, null),
    ('refund', 'repeated', true, null)$$,
  'what is given back is booked, whatever comes first and however often'
);
select is(
  billing.balance_of((select id from ann), 'XTS'), (select balance from before), 'and is on no balance'
);
select is((select count(*)::integer from notices where text = 'payout-sent'), 1, 'its payer is told, once');

select money_test.receive(
  'wordless', jsonb_build_object('message', jsonb_build_object('successful_payment', money_test.paid('o1', '10')))
);
select results_eq(
  $$select outcome, amount from api.book_payment('telegram', 'o1')$$,
  $$values ('suspense'::text, 10::bigint)$$, 'what says nobody''s name is nobody''s'
);
select is_empty(
  $$select api.book_payment('telegram', 'made up') union all select api.book_payment('telegram', 'u2')$$,
  'a charge that no update reports is none, and one that is not clear is not booked'
);
select lives_ok(
  $$select inbox.event_done('money', jsonb_build_object('event_id', e.stored_id), null)
    from events as e where e.event_id = 'wordless'$$, 'a bot that acknowledges it without a word'
);
select is((select told from events where event_id = 'wordless'), false, 'so nobody has told the payer');

select money_test.receive(
  'cart', jsonb_build_object('message', jsonb_build_object('successful_payment', money_test.paid('k1', '10')))
);
select is(
  (select outcome from api.book_payment('telegram', 'k1')), 'suspense',
  'money of a stranger'
);
select is(
  (select balance from api.book_payment('telegram', 'k1')), null,
  'has no balance to show, however often it is asked for'
);
select lives_ok($$select api.start(-7999, sha256('money bob'), null, 'Bob', 'en')$$, 'also when the stranger starts');
select is(
  (select balance from api.book_payment('telegram', 'k1')), null, 'and asks again'
);
select is(
  ops.assign_suspense((select id from billing.payments where external_id = 'k1'), app.user_of(-7999), 'a receipt'),
  'assigned', 'until it is his'
);
select is(
  (select balance from api.book_payment('telegram', 'k1')), 10::bigint,
  'then it is on his balance'
);
select money_test.age('3 minutes');
select lives_ok('select inbox._notify_payers(100)', 'nobody is told twice of it');

-- A payment that cannot be booked
alter function billing.receive_payment(bigint, text, text, uuid, bigint, text, boolean, bigint)
  rename to receive_no_payment;
select money_test.receive(
  'broken', jsonb_build_object('message', jsonb_build_object('successful_payment', money_test.paid('x1', '10')))
);
select money_test.age('1 minute');
select is((select (done, parked, more)::text from jobs.book_payments(50)), '(0,0,f)', 'one that fails is not done');
select is_empty(
  $$select name from jobs.alarms where name = 'money_unbooked'$$, 'once is no alarm: what can pass may pass'
);
select money_test.age('1 minute');
select jobs.book_payments(50);
select results_eq(
  $$select e.attempts, e.last_error ~ '^42883: ' from inbox.money_events as e where e.external_id = 'x1'$$,
  'values (2, true)', 'it is tried at every run, and says why it fails'
);
select results_eq(
  $$select name from jobs.alarms where name ~ '^money' order by name$$,
  $$values ('money_unbooked'), ('money_unclear')$$, 'which is an alarm'
);
select is(
  (select state from ops.money_events where external_id = 'x1'), 'waiting', 'operators see it'
);
select is(
  ops.settle_money_event((select id from events where external_id = 'x1'), 'no'), 'not_booked', 'and cannot put it away'
);
alter function billing.receive_no_payment(bigint, text, text, uuid, bigint, text, boolean, bigint)
  rename to receive_payment;
select money_test.age('1 minute');
select jobs.book_payments(50);
select is(
  (select outcome from events where external_id = 'x1'), 'suspense', 'when the cause is gone it is booked'
);
select is_empty($$select name from jobs.alarms where name = 'money_unbooked'$$, 'and the alarm is over');

-- By hand
select is(
  ops.settle_money_event((select id from events where event_id = 'r1'), 'our own refund'), 'settled',
  'an operator settles what was taken back'
);
select is(
  ops.settle_money_event((select id from events where event_id = 'r1'), 'our own refund'), 'already_settled', 'once'
);
select is(ops.settle_money_event(-1, 'our own refund'), 'unknown', 'if there is such a thing');
select throws_ok(
  $$select ops.settle_money_event((select id from events where event_id = 'u1'), ' ')$$, 'TK061', null,
  'and says why'
);
select results_eq(
  $$select a.reason, a.before ? 'details' from app.audit as a where a.action = 'money_event.settled'$$,
  $$values ('our own refund', false)$$, 'which is audited, without personal data'
);

-- What is no update
select inbox.refuse('no update', 'money test', 10), inbox.refuse('no update', 'money test', 10);
select inbox.refuse('too large', convert_to(repeat('m', 70000), 'UTF8'), 2000000);
select results_eq(
  $$select r.reason, length(r.body), r.bytes, r.times from inbox.refused_bodies as r
    where r.body like '%money%' or r.bytes = 2000000 order by r.bytes$$,
  $$values ('no update', 10, 10, 2), ('too large', 65536, 2000000, 1)$$, 'bodies that are refused are kept, bounded'
);
select jobs.book_payments(50);
select is((select count(*)::integer from jobs.alarms where name = 'bodies_refused'), 1, 'and raise an alarm');

-- Retention
update inbox.money_events as e
set closed_at = closed_at - make_interval(days => app.setting('keep_inbox_days')::integer + 1)
where e.id in (select id from events);
update inbox.refused_bodies
set last_at = last_at - make_interval(days => app.setting('keep_inbox_days')::integer + 1)
where bytes in (10, 2000000);
select lives_ok('select inbox.purge(1000000)', 'a purge');
select results_eq(
  $$select distinct outcome, closed from events$$, $$values ('unclear', false)$$,
  'leaves what nobody has finished with'
);
select results_eq(
  $$select outcome, amount, told from api.book_payment('telegram', 'c1')$$,
  $$values ('repeated'::text, 250::bigint, false)$$, 'a charge whose report is forgotten is not booked again'
);

select * from finish();
rollback;
