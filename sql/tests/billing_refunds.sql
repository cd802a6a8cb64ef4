-- Money that goes back: of periods, with the time that it paid for, and of payments, to where they came from.
begin;
select plan(74);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 2
\ir fixtures/people.psql
\ir fixtures/told.psql
create temporary view ann as
select p.id, s.id as subscription_id, s.status, s.ends_at, s.expires_at, s.renew_at
from people as p
left join billing.subscriptions as s on s.user_id = p.id
where p.telegram_id = -1;

create function pg_temp.pay(p_charge text, p_amount bigint) returns bigint
language sql
as $$
  select r.balance from inbox._book_payment(-1, 'tap', p_charge, null, p_amount, 'XTS') as r
$$;
create function pg_temp.buy() returns text
language sql
as $$
  select p.outcome
  from billing.offers as f
  cross join lateral api.open_order(-1, f.price_id) as o
  cross join lateral api.pay_from_balance(-1, o.order_token) as p
$$;
create function pg_temp.balance() returns bigint
language sql
as $$ select billing.balance_of((select a.id from ann as a), 'XTS') $$;
create function pg_temp.held() returns bigint
language sql
as $$ select ledger.balance(ledger.account((select a.id from ann as a), 'refund_hold', 'XTS')) $$;
-- A refund by hand, its result without the keys that do not matter here.
create function pg_temp.refund(p_number integer, p_amount bigint, p_destination text default 'balance') returns jsonb
language sql
as $$
  select billing.refund(
    (select a.subscription_id from ann as a), p_number, p_amount, p_destination, gen_random_uuid(), 'operator:tap',
    'tapped'
  ) - array['currency', 'charged', 'renews']
$$;

select pg_temp.pay('one', 4000), pg_temp.pay('two', 5000);
select is(pg_temp.buy(), 'fulfilled', 'a period is bought');
select is(pg_temp.buy(), 'fulfilled', 'and the next one');
select is((select ends_at from ann), '1996-04-01 12:00:00+00', 'sixty days');
select is(pg_temp.balance(), 3000::bigint, 'and 3000 are left');

-- Money of a period
select isnt(
  billing.refund_period((select subscription_id from ann), 1, 300, 'tap:1', 'system', 'tapped'), null,
  'money of a period goes back'
);
select is(pg_temp.balance(), 3300::bigint, 'to the balance');
select is((select ends_at from ann), '1996-04-01 12:00:00+00', 'time is not touched');
select results_eq(
  $$select r.user_id = a.id, r.amount, r.currency::text, r.status, t.kind, t.idempotency_key, r.actor, r.reason
    from billing.refunds as r join ledger.transfers as t on t.id = r.transfer_id, ann as a where r.cause = 'tap:1'$$,
  $$values (true, 300::bigint, 'XTS', 'done', 'refund', 'refund:tap:1', 'system', 'tapped')$$,
  'and is a refund of its own'
);
select results_eq(
  $$select a.name, e.amount from billing.refunds as r
    join ledger.entries as e on e.transfer_id = r.transfer_id
    join ledger.accounts as a on a.id = e.account_id
    where r.cause = 'tap:1' order by a.name$$,
  $$values ('cash'::text, 300::bigint), ('revenue', -300)$$,
  'out of the revenue'
);
select results_eq(
  $$select u.action, u.reason, u.after ->> 'cause' from app.audit as u
    where u.subject = 'refund' and u.subject_id = (select id from billing.refunds where cause = 'tap:1')$$,
  $$values ('period.refunded'::text, 'tapped'::text, 'tap:1'::text)$$,
  'with one line of audit'
);
select is(
  billing.refund_period((select subscription_id from ann), 1, 300, 'tap:1', 'system', 'tapped'),
  (select id from billing.refunds where cause = 'tap:1'),
  'the same cause again is the same refund'
);
select is(pg_temp.balance(), 3300::bigint, 'and moves nothing');
select is((select count(*) from app.audit where after ->> 'cause' = 'tap:1'), 1::bigint, 'nor is it audited twice');
select throws_ok(
  $$select billing.refund_period((select subscription_id from ann), 1, 301, 'tap:1', 'system', 'tapped')$$,
  'TK003', null, 'with another amount it is an error'
);
select throws_ok(
  $$select billing.refund_period((select subscription_id from ann), 1, 2701, 'tap:2', 'system', 'tapped')$$,
  'TK034', null, 'and never more than was paid goes back'
);
select throws_ok(
  $$select billing.refund_period((select subscription_id from ann), 9, 1, 'tap:2', 'system', 'tapped')$$,
  'TK060', null, 'nor for what was not paid'
);

-- What unused time is worth
select results_eq(
  $$select u.number, u.amount from ann as a, billing.unused_value(a.subscription_id, app.now()) as u$$,
  $$values (1, 2700::bigint), (2, 3000)$$,
  'all of what was paid and not given back, at the start'
);
select results_eq(
  $$select u.number, u.amount
    from ann as a, billing.unused_value(a.subscription_id, '1996-02-16 12:00:00+00') as u$$,
  $$values (1, 1500::bigint), (2, 3000)$$,
  'half of a period after half of its time'
);
select results_eq(
  $$select u.number, u.amount
    from ann as a, billing.unused_value(a.subscription_id, '1996-03-31 11:59:59+00') as u$$,
  $$values (2, 100::bigint)$$,
  'rounded down, and nothing of what is over'
);
select is_empty(
  $$select u.number from ann as a, billing.unused_value(a.subscription_id, '1996-04-01 11:50:00+00') as u$$,
  'what is worth nothing is left out'
);

-- In part, to the balance
select is(
  pg_temp.refund(2, 1500) - 'ends_at',
  '{"outcome": "refunded", "amount": 1500, "refunded": 1500, "balance": 4800, "status": "active"}',
  'half of a period is refunded'
);
select is((select ends_at from ann), '1996-03-17 12:00:00+00', 'and half of its time taken back');
select results_eq(
  $$select p.number, p.closed_at from billing.periods as p
    where p.subscription_id = (select subscription_id from ann) order by p.number$$,
  $$values (1, null::timestamptz), (2, '1996-03-17 12:00:00+00')$$,
  'from its end'
);
select results_eq(
  $$select expires_at, renew_at from ann$$,
  $$values ('1996-03-18 12:00:00+00'::timestamptz, '1996-03-10 12:00:00+00'::timestamptz)$$,
  'grace and renewal follow'
);
select is(
  (select d.desired_expires_at from ops.access as d where d.subscription_id = (select a.subscription_id from ann as a)),
  '1996-03-18 12:00:00+00', 'and so does the panel'
);
select results_eq(
  $$select t.text, t.args -> 'amount', t.args -> 'ends_at' ->> 'time', t.args ->> 'runs', t.args ->> 'reason'
    from told_ann as t where t.text = 'refunded'$$,
  $$values (
    'refunded'::text, '{"money": 1500, "currency": "XTS"}'::jsonb, '1996-03-17T12:00:00+00:00'::text, 'yes'::text,
    'tapped'::text
  )$$,
  'the user is told'
);
select results_eq(
  $$select u.number, u.amount from ann as a, billing.unused_value(a.subscription_id, app.now()) as u$$,
  $$values (1, 2700::bigint), (2, 1500)$$,
  'what is left of it is worth the other half'
);
select is(
  pg_temp.refund(1, 1500) - 'ends_at',
  '{"outcome": "refunded", "amount": 1500, "refunded": 1800, "balance": 6300, "status": "active"}',
  'a refund of an earlier period'
);
select is((select ends_at from ann), '1996-03-02 12:00:00+00', 'takes the end of the later one: fifteen days');
select results_eq(
  $$select p.number, p.closed_at from billing.periods as p
    where p.subscription_id = (select subscription_id from ann) order by p.number$$,
  $$values (1, null::timestamptz), (2, '1996-03-02 12:00:00+00')$$,
  'nothing is left of that'
);
select results_eq(
  $$select u.number, u.amount from ann as a, billing.unused_value(a.subscription_id, app.now()) as u$$,
  $$values (1, 1200::bigint)$$,
  'an emptied period is worth nothing more'
);
select is(
  pg_temp.refund(2, 9999), '{"outcome": "exceeds_charge", "refunded": 1500}', 'more than is left is refused, and said'
);
select is(pg_temp.refund(2, 0) ->> 'outcome', 'amount_out_of_range', 'nothing is no refund');
select is(pg_temp.refund(2, 100, 'elsewhere') ->> 'outcome', 'no_such_destination', 'nor is there another place');
select is(pg_temp.refund(3, 100), '{"outcome": "not_paid"}', 'nor another period');
select is(pg_temp.balance(), 6300::bigint, 'which all moved nothing');

-- What an earlier period was refunded for is worth it in the later one that paid with its time
do $$ begin perform api.cancel(-1); end $$;
select set_config('test.now', '1996-05-01 12:00:00+00', true);
do $$ begin perform jobs.renew_due(100), jobs.expire_due(100); end $$;
select is((select status from ann), 'expired', 'it is over');
select is(pg_temp.buy(), 'fulfilled', 'a period is bought again');
select is(pg_temp.buy(), 'fulfilled', 'and one more');
select is(pg_temp.refund(3, 1500) ->> 'outcome', 'refunded', 'half of the first of them is refunded');
select is((select ends_at from ann), '1996-06-15 12:00:00+00', 'forty-five days are left');
select results_eq(
  $$select u.number, u.amount from ann as a, billing.unused_value(a.subscription_id, app.now()) as u$$,
  $$values (3, 1500::bigint), (4, 3000)$$,
  'worth the 4500 that were paid for them'
);

-- In whole
select set_config('test.now', '1996-05-21 12:00:00+00', true);
select is(pg_temp.refund(4, null) ->> 'amount', '3000', 'all that is left of the second is refunded');
select is((select status from ann), 'expired', 'its thirty days are more than were left: it ends');
select is((select ends_at from ann), '1996-05-21 12:00:00+00', 'now, and not in the past');
select ok(
  not (select d.desired_present from ops.access as d join ann as a on a.subscription_id = d.subscription_id),
  'access is withdrawn'
);
select is((select renew_at from ann), null, 'and nothing will renew it from the money that came back');
select is(
  (select t.args ->> 'runs' from told_ann as t where t.args -> 'amount' ->> 'money' = '3000'), 'no',
  'the user is told so'
);
select is(pg_temp.refund(4, null) ->> 'outcome', 'already_refunded', 'once');
select is(pg_temp.refund(3, null) ->> 'amount', '1500', 'what is long over can be refunded too');
select is(pg_temp.balance(), 6300::bigint, 'money only, then');

-- To the source
select is(pg_temp.buy(), 'fulfilled', 'another period');
create temporary table sent as
select billing.refund(
  (select subscription_id from ann), 5, 2500, 'source', '00000000-0000-4000-8000-000000000001', 'operator:tap', 'tapped'
) as result;
select is(
  (select result - array['currency', 'charged', 'ends_at', 'refund_ids', 'renews'] from sent),
  '{"outcome": "refunded", "amount": 2500, "refunded": 2500, "balance": 3300, "status": "active"}',
  'a refund to the source leaves the balance as it was'
);
select is(pg_temp.held(), 2500::bigint, 'the money is held');
select results_eq(
  $$select s.external_id, s.amount, s.currency::text, s.reason
    from ops.refunds_to_send as s join ann as a on a.id = s.user_id$$,
  $$values ('two'::text, 2500::bigint, 'XTS'::text, 'tapped'::text)$$,
  'to be sent to the newest payment'
);
select is((select count(*) from told_ann as t where t.text = 'refunded-to-source'), 1::bigint, 'the user is told');
select is(
  billing.refund(
    (select subscription_id from ann), 5, 2500, 'source', '00000000-0000-4000-8000-000000000001', 'operator:tap',
    'tapped'
  ),
  (select result from sent),
  'the same request again gets the first answer'
);
select is(pg_temp.held(), 2500::bigint, 'and does nothing');
select results_eq(
  $$select r.external_id, r.amount from billing.refundable_payments as r join ann as a on a.id = r.user_id order by 1$$,
  $$values ('one'::text, 4000::bigint), ('two', 2500)$$,
  'what else the payments brought can still go back'
);

-- Unspent balance, over several payments
create temporary table payouts as
select p.external_id as name, p.id from billing.payments as p join ann as a on a.id = p.user_id;
create function pg_temp.payout(p_name text, p_amount bigint) returns jsonb
language sql
as $$
  select billing.payout(
    (select p.id from payouts as p where p.name = p_name), p_amount, gen_random_uuid(), 'operator:tap', 'tapped'
  ) - array['currency', 'refund_id']
$$;
select is(
  pg_temp.payout('two', 2501), '{"outcome": "exceeds_payment", "balance": 3300, "refundable": 2500}',
  'never more than a payment brought'
);
select is(
  pg_temp.payout('two', null), '{"outcome": "sending", "amount": 2500, "balance": 800, "refundable": 0}',
  'the rest of it goes back'
);
select is(pg_temp.payout('two', null) ->> 'outcome', 'already_returned', 'and that was all');
select is(
  pg_temp.payout('one', 801), '{"outcome": "insufficient_funds", "balance": 800, "refundable": 4000}',
  'what is spent cannot'
);
select is(pg_temp.payout('one', 0) ->> 'outcome', 'amount_out_of_range', 'nor can nothing');
select is(pg_temp.payout('none', 1), '{"outcome": "unknown_payment"}', 'nor anything of no payment');
select is(
  pg_temp.refund(5, 500, 'source') - array['refund_ids', 'ends_at', 'status'],
  '{"outcome": "refunded", "amount": 500, "refunded": 3000, "balance": 800}', 'what is left of a period'
);
select is(
  (
    select min(r.amount)
    from billing.refundable_payments as r
    join ann as a on a.id = r.user_id
    where r.external_id = 'one'
  ),
  3500::bigint, 'goes to the next payment when the newest is used up'
);

-- Sent, or not
select is(
  (select billing.settle_payout(s.refund_id, true, 'operator:tap', 'seen') from ops.refunds_to_send as s
   where s.amount = 500),
  'sent', 'the provider has taken it'
);
select is(ledger.balance(ledger.account(null, 'clearing.tap', 'XTS')), -8500::bigint, 'it left through its clearing');
select results_eq(
  $$select billing.settle_payout(r.id, v.sent, 'operator:tap', 'seen')
    from billing.refunds as r, (values (true), (false)) as v (sent) where r.amount = 500 and r.payment_id is not null$$,
  $$values ('already_sent'::text), ('already_sent')$$,
  'once, and for good'
);
select is(
  (select billing.settle_payout(s.refund_id, false, 'operator:tap', 'too old') from ops.refunds_to_send as s
   where s.amount = 2500 order by s.refund_id limit 1),
  'failed', 'the provider has refused another'
);
select results_eq(
  'select pg_temp.balance(), pg_temp.held()', 'values (3300::bigint, 2500::bigint)', 'the money is on the balance again'
);
select results_eq(
  $$select t.text, t.args -> 'balance' ->> 'money' from told_ann as t where t.text ~ '^payout' order by 1$$,
  $$values ('payout-failed'::text, '3300'::text), ('payout-sending', '800'), ('payout-sent', '800')$$,
  'the user is told of each'
);
-- No panel was asked in all that time.
update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id)
from billing.subscriptions as s join people as p on p.id = s.user_id
where a.subscription_id = s.id;
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');

select * from finish();
rollback;
