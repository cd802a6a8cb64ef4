-- What operators do by hand: with an actor and a reason, once per request, audited, the user told.
begin;
select plan(110);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 2
\ir fixtures/people.psql
\ir fixtures/told.psql
create function pg_temp.me() returns text
language sql
as $$ select format('operator:%s', session_user) $$;
create temporary view ann as select p.id from people as p where p.telegram_id = -1;
create temporary view bob as select p.id from people as p where p.telegram_id = -2;
create temporary view mine as
select s.* from billing.subscriptions as s where s.user_id = (select a.id from ann as a);
create function pg_temp.balance() returns bigint
language sql
as $$ select billing.balance_of((select a.id from ann as a), 'XTS') $$;

-- By whom, why, and once
select throws_ok(
  $$select ops.credit(0, 500, 'tapped')$$, 'TK010', null, 'nothing is done for a user who does not exist'
);
select throws_ok($$select ops.credit(id, 500, null) from ann$$, 'TK061', null, 'nor without a reason');
select throws_ok($$select ops.credit(id, 500, '  ') from ann$$, 'TK061', null, 'nor with an empty one');
create temporary table first as
select ops.credit(id, 500, 'sorry', p_request => '00000000-0000-4000-8000-000000000001') as result from ann;
select is(
  (select result from first),
  '{"outcome": "credited", "amount": 500, "currency": "XTS", "balance": 500, "renewed": false}', 'money is given'
);
select results_eq(
  $$select o.action, o.user_id = a.id, o.arguments, o.result = f.result, o.actor, o.reason
    from billing.operations as o, ann as a, first as f where o.request = '00000000-0000-4000-8000-000000000001'$$,
  $$select
      'credit'::text, true, '{"amount": 500}'::jsonb, true, pg_temp.me(), 'sorry'::text$$,
  'what was done, by whom and why is a row'
);
select results_eq(
  $$select u.actor, u.after, u.reason from app.audit as u, ann as a
    where u.action = 'operation.credit' and u.subject = 'user' and u.subject_id = a.id$$,
  $$select
      pg_temp.me(),
      '{"amount": 500, "outcome": "credited", "currency": "XTS", "balance": 500, "renewed": false}'::jsonb,
      'sorry'::text$$,
  'and a line of the audit'
);
select results_eq(
  $$select a.name, e.amount, t.kind, t.reason from ledger.transfers as t
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    where t.idempotency_key = 'request:00000000-0000-4000-8000-000000000001' order by a.name$$,
  $$values ('cash'::text, 500::bigint, 'credit'::text, 'sorry'::text), ('promo_expense', -500, 'credit', 'sorry')$$,
  'the money is the shop''s expense'
);
select results_eq(
  $$select t.text, t.args -> 'amount' ->> 'money', t.args ->> 'reason' from told_ann as t$$,
  $$values ('credited-by-hand'::text, '500'::text, 'sorry'::text)$$,
  'the user is told'
);
select is(
  (select ops.credit(id, 500, 'sorry', p_request => '00000000-0000-4000-8000-000000000001') from ann),
  (select result from first),
  'the same request again gets the same answer'
);
select is(pg_temp.balance(), 500::bigint, 'and does nothing');
select throws_ok(
  $$select ops.credit(id, 501, 'sorry', p_request => '00000000-0000-4000-8000-000000000001') from ann$$,
  'TK062', null, 'for another amount it is an error'
);
select throws_ok(
  $$select ops.debit(id, 500, 'sorry', p_request => '00000000-0000-4000-8000-000000000001') from ann$$,
  'TK062', null, 'and for another thing'
);

-- Money
select is((select ops.credit(id, 0, 'tapped') from ann), '{"outcome": "amount_out_of_range"}', 'nothing is no credit');
select is(
  (select ops.debit(id, 501, 'tapped') from ann),
  '{"outcome": "insufficient_funds", "currency": "XTS", "balance": 500}', 'what is not there cannot be taken'
);
select is(
  (select ops.debit(id, 200, 'a mistake') from ann), '{"outcome": "debited", "currency": "XTS", "balance": 300}',
  'what is there can'
);
select is((select ops.debit(id, -1, 'tapped') ->> 'outcome' from ann), 'amount_out_of_range', 'but not less than none');
select is((select count(*) from told_ann as t where t.text = 'debited-by-hand'), 1::bigint, 'the user is told');
select is(
  (select ops.debit(id, 100, 'tapped', p_tell => false) ->> 'balance' from ann), '200', 'unless that is not wanted'
);
select is((select count(*) from told_ann as t where t.text = 'debited-by-hand'), 1::bigint, 'then it is silent');
select is(
  (select t.outcome from billing.offers as f, lateral api.open_order(-1, f.price_id) as o,
   lateral billing.open_topup(app.user_of(-1), 2800, 'tap', o.order_token) as t),
  'open', 'an order waits for money'
);
select is(
  (select (ops.credit(id, 2800, 'tapped') ->> 'fulfilled_order_id')::bigint from ann),
  (select o.id from billing.orders as o join ann as a on a.id = o.user_id where o.kind = 'purchase'),
  'and is bought from a credit'
);
select is((select ends_at from mine), '1996-03-02 12:00:00+00', 'thirty days');

-- Time for who has a subscription
select is(
  (select ops.grant_days(id, 7, 'sorry') from ann),
  '{"outcome": "extended", "period_number": 2, "ends_at": "1996-03-09T12:00:00+00:00"}', 'seven days are given'
);
select results_eq(
  $$select source, status, ends_at, expires_at, renew_at from mine$$,
  $$values (
    'grant'::text, 'active'::text, '1996-03-09 12:00:00+00'::timestamptz, '1996-03-10 12:00:00+00'::timestamptz,
    '1996-03-02 12:00:00+00'::timestamptz
  )$$,
  'after what is paid; it is renewed later'
);
select results_eq(
  $$select p.kind, p.starts_at, p.price_id, p.transfer_id from billing.periods as p
    join mine as m on m.id = p.subscription_id
    where p.number = 2$$,
  $$values ('grant'::text, '1996-03-02 12:00:00+00'::timestamptz, null::bigint, null::bigint)$$,
  'free of charge'
);
select is(
  (select t.args -> 'ends_at' ->> 'time' from told_ann as t where t.text = 'time-granted'), '1996-03-09T12:00:00+00:00',
  'the user is told'
);
select is(
  (select u.actor from app.audit as u join mine as m on m.id = u.subject_id
   where u.subject = 'subscription' and u.action = 'subscription.extended' order by u.id desc limit 1),
  pg_temp.me(), 'the audit names the operator'
);
select set_config('timezone', 'Europe/Moscow', true);
select is(
  (select ops.extend(id, '1 month 2 hours', 'tapped') ->> 'ends_at' from ann)::timestamptz, '1996-04-09 14:00:00+00',
  'any length can be given, computed in UTC'
);
select set_config('timezone', 'UTC', true);
select is((select ops.extend(id, '0', 'tapped') ->> 'outcome' from ann), 'out_of_range', 'but not none');
select is((select ops.extend(id, '-1 day', 'tapped') ->> 'outcome' from ann), 'out_of_range', 'nor less');
select is((select ops.grant_days(id, 4000, 'tapped') ->> 'outcome' from ann), 'out_of_range', 'nor over ten years');
select is((select ops.grant_days(id, null, 'tapped') ->> 'outcome' from ann), 'out_of_range', 'nor nobody knows what');

-- The end
select is(
  (select ops.change_end(id, '1996-04-10 00:00:00+00', 'tapped') from ann),
  '{"outcome": "extended", "period_number": 4, "ends_at": "1996-04-10T00:00:00+00:00"}', 'a later end is a gift'
);
select is(
  (select ops.change_end(id, '1996-04-10 00:00:00+00', 'tapped') from ann),
  '{"outcome": "unchanged", "ends_at": "1996-04-10T00:00:00+00:00"}', 'the same one is none'
);
select is(
  (
    select ops.change_end(id, '1996-02-25', 'a few days more', p_was => '1996-02-20') ->> 'outcome'
    from ann
  ),
  'end_changed', 'nothing is taken from what has come since somebody looked'
);
select is(
  (select ops.change_end(id, '1996-02-20 12:00:00+00', 'shared key') from ann),
  '{"outcome": "shortened", "ends_at": "1996-02-20T12:00:00+00:00"}', 'an earlier end takes time back'
);
select results_eq(
  $$select p.number, p.closed_at = p.starts_at as emptied, p.closed_at from billing.periods as p
    join mine as m on m.id = p.subscription_id order by p.number$$,
  $$values
    (1, false, '1996-02-20 12:00:00+00'::timestamptz), (2, true, '1996-03-02 12:00:00+00'::timestamptz),
    (3, true, '1996-03-09 12:00:00+00'::timestamptz), (4, true, '1996-04-09 14:00:00+00'::timestamptz)$$,
  'from all periods'
);
select results_eq(
  $$select ends_at, expires_at, source from mine$$,
  $$values ('1996-02-20 12:00:00+00'::timestamptz, '1996-02-21 12:00:00+00'::timestamptz, 'paid'::text)$$,
  'the subscription ends with what is left'
);
select is(
  (select u.reason from app.audit as u join mine as m on m.id = u.subject_id where u.action = 'subscription.shortened'),
  'shared key', 'the audit says why'
);
select is((select count(*) from told_ann as t where t.text = 'time-shortened'), 1::bigint, 'the user is told');
select is((select count(*) from told_ann as t where t.text = 'time-granted'), 3::bigint, 'as of each gift');
select is(
  (select ops.change_end(id, '1996-02-01 12:00:00+00', 'tapped') ->> 'outcome' from ann), 'out_of_range',
  'to end it at once is another thing'
);
select is((select ops.change_end(id, null, 'tapped') ->> 'outcome' from ann), 'out_of_range', 'nor at no time');
select is(
  (select ops.change_end(id, '1996-02-10', 'tapped') from bob), '{"outcome": "no_subscription"}',
  'nor one of what is not there'
);

-- Revoked
select is(
  (select ops.revoke(id, 'shared key') from ann), '{"outcome": "revoked", "ends_at": "1996-02-01T12:00:00+00:00"}',
  'access ends now'
);
select results_eq(
  $$select status, ends_at, expires_at, renew_at from mine$$,
  $$values (
    'expired'::text, '1996-02-01 12:00:00+00'::timestamptz, '1996-02-01 12:00:00+00'::timestamptz, null::timestamptz
  )$$,
  'without grace or renewal'
);
select is(
  (select a.desired_present from ops.access as a join mine as m on m.id = a.subscription_id), false, 'at the panel, too'
);
select is((select count(*) from told_ann as t where t.text = 'access-revoked'), 1::bigint, 'the user is told');
select is(pg_temp.balance(), 0::bigint, 'no money moved');
select is((select ops.revoke(id, 'tapped') ->> 'outcome' from ann), 'not_active', 'what is over cannot end');
select is((select ops.revoke(id, 'tapped') from bob), '{"outcome": "not_active"}', 'nor what never was');

-- Time for who has none
select is(
  (select ops.grant_days(id, 3, 'come back') ->> 'ends_at' from ann), '1996-02-04T12:00:00+00:00',
  'who comes back gets time from now'
);
select results_eq(
  $$select status, source, ends_at, expires_at, renewal_price_id from mine$$,
  $$values (
    'active'::text, 'grant'::text, '1996-02-04 12:00:00+00'::timestamptz, '1996-02-04 12:00:00+00'::timestamptz,
    null::bigint
  )$$,
  'and will not be charged after it'
);
select is(
  (select ops.grant_days(id, 3, 'welcome') from bob),
  '{"outcome": "extended", "period_number": 1, "ends_at": "1996-02-04T12:00:00+00:00"}', 'so does who never had any'
);
select results_eq(
  $$select p.code, s.source from billing.subscriptions as s
    join billing.plans as p on p.id = s.plan_id join bob as b on b.id = s.user_id$$,
  $$values ('tap'::text, 'grant'::text)$$,
  'of the plan of trials'
);
update app.settings set value = '"nonesuch"' where name = 'trial_plan';
select throws_ok(
  $$select ops.grant_days(s.user_id, 3, 'tapped') from api.start(-3, sha256('tap -3'), null, 'Cid', 'en') as s$$,
  'TK032', null, 'if there is one'
);
update app.settings set value = '"tap"' where name = 'trial_plan';

-- In grace, a gift is not spent on what is past
select set_config('test.now', '1996-02-04 12:00:00+00', true);
select lives_ok('select jobs.expire_due(100)', 'the gifts are over');
select lives_ok(
  $$select ops.credit(id, 3000, 'tapped') from ann$$, 'another user''s money'
);
select is(
  (select p.outcome from billing.offers as f, lateral api.open_order(-1, f.price_id) as o,
   lateral api.pay_from_balance(-1, o.order_token) as p),
  'fulfilled', 'buys a period'
);
select set_config('test.now', '1996-03-06 00:00:00+00', true);
select ok((select ends_at < app.now() and expires_at > app.now() from mine), 'which is over, but for its grace');
select is(
  (select ops.grant_days(id, 1, 'tapped') ->> 'ends_at' from ann), '1996-03-07T00:00:00+00:00',
  'a day that is given then begins then'
);

-- What operators do is what the functions behind do
select is(
  (select ops.refund(id, 6, 'sorry', p_amount => 1000) - array['ends_at', 'currency', 'renews'] from ann),
  '{"outcome": "refunded", "amount": 1000, "charged": 3000, "refunded": 1000, "balance": 1000, "status": "expired"}',
  'a refund'
);
select is((select ops.refund(id, 1, 'sorry') from bob), '{"outcome": "not_paid"}', 'of what was paid alone');
select is(
  (select r.actor from billing.refunds as r join ann as a on a.id = r.user_id), pg_temp.me(),
  'names the operator'
);
select is(
  (select p.outcome from inbox._book_payment(-1, 'tap', 'tap 1', null, 400, 'XTS') as p), 'credited_without_order',
  'a payment'
);
select is(
  (select ops.payout(p.id, 'not wanted') ->> 'amount' from billing.payments as p join ann as a on a.id = p.user_id),
  '400', 'can be sent back'
);
select is(
  (select ops.refund_sent(s.refund_id, 'refund 7') from ops.refunds_to_send as s join ann as a on a.id = s.user_id),
  'sent', 'and was'
);
select is(
  (select u.reason from app.audit as u where u.action = 'payout.sent' order by u.id desc limit 1), 'refund 7',
  'with what the provider calls it'
);
select is(
  (select ops.refund_failed(r.id, 'too old') from billing.refunds as r join ann as a on a.id = r.user_id
   where r.payment_id is not null),
  'already_sent', 'what was sent cannot fail'
);
select is(
  (select ops.refund_sent(r.id, 'tapped') from billing.refunds as r join ann as a on a.id = r.user_id
   where r.payment_id is null),
  'unknown', 'what went to the balance is not to be sent'
);
select is(
  (select p.outcome from inbox._book_payment(-9, 'tap', 'tap 2', null, 50, 'XTS') as p), 'suspense',
  'the money of a stranger'
);
select is(
  (select ops.assign_suspense(p.id, a.id, 'the receipt') from billing.payments as p, ann as a
   where p.external_id = 'tap 2'),
  'assigned', 'finds its user'
);
select is(
  (select ops.return_suspense(p.id, 'tapped') from billing.payments as p where p.external_id = 'tap 2'),
  'already_resolved', 'and does not go back'
);
-- Each of them once per request
create function pg_temp.done_twice(p_call text) returns boolean
language plpgsql
as $$
declare
  v_call text := format('select ops.' || p_call, gen_random_uuid());
  v_first jsonb;
  v_audited bigint;
  v_second jsonb;
begin
  execute v_call into v_first;
  select count(*) into v_audited from app.audit;
  execute v_call into v_second;
  return v_first <> v_second or v_audited <> (select count(*) from app.audit);
end
$$;
select ok(
  not pg_temp.done_twice(format(c.call, b.id) || ', ''tapped'', p_request => %L)'),
  split_part(c.call, '(', 1) || ' is done once'
)
from bob as b
cross join (
  values ('credit(%s, 900'), ('debit(%s, 100'), ('extend(%s, ''1 day'''), ('change_end(%s, ''1996-05-01'''),
    ('revoke(%s')
) as c (call);
select ok(
  not pg_temp.done_twice(format('payout(%s, ''tapped'', 10, p_request => %%L)', p.id)), 'payout() is done once'
)
from billing.payments as p
where p.external_id = 'tap 2';
select is(
  (select ops.refund(id, 6, 'tapped', p_destination => 'source') - array['currency', 'charged'] from ann),
  '{"outcome": "exceeds_payments", "refunded": 1000, "refundable": 40}',
  'what was not paid from outside cannot go back there'
);

select is((select ops.find_user(-1)), (select id from ann), 'a user is found by the Telegram id');
select is((select ops.find_user(-99)), null, 'or is not');
select is(
  (select count(*) from app.audit as u join ann as a on a.id = u.subject_id
   where u.subject = 'user' and u.action ~ '^operation'),
  (select count(*) from billing.operations as o join ann as a on a.id = o.user_id), 'each has its line of audit'
);
-- No panel was asked in all that time.
update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id)
from billing.subscriptions as s join people as p on p.id = s.user_id
where a.subscription_id = s.id;
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');

-- Asked for again by another session
select set_config('test.now', '1996-03-06 13:00:00+00', true);
create function pg_temp.asked_twice(p_call text, p_again text default null) returns boolean
language plpgsql
as $$
declare
  v_request uuid := gen_random_uuid();
  v_first jsonb;
  v_again jsonb;
begin
  execute format('select ops.' || p_call || ' from bob', v_request) into v_first;
  perform set_config('timezone', 'Europe/Moscow', true), set_config('intervalstyle', 'iso_8601', true);
  execute format('select ops.' || coalesce(p_again, p_call) || ' from bob', v_request) into v_again;
  perform set_config('timezone', 'UTC', true), set_config('intervalstyle', 'postgres', true);
  return v_first = v_again;
end
$$;
select ok(
  pg_temp.asked_twice('change_end(id, ''1996-07-01 00:00+00'', ''tapped'', p_request => %L)'),
  'a time is the same in another zone'
);
select ok(
  pg_temp.asked_twice('extend(id, ''1 month 2 days 3 hours'', ''tapped'', p_request => %L)'),
  'and a length in another style'
);
select ok(
  pg_temp.asked_twice(
    'extend(id, ''1 day'', ''tapped'', p_request => %L)', 'extend(id, ''24 hours'', ''tapped'', p_request => %L)'
  ),
  'a day is 24 hours'
);
select throws_ok(
  $$select pg_temp.asked_twice(
    'extend(id, ''1 month'', ''tapped'', p_request => %L)', 'extend(id, ''30 days'', ''tapped'', p_request => %L)'
  )$$, 'TK062', null, 'a month is no 30 days'
);
insert into billing.operations (request, action, user_id, arguments, result, actor, reason, at)
select r.request, r.action, b.id, r.arguments, '{"outcome": "as before"}', 'operator:tap', 'tapped', app.now()
from bob as b, (values
  ('00000000-0000-4000-8000-0000000000f1'::uuid, 'change_end', '{"ends_at": "1996-08-01T03:00:00+03:00"}'::jsonb),
  ('00000000-0000-4000-8000-0000000000f2', 'extend', '{"by": "1 day 02:00:00"}')
) as r (request, action, arguments);
select is(
  (select ops.change_end(id, '1996-08-01 00:00+00', 'tapped', p_request => '00000000-0000-4000-8000-0000000000f1')
   from bob),
  '{"outcome": "as before"}', 'what was asked for before arguments had one form is known'
);
select is(
  (select ops.extend(id, '26 hours', 'tapped', p_request => '00000000-0000-4000-8000-0000000000f2') from bob),
  '{"outcome": "as before"}', 'whatever it was'
);
select throws_ok(
  $$select ops.credit(id, 1, repeat('long ', 201)) from bob$$, 'TK061', null,
  'a reason that would not be told is refused'
);
select throws_ok(
  $$select billing.resolve_suspense(0, null, 0, 'return', 'operator:tap', repeat('long ', 201))$$, 'TK061', null,
  'for money in suspense as well'
);
select lives_ok($$select ops.credit(id, 1, repeat('a', 1000)) from bob$$, 'one that is just told is not');

-- Only what came from outside goes back there
select set_config('test.now', '1996-03-06 14:00:00+00', true);
create temporary table dan as
select s.user_id as id from api.start(-4, sha256('tap -4'), null, 'Dan', 'en') as s;
do $$
begin
  perform inbox._book_payment(-4, 'tap', 'tap dan', null, 10000, 'XTS');
  perform api.pay_from_balance(-4, o.order_token)
  from billing.offers as f cross join lateral api.open_order(-4, f.price_id) as o;
  perform ops.credit(d.id, 5000, 'sorry') from dan as d;
end
$$;
create function pg_temp.pay_out(p_amount bigint) returns text
language sql
as $$
  select concat_ws(' ', r.result ->> 'outcome', r.result ->> 'amount', r.result ->> 'refundable')
  from billing.payments as p
  join dan as d on d.id = p.user_id
  cross join lateral ops.payout(p.id, 'tapped', p_amount) as r (result)
$$;
select is(pg_temp.pay_out(7001), 'exceeds_payments 7000', 'money that was given is not sent out');
select is(
  (select ops.refund(d.id, 1, 'tapped', p_amount => 3000, p_destination => 'source') ->> 'outcome' from dan as d),
  'refunded', 'what a charge took of the user''s own money is'
);
select is(pg_temp.pay_out(null), 'sending 7000 0', 'and what it left of it');
do $$
begin
  perform api.pay_from_balance(-4, o.order_token)
  from billing.offers as f cross join lateral api.open_order(-4, f.price_id) as o;
  perform inbox._book_payment(-4, 'tap', 'tap dan 2', null, 100, 'XTS');
end
$$;
select is(
  (select ops.refund(d.id, 2, 'tapped', p_destination => 'source') ->> 'outcome' from dan as d), 'exceeds_payments',
  'a refund does not make it the user''s own'
);

-- A charge that should not have been
create temporary table charge as
select t.id
from dan as d
join ledger.accounts as a on a.user_id = d.id
join ledger.entries as e on e.account_id = a.id
join ledger.transfers as t on t.id = e.transfer_id
where t.kind = 'purchase'
order by t.id desc
limit 1;
select throws_ok(
  $$select ledger.reverse(c.id, 'tap:mistake', 'a mistake') from charge as c$$, 'TK008', null,
  'is not undone while its period runs on'
);
select throws_ok(
  $$select ledger.reverse(p.transfer_id, 'tap:chargeback', 'a chargeback')
    from billing.payments as p where p.external_id = 'tap dan 2'$$, 'TK008', null, 'nor is a payment'
);
select throws_ok(
  $$select ledger.reverse(r.transfer_id, 'tap:refund', 'a mistake')
    from billing.refunds as r join dan as d on d.id = r.user_id where r.payment_id is null$$, 'TK008', null,
  'nor a refund'
);
select is(
  (select r.result - array['ends_at', 'currency']
   from charge as c, lateral ops.reverse_charge(c.id, 'a mistake') as r (result)),
  '{"outcome": "refunded", "amount": 3000, "charged": 3000, "refunded": 3000, "balance": 5100,
    "status": "expired", "renews": false}',
  'its money and its time go back together'
);
select is(
  ops.reverse_charge((select p.transfer_id from billing.payments as p where p.external_id = 'tap dan 2'), 'tapped'),
  '{"outcome": "no_such_charge"}', 'what paid for no period is no charge'
);
-- As it was done before that.
do $$
begin
  perform api.pay_from_balance(-4, o.order_token)
  from billing.offers as f cross join lateral api.open_order(-4, f.price_id) as o;
  perform ledger._write(
    'reversal', array['tap:old'], array[1, 1], array_agg(e.account_id), array_agg(-e.amount), 'a mistake', e.transfer_id
  )
  from billing.periods as p
  join billing.subscriptions as s on s.id = p.subscription_id
  join dan as d on d.id = s.user_id
  join ledger.entries as e on e.transfer_id = p.transfer_id
  where p.number = 3
  group by e.transfer_id;
end
$$;
select is(
  (select ops.refund(d.id, 3, 'once more') ->> 'outcome' from dan as d), 'already_refunded',
  'what was reversed before is not paid back a second time'
);
select results_eq(
  $$select v.subject ~ 'runs on though its charge was reversed' from ops.violations as v
    where v.invariant = 'charges_pay_periods'$$,
  'values (true)', 'and it is seen that its period runs on'
);
do $$
begin
  perform ledger._write(
    'reversal', array['tap:old payment'], array[1, 1], array_agg(e.account_id), array_agg(-e.amount), 'a mistake',
    e.transfer_id
  )
  from billing.payments as p
  join ledger.entries as e on e.transfer_id = p.transfer_id
  where p.external_id = 'tap dan 2'
  group by e.transfer_id;
end
$$;
select is(
  (select r.amount from billing.refundable_payments as r where r.external_id = 'tap dan 2'), 0::bigint,
  'nor can a payment that was reversed before be sent back'
);

-- A chargeback: what the provider took back is not sent a second time, nor is what was given sent in its place
create temporary table eve as
select s.user_id as id from api.start(-5, sha256('tap -5'), null, 'Eve', 'en') as s;
do $$
begin
  perform inbox._book_payment(-5, 'tap', 'tap eve ' || n, null, 10000, 'XTS') from generate_series(1, 3) as n;
  perform api.pay_from_balance(-5, o.order_token)
  from billing.offers as f cross join lateral api.open_order(-5, f.price_id) as o;
  perform ops.credit(e.id, 5000, 'sorry') from eve as e;
end
$$;
create function pg_temp.taken_back(p_external_id text, p_amount bigint) returns text
language sql
as $$
  select ops.debit(e.id, p_amount, 'a chargeback', p_payment_id => p.id) ->> 'outcome'
  from billing.payments as p cross join eve as e
  where p.external_id = p_external_id
$$;
select is(pg_temp.taken_back('tap dan', 10000), 'unknown_payment', 'another''s payment is not taken from somebody');
select is(pg_temp.taken_back('tap eve 1', 10000), 'debited', 'one''s own is');
select is(pg_temp.taken_back('tap eve 2', 100000), 'insufficient_funds', 'or what is left of it');
select results_eq(
  $$select r.external_id, r.amount from billing.refundable_payments as r where r.external_id ~ '^tap eve' order by 1$$,
  $$values ('tap eve 1'::text, 0::bigint), ('tap eve 2', 0), ('tap eve 3', 10000)$$,
  'neither of the two can be sent back'
);
do $$ begin perform pg_temp.taken_back('tap eve 2', 10000); end $$;
select is(
  (select ops.payout(p.id, 'tapped') ->> 'amount' from billing.payments as p where p.external_id = 'tap eve 3'), '7000',
  'and of the third what is not given money'
);

select * from finish();
rollback;
