-- Paying out what people earned: asked for, held, approved, sent, settled or given back.
begin;
select plan(110);

\ir fixtures/clock.psql
-- A Friday.
select set_config('test.now', '1996-02-02 12:00:00+00', true);
\set people 4
\ir fixtures/people.psql

update app.users set role = case when id in (select id from people where telegram_id in (-3, -4)) then 'owner' end;
update billing.providers set can = array['page', 'fetch', 'payout', 'list'], declared_at = app.now()
where name = 'crypto_pay';
select outbox.declare_requisites_keys(array['00112233445566aa']);

create function pg_temp.earn(p_telegram_id bigint, p_amount bigint, p_key text) returns bigint
language sql
as $$
  select ledger.post(
    'referral_reward', p_key,
    array[
      (ledger.account(null, 'referral_expense', 'RUB'), -p_amount)::ledger.leg,
      (ledger.account(pg_temp.who(p_telegram_id), 'referral', 'RUB'), p_amount)::ledger.leg
    ]
  )
$$;
create function pg_temp.has(p_telegram_id bigint, p_account text) returns bigint
language sql
as $$
  select coalesce(sum(a.balance), 0)::bigint
  from ledger.accounts as a
  where a.user_id = pg_temp.who(p_telegram_id) and a.name = p_account
$$;
create function pg_temp.draft(p_telegram_id bigint) returns uuid
language sql
as $$ select d.token from billing.withdrawal_drafts as d where d.user_id = pg_temp.who(p_telegram_id) $$;
create function pg_temp.choose(p_telegram_id bigint, p_amount bigint, p_way text) returns text
language sql
as $$
  select concat_ws(
    ' ',
    (select outcome from api.choose_withdrawal_amount(p_telegram_id, p_amount)),
    (select outcome from api.choose_withdrawal_way(p_telegram_id, p_way, '00112233445566aa')),
    case when p_way <> 'crypto_pay' then
      (select outcome from api.keep_requisites(p_telegram_id, '\x5ea1ed', '00112233445566aa', '•4444'))
    end
  )
$$;
create function pg_temp.request(p_telegram_id bigint, p_draft uuid default null) returns text
language sql
as $$
  select outcome
  from api.request_withdrawal(p_telegram_id, coalesce(p_draft, pg_temp.draft(p_telegram_id)), '00112233445566aa')
$$;
create function pg_temp.newest() returns billing.withdrawals
language sql
as $$ select w from billing.withdrawals as w order by w.id desc limit 1 $$;
create function pg_temp.act(p_telegram_id bigint, p_act text, p_reason text default null) returns text
language sql
as $$
  select outcome from api.act_on_withdrawal(p_telegram_id, p_telegram_id, (pg_temp.newest()).id, p_act, p_reason)
$$;
create function pg_temp.told(p_telegram_id bigint) returns text
language sql
as $$
  select m.payload ->> 'text' || ' ' || (m.payload -> 'args' ->> 'why')
  from outbox.messages as m
  where m.kind = 'telegram.notice' and m.lane = p_telegram_id::text
  order by m.id desc
  limit 1
$$;
create function pg_temp.asked() returns bigint
language sql
as $$ select count(*) from outbox.messages as m where m.kind = 'payment.payout' $$;
create function pg_temp.broken() returns setof text
language sql
as $$ select v.invariant || ': ' || v.subject from ops.violations_of_withdrawals as v $$;

-- What can be paid out
select results_eq(
  'select refusal, available, min_amount, ways from api.withdrawal_offer(-1, null)',
  $$values ('too_little', 0::bigint, 50000::bigint, array['crypto_pay'])$$,
  'who has earned nothing can withdraw nothing'
);
select pg_temp.earn(-1, 49999, 'r1');
select is((select refusal from api.withdrawal_offer(-1, null)), 'too_little', 'a kopeck below the least is too little');
select pg_temp.earn(-1, 100001, 'r2');
select is((select refusal from api.withdrawal_offer(-1, null)), null, 'from the least on it can be paid out');
select is(
  (select ways from api.withdrawal_offer(-1, '00112233445566aa')),
  array['crypto_pay', 'sbp', 'card', 'usdt_trc20', 'usdt_ton'], 'all ways are open where a listener has the key'
);
select is(
  (select ways from api.withdrawal_offer(-1, 'ffffffffffffffff')), array['crypto_pay'],
  'what nobody could open is not taken'
);
update billing.providers set can = array['page'] where name = 'crypto_pay';
select is((select ways from api.withdrawal_offer(-1, null)), array[]::text[], 'without any key there is no way');
update billing.providers set can = array['page', 'payout'] where name = 'crypto_pay';

select ledger.post(
  'referral_reward', 'r-pending',
  array[
    (ledger.account(null, 'referral_expense', 'RUB'), -700)::ledger.leg,
    (ledger.account(pg_temp.who(-4), 'referral_pending', 'RUB'), 700)::ledger.leg
  ]
);
select is((select earned from billing.earned_by(pg_temp.who(-4), 'RUB')), 0::bigint, 'what is pending is not earned');

-- Choosing
select is(
  (select outcome from api.choose_withdrawal_amount(-1, 150001)), 'out_of_range', 'no more than was earned'
);
select is((select outcome from api.choose_withdrawal_amount(-1, 49999)), 'out_of_range', 'no less than the least');
select is(
  (select outcome from api.choose_withdrawal_way(-1, 'card', '00112233445566aa')), 'gone', 'a way is of an amount'
);
select is(pg_temp.choose(-1, 60000, 'card'), 'chosen chosen kept', 'amount, way and requisites are chosen');
select is(
  (select concat_ws(',', amount, way, needs_requisites, masked) from api.withdrawal_offer(-1, '00112233445566aa')),
  '60000,card,t,•4444', 'the screen shows what was chosen, masked'
);
select is(
  (select outcome from api.choose_withdrawal_way(-1, 'card', null)), 'gone', 'a bot without a key takes no requisites'
);

-- Asking
create temporary table first_draft as select pg_temp.draft(-1) as token;
select is(
  (select outcome from api.choose_withdrawal_amount(-1, 60000)), 'chosen', 'whoever chooses again'
);
select is(pg_temp.request(-1, (select token from first_draft)), 'gone', 'confirms nothing with the old screen');
select is(pg_temp.request(-1), 'gone', 'nor without a way');
select is(pg_temp.request(-1, gen_random_uuid()), 'gone', 'nor something that never was');
select pg_temp.choose(-1, 60000, 'card');
select is(pg_temp.request(-2, pg_temp.draft(-1)), 'gone', 'nobody asks for another''s');
update first_draft set token = pg_temp.draft(-1);
select is(pg_temp.request(-1), 'requested', 'a withdrawal is asked for');
select is(pg_temp.has(-1, 'referral'), 90000::bigint, 'its money is there no more');
select is(pg_temp.has(-1, 'withdrawal_hold'), 60000::bigint, 'but held');
select is(pg_temp.request(-1, (select token from first_draft)), 'requested', 'a second tap');
select is((select count(*) from billing.withdrawals), 1::bigint, 'asks for nothing more');
select is((pg_temp.newest()).due_at, '1996-02-07 12:00:00+00', 'a weekend is no business day');
select is((select refusal from api.withdrawal_offer(-1, null)), 'open', 'one at a time');
select is((select outcome from api.choose_withdrawal_amount(-1, 60000)), 'open', 'also while choosing');
select results_eq(
  $$select m.lane, m.payload ->> 'post' from outbox.messages as m where m.kind = 'withdrawals.post' order by m.id$$,
  $$values ('-4', 'card'), ('-3', 'card')$$, 'support is shown who asks'
);
select is(
  (
    billing.prepare_withdrawal_post('-3', jsonb_build_object('post', 'card', 'withdrawal', (pg_temp.newest()).id))
    -> 'args'
  ) - '{due,withdrawal,user}'::text[],
  '{"name": "Ann", "amount": {"money": 60000, "currency": "RUB"}, "way": "card", "masked": "•4444", "known": "no",
    "earned": {"money": 150000, "currency": "RUB"}, "rewards": 2, "paid": {"money": 0, "currency": "RUB"},
    "news": "card", "by": "hand", "why": "none", "reason": ""}'::jsonb,
  'how much, to where, and how it was earned; never to what in full'
);
select is(
  billing.prepare_withdrawal_post('-1', jsonb_build_object('post', 'card', 'withdrawal', (pg_temp.newest()).id)), null,
  'a chat that is none of support''s is shown nothing'
);

-- Who may
select is(pg_temp.act(-1, 'approve'), 'not_allowed', 'a user approves nothing');
select is(pg_temp.act(-2, 'show'), 'not_allowed', 'nor sees requisites');
update app.users set role = 'owner' where id = pg_temp.who(-1);
select is(pg_temp.act(-1, 'approve'), 'own', 'an admin does not approve his own');
select is(pg_temp.act(-1, 'failed'), 'own', 'nor settles it');
update app.users set role = null where id = pg_temp.who(-1);
select is(
  (select outcome from api.act_on_withdrawal(-3, -3, 999999999, 'approve')), 'unknown', 'what is not there is unknown'
);
select is(pg_temp.act(-3, 'dance'), 'unknown', 'and so is another act');
select throws_ok($$select pg_temp.act(-3, 'reject', '')$$, 'TK061', null, 'a refusal has a reason');

-- Taken back by the person
select is(
  (select outcome from api.cancel_withdrawal(-2, (pg_temp.newest()).id)), 'unknown', 'nobody cancels another''s'
);
select is(
  (select outcome from api.cancel_withdrawal(-1, (pg_temp.newest()).id)), 'cancelled',
  'while it is asked for it can be cancelled'
);
select is(pg_temp.has(-1, 'referral'), 150000::bigint, 'and the money is back');
select is(
  (select concat_ws(',', sealed is null, key_id is null, masked) from pg_temp.newest()), 't,t,•4444',
  'the requisites are gone'
);
select is(
  (select outcome from api.cancel_withdrawal(-1, (pg_temp.newest()).id)), 'cancelled', 'a second tap changes nothing'
);
select is(pg_temp.act(-3, 'approve'), 'cancelled', 'it cannot be approved any more');
select is_empty('select pg_temp.broken()', 'the books are right');

-- By hand
select pg_temp.choose(-1, 60000, 'card');
select pg_temp.request(-1);
select is(pg_temp.act(-3, 'show'), 'shown', 'requisites are shown before the approval');
select is((pg_temp.newest()).status, 'requested', 'which begins nothing');
select is(pg_temp.act(-3, 'approve'), 'approved', 'it is approved');
select is(pg_temp.asked(), 0::bigint, 'no provider is asked');
select is(
  (select outcome from api.cancel_withdrawal(-1, (pg_temp.newest()).id)), 'sending', 'it is too late to cancel'
);
select is(pg_temp.act(-4, 'show'), 'shown', 'whoever sends the money sees where');
select is((pg_temp.newest()).status, 'sending', 'and may have sent it from then on');
select is(pg_temp.act(-3, 'reject', 'rules'), 'sending', 'so it is not refused');
select is(
  billing.prepare_requisites('-4', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id))
    - '{now,args,locale}'::text[],
  '{"chat_id": -4, "timezone": "Europe/Moscow", "text": "withdrawal-requisites", "sealed": "XqHt",
    "key_id": "00112233445566aa"}'::jsonb,
  'the listener gets them sealed'
);
select is(
  billing.prepare_requisites('-2', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id)), null,
  'and for nobody who is no admin'
);
select billing.requisites_were_shown(
  '-4', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), '{"message_id": 77}'
);
select is(billing.hide_requisites(10), 0, 'they are shown for a while');
select set_config('test.now', '1996-02-02 12:03:00+00', true);
select is(billing.hide_requisites(10), 1, 'then the message is removed');
select is(
  (select m.payload from outbox.messages as m where m.kind = 'app.removal' and m.lane = '-4'),
  '{"chat_id": -4, "message_id": 77}'::jsonb, 'that one'
);
select is(
  (
    select count(*) from app.audit as a
    where a.action = 'withdrawal.requisites_shown' and a.subject_id = (pg_temp.newest()).id
  ), 2::bigint, 'the audit knows who looked'
);
select is(pg_temp.act(-4, 'paid'), 'paid', 'it was paid');
select is(pg_temp.has(-1, 'withdrawal_hold'), 0::bigint, 'nothing is held any more');
select is(pg_temp.has(-1, 'referral'), 90000::bigint, 'what is left is left');
select is(pg_temp.told(-1), 'withdrawal-paid none', 'the person is told');
select is((pg_temp.newest()).sealed, null, 'the requisites are gone');
select is(pg_temp.act(-4, 'failed', 'requisites'), 'paid', 'what was paid does not fail any more');
select throws_ok(
  $$update billing.withdrawals set status = 'failed', reason = 'x' where status = 'paid'$$, 'TK038', null,
  'not even by the owner'
);
select throws_ok(
  $$update billing.withdrawals set amount = 1$$, 'TK038', null, 'and an amount is never another'
);
select is_empty('select pg_temp.broken()', 'the books are right');

-- Two approvers
select pg_temp.earn(-1, 1500000, 'r3');
select pg_temp.choose(-1, 1000001, 'card');
select pg_temp.request(-1);
select is(pg_temp.act(-3, 'approve'), 'needs_second', 'above the limit it takes two');
select is(pg_temp.act(-3, 'approve'), 'needs_second', 'who are not one');
select is(pg_temp.act(-4, 'approve'), 'approved', 'another one approves');
select is(pg_temp.act(-4, 'reject', 'Ask again in March'), 'rejected', 'an approved one may still be refused');
select is(pg_temp.told(-1), 'withdrawal-returned said', 'the person reads why');
select is(pg_temp.has(-1, 'referral'), 1590000::bigint, 'and has the money again');

-- By Crypto Pay
select pg_temp.choose(-1, 60000, 'crypto_pay');
select pg_temp.request(-1);
select is(pg_temp.act(-3, 'show'), 'no_requisites', 'a provider needs no requisites');
select is(pg_temp.act(-3, 'approve'), 'approved', 'it is approved');
select is((pg_temp.newest()).status, 'sending', 'and sent at once');
select is(pg_temp.asked(), 1::bigint, 'by its provider');
select is(
  billing.prepare_payout('', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id, 'again', false)) - 'asked_at',
  jsonb_build_object(
    'provider', 'crypto_pay', 'key', format('withdrawal-%s', (pg_temp.newest()).token), 'amount', 60000,
    'currency', 'RUB', 'asset', 'USDT', 'telegram_id', -1, 'again', false
  ), 'with a key of its own'
);
select ok(length(format('withdrawal-%s', (pg_temp.newest()).token)) <= 64, 'which Crypto Pay takes');
select is(pg_temp.act(-3, 'paid'), 'by_provider', 'a tap does not say what became of it');
select billing.payout_answered('', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), '{"status": "pending"}');
select is((pg_temp.newest()).status, 'sending', 'while the outcome is not known nothing is given back');
select billing.payout_refused('', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), 'unknown', 'kind');
select is((pg_temp.newest()).status, 'sending', 'nor when no program can send it');
select is(billing.ask_about_payouts(10), 0, 'it is asked about later');
select set_config('test.now', '1996-02-02 13:05:00+00', true);
select is(billing.ask_about_payouts(10), 1, 'and again');
select is(
  (select name from billing.withdrawal_troubles() where detail is not null), 'withdrawals_unsettled',
  'after an hour somebody is told'
);
select billing.payout_refused(
  '', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), 'rejected', 'Crypto Pay: 400 USER_NOT_FOUND'
);
select is(pg_temp.told(-1), 'withdrawal-returned crypto_bot', 'who has not started the Crypto Bot is told to');
select pg_temp.choose(-1, 60000, 'crypto_pay');
select pg_temp.request(-1);
select pg_temp.act(-3, 'approve');
select billing.keep_lines('crypto_pay', jsonb_build_array(jsonb_build_object(
  'line_id', 't1', 'kind', 'payout', 'external_id', 't1', 'charge_id', 't1', 'asset_quantity', '-6.666667',
  'asset', 'USDT', 'at', app.now(), 'key', format('withdrawal-%s', (pg_temp.newest()).token)
)));
select billing.heal_lines('crypto_pay', array['t1']);
select is(
  (select concat_ws(',', status, external_id, sent) from pg_temp.newest()), 'paid,t1,6.666667 USDT',
  'an answer that was lost comes by the list'
);

-- What the list has otherwise
select pg_temp.choose(-1, 60000, 'crypto_pay');
select pg_temp.request(-1);
select pg_temp.act(-3, 'approve');
select billing.payout_answered('', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), '{"status": "failed"}');
select is(pg_temp.told(-1), 'withdrawal-returned provider', 'a payout that failed is given back');
select billing.keep_lines('crypto_pay', jsonb_build_array(jsonb_build_object(
  'line_id', 't2', 'kind', 'payout', 'external_id', 't2', 'charge_id', 't2', 'asset_quantity', '-6.666667',
  'asset', 'USDT', 'at', app.now(), 'key', format('withdrawal-%s', (pg_temp.newest()).token)
)));
select billing.heal_lines('crypto_pay', array['t2']);
select isnt((pg_temp.newest()).paid_late_by, null, 'what was given back and paid all the same is taken again');
select pg_temp.choose(-1, 60000, 'crypto_pay');
select pg_temp.request(-1);
select pg_temp.act(-3, 'approve');
select billing.payout_answered(
  '', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id),
  '{"status": "done", "external_id": "t3", "sent": "7 TON"}'
);
update billing.providers set listed_from = '1996-01-01', listed_to = '1996-02-03' where name = 'crypto_pay';
select set_config('test.now', '1996-02-02 14:00:00+00', true);
select results_eq(
  $$
    select r.external_id, r.ours
    from ops.reconciliation as r
    where r.difference = 'payout_differs'
    order by r.external_id
  $$,
  $$values ('t3', -60000::bigint)$$,
  'a person is told of what nobody lists'
);

-- By an operator, and what cannot be shown
select is(ops.settle_withdrawal((pg_temp.newest()).id, 'lost', 'seen'), 'unknown_outcome', 'an outcome is known');
select is(ops.settle_withdrawal((pg_temp.newest()).id, 'failed', 'seen'), 'paid', 'and is not changed');
select is(ops.settle_withdrawal(999999999, 'paid', 'seen'), 'unknown', 'of what is there');
select throws_ok('select ops.settle_withdrawal(1, ''paid'', '''')', 'TK061', null, 'with a proof');
select is(ops.approve_withdrawal(999999999), 'unknown', 'nothing is approved that is not there');
select is(ops.reject_withdrawal(999999999, 'no'), 'unknown', 'nor refused');
select billing.requisites_not_shown('-3', '{"withdrawal_id": 1}', 'rejected', 'REQUISITES_KEYS have no key');
select is(
  (
    select m.payload ->> 'text' from outbox.messages as m
    where m.kind = 'telegram.notice' and m.lane = '-3' order by m.id desc limit 1
  ), 'admin-requisites-not-shown', 'admins are told of details that nobody can open'
);
select is(
  app.refused_setting('withdrawal_min', '{"RUB": 0}'),
  'whole numbers above zero by currency, such as {"RUB": 6400}, or null',
  'an amount is above zero'
);
select is(app.refused_setting('withdrawal_min', '{"RUB": 100, "EUR": 5}'), null, 'of several currencies');
select is(app.refused_setting('payout_asset', '"DOGE"'), 'one of "USDT", "TON"', 'an asset is one of two');

-- What is taken back
select pg_temp.choose(-1, 1410000, 'card');
select pg_temp.request(-1);
select is(
  billing.recall_withdrawal(pg_temp.who(-1), 'RUB', 0), null, 'what the account has needs no withdrawal'
);
select is(
  billing.recall_withdrawal(pg_temp.who(-1), 'RUB', 500), (pg_temp.newest()).id,
  'a reward that is taken back does not leave by a withdrawal'
);
select is(pg_temp.told(-1), 'withdrawal-returned taken_back', 'and the person is told why');
select is_empty('select pg_temp.broken()', 'the books are right');

-- Late, forgotten, erased
select pg_temp.earn(-2, 90000, 'r4');
select pg_temp.choose(-2, 90000, 'card');
select pg_temp.request(-2);
select set_config('test.now', '1996-02-08 12:00:00+00', true);
select ok(
  exists (select from ops.broken_promises_of_withdrawals where promise = 'withdrawals_are_settled'),
  'after the promised days it is late'
);
select is(
  (select outcome from api.delete_account(-2, (select token from api.deletion(-2)))), 'money_is_moving',
  'an account is not deleted while its money is on the way'
);
select is(app.data_of(pg_temp.who(-2)) -> 'withdrawals' -> 0 ->> 'to', '•4444', 'data about a person is masked');
select ok(app.data_of(pg_temp.who(-2))::text !~ '5ea1ed', 'and has nothing sealed');
select ops.erase_identity(pg_temp.who(-2), 'He asked for it');
select is(
  (select concat_ws(',', status, masked, sealed) from pg_temp.newest()), 'rejected',
  'who is erased leaves no requisites'
);
select is(pg_temp.has(-2, 'referral'), 90000::bigint, 'and what he earned stays');
select is_empty('select pg_temp.broken()', 'the books are right');

select * from finish();
rollback;
