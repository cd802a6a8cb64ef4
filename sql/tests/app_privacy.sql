-- What people may know of what is held about them, and what is left of those who go.
begin;
select plan(46);

\ir fixtures/clock.psql

select api.start(-401, sha256('privacy ann'), 'ann', 'Ann', 'en');
select api.start(-402, sha256('privacy bob'), null, 'Bob', 'en');
create temporary table people as
select app.user_of(-401) as ann, app.user_of(-402) as bob;
select is((api.start_trial(-401)).outcome, 'started', 'Ann has a trial');
select inbox._book_payment(-401, 'telegram', 'privacy-1', null, 14900, 'RUB');
select api.write_ticket(-401, 'other', gen_random_uuid(), 5, 'text', 'my secret');
insert into support.posts (chat_id, message_id, ticket_id, reader, posted_at)
select -401, 6, t.id, 'user', app.now() from support.tickets as t join people as p on p.ann = t.user_id;
select api.save_conversation(-401, -401, 'menu');

-- As a file
create temporary view held as select app.data_of(p.ann) as data from people as p;
select is(
  (select array_agg(k order by k) from held as h, jsonb_object_keys(h.data) as k),
  '{
    accepted_terms, alarms, as_of, balances, blocked, broadcasts, channels, company_requests, discounts, former_account,
    gifts_paid, gifts_taken, history, invited, notice_preferences, notices, payment_methods, payments, promo_codes,
    start_links, subscription_names, subscriptions, support, telegram, throws, user, withdrawals,
    wrong_gift_links
  }'::text[],
  'all that is held has its place'
);
select is((select data #>> '{telegram,username}' from held), 'ann', 'the name');
select is((select data #>> '{payments,0,amount}' from held), '14900', 'what was paid');
select is((select data #>> '{subscriptions,0,periods,0,kind}' from held), 'trial', 'what was had');
select is((select data #>> '{support,0,text}' from held), 'my secret', 'and what was written');
select ok((select not data -> 'user' ? 'identity_hash' from held), 'but nothing that is the shop''s');
select is(api.request_data(-401), 'requested', 'it is sent');
select is(api.request_data(-401), 'just_now', 'once');
select is(
  (
    select app.prepare_data_file(m.lane, m.payload) #>> '{file,content,telegram,first_name}'
    from outbox.messages as m
    where m.kind = 'app.data_file' and m.lane = '-401'
  ),
  'Ann', 'with what is held when it goes out'
);
select is(
  (select app.prepare_data_file('-402', jsonb_build_object('user_id', ann)) from people), null, 'and to nobody else'
);

-- In a file of an admin that waits to be sent
select api.start(-403, sha256('privacy olga'), null, 'Olga', 'en');
update app.users set role = 'owner' where id = app.user_of(-403);
select admin.request_export(
  -403, 'customers', null, null, 'en', 'a letter', '00000000-0000-4000-8000-000000000001'
);
create temporary view waiting_for_admin as
select r.line ->> 'telegram_id' as telegram_id, r.line ->> 'first_name' as first_name
from app.exports as e
join app.export_slices as s on s.export_id = e.id,
  json_array_elements(outbox.export_slice(e.id, s.number)) as r (line), people as p
where (r.line ->> 'user_id')::bigint = p.ann;
select results_eq(
  'select telegram_id, first_name from waiting_for_admin', $$values ('-401', 'Ann')$$, 'an admin is to read who she is'
);

-- Deleted, knowing what is lost
select is(api.delete_account(-401, repeat('0', 16)), 'changed', 'nothing is deleted by a token of nothing');
create temporary table before_credit as select (api.deletion(-401)).token;
select inbox._book_payment(-401, 'telegram', 'privacy-2', null, 100, 'RUB');
select is(
  (select api.delete_account(-401, b.token) from before_credit as b), 'changed', 'nor after money has come'
);
create temporary table before_days as select (api.deletion(-401)).token;
select is(
  billing.extend(ann, interval '30 days', gen_random_uuid(), 'operator:test', 'sorry') ->> 'outcome', 'extended',
  'Ann gets days'
)
from people;
select is(
  (select api.delete_account(-401, b.token) from before_days as b), 'changed', 'nor after time has come'
);
select ledger.post('payout', 'privacy:hold', array[
  (ledger.account(ann, 'cash', 'RUB'), -100)::ledger.leg, (ledger.account(ann, 'refund_hold', 'RUB'), 100)::ledger.leg
])
from people;
select results_eq(
  'select coming_back, currency from api.deletion(-401)', $$values (100::bigint, 'RUB')$$, 'what is being sent back'
);
select is(
  (select api.delete_account(-401, d.token) from api.deletion(-401) as d), 'money_is_moving', 'is waited for'
);
select ledger.post('payout_failed', 'privacy:back', array[
  (ledger.account(ann, 'refund_hold', 'RUB'), -100)::ledger.leg, (ledger.account(ann, 'cash', 'RUB'), 100)::ledger.leg
])
from people;
select is((billing.open_topup(app.user_of(-401), 25000, 'telegram')).outcome, 'open', 'with a top-up that is open');
select is(
  (select api.delete_account(-401, d.token) from api.deletion(-401) as d), 'deleted', 'then the account goes'
);
select throws_ok($$select api.delete_account(-401, repeat('0', 16))$$, 'TK010', null, 'once');

-- What is left
select is_empty('select from app.telegram_identities where telegram_id = -401', 'no name');
select results_eq(
  'select telegram_id, first_name from waiting_for_admin', 'values (null::text, null::text)',
  'nor in what waits to be sent to an admin'
);
select is_empty(
  $$select from app.export_slices as s where s.rows::text ~ '-401|"Ann"'$$, 'nor in what it is made of'
);
select is_empty('select from app.conversations where telegram_id = -401', 'no dialogue');
select results_eq(
  $$select m.body, m.chat_id, t.closed_by from support.messages as m
    join support.tickets as t on t.id = m.ticket_id join people as p on p.ann = t.user_id$$,
  $$values (null::text, null::bigint, 'user')$$, 'nothing that was written'
);
select is_empty('select from support.posts where chat_id = -401', 'nor where');
select is((select sum(b.balance) from people as p, billing.balances_of(p.ann) as b), 0::numeric, 'no money');
select is(
  (
    select sum(e.amount)
    from people as p
    join ledger.transfers as t on t.idempotency_key ~ format('^given_up:%s:RUB:', p.ann)
    join ledger.entries as e on e.transfer_id = t.id and e.amount > 0
  ),
  15000::numeric, 'which the books say where it is'
);
select results_eq(
  $$select s.status, s.ends_at, d.present from billing.subscriptions as s
    join people as p on p.ann = s.user_id
    join vpn.desired as d on d.subscription_id = s.id$$,
  $$values ('expired', app.now(), false)$$, 'no access'
);
select is_empty(
  $$select from billing.orders as o join people as p on p.ann = o.user_id where o.status = 'open'$$, 'nothing to buy'
);
select is_empty(
  $$select v.subject from ops.violations_of_trials as v join people as p on v.subject ~ format('user %s\M', p.ann)$$,
  'and nothing that must not be'
);

-- Money that comes later
select is(
  (select (billing.receive_payment(ann, 'telegram', 'privacy-3', null, 500, 'RUB')).outcome from people), 'suspense',
  'is kept for an operator'
);
select is(
  (select (billing.receive_payment(ann, 'telegram', 'privacy-3', null, 500, 'RUB')).outcome from people), 'repeated',
  'once'
);

-- Who comes back
select is((api.start(-401, sha256('privacy ann'), 'ann', 'Ann', 'en')).outcome, 'new', 'is somebody else');
select isnt(app.user_of(-401), (select ann from people), 'with a number of her own');
select is((api.start_trial(-401)).outcome, 'already_used', 'and had her trial');
select ops.grant_days(bob, 3, 'a present') from people;
select is(
  (select api.delete_account(-402, d.token) from api.deletion(-402) as d), 'deleted',
  'who was given time, and goes'
);
select api.start(-402, sha256('privacy bob'), null, 'Bob', 'en');
select is((api.start_trial(-402)).outcome, 'already_used', 'gets no trial by that');

-- The last owner
update app.users set role = 'owner' where id = app.user_of(-402);
update app.users set role = null where id <> app.user_of(-402);
select is(
  (select api.delete_account(-402, d.token) from api.deletion(-402) as d), 'last_owner',
  'the last owner makes another one first'
);
select is(api.is_last_owner(-402), true, 'and is told before');
update app.users set role = 'owner' where id = app.user_of(-403);
select is(api.is_last_owner(-402), false, 'then he may go');
update app.users set role = null where id = app.user_of(-402);

-- Scrubbed
delete from app.erasures where telegram_id not in (-401, -402);
insert into inbox.events (topic, source, external_id, lane, raw, processed_at, verified, received_at)
values
  ('inbox', 'telegram_1', 'privacy-1', '-401', null, now(), true, '2000-01-01Z'),
  ('inbox', 'telegram_1', 'privacy-2', '-401', 'x', null, true, '2000-01-01Z'),
  ('inbox', 'telegram_1', 'privacy-3', '-409', null, now(), true, '2000-01-01Z');
select app.scrub(100);
select results_eq(
  $$select lane from inbox.events where external_id like 'privacy-%' order by external_id$$,
  $$values ('none'), ('-401'), ('-409')$$, 'processed updates are nobody''s'
);
select results_eq('select telegram_id from app.erasures', 'values (-401::bigint)', 'the others are waited for');
update inbox.events set raw = null, processed_at = now() where external_id = 'privacy-2';
select results_eq('select app.scrub(100), app.scrub(100)', 'values (1, 0)', 'and erased when they are');
select is_empty('select from app.erasures', 'then nothing says who it was');

select * from finish();
rollback;
