-- Money whose payer is not certain: held, found by an operator, given to its user or sent back, once.
begin;
select plan(36);

\ir fixtures/clock.psql
\ir fixtures/told.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('purchases', 'topups');
\set price 700
\ir fixtures/plan.psql

create temporary table ann as
select s.user_id as id from api.start(-1, sha256('tap'), null, 'Ann', 'en') as s;
create temporary table payments as
select t.name, (select p.outcome from inbox._book_payment(-9, 'tap', t.name, null, 700, 'XTS') as p) as outcome
from (values ('found'), ('strange'), ('open')) as t (name);
create function pg_temp.payment(p_name text) returns bigint
language sql
as $$ select p.id from billing.payments as p where p.provider = 'tap' and p.external_id = p_name $$;
create function pg_temp.in_suspense() returns bigint
language sql
as $$ select ledger.balance(ledger.account(null, 'suspense', 'XTS')) $$;

select set_config('test.now', '1996-02-01 14:00:00+00', true);
select results_eq(
  $$select s.provider, s.external_id, s.amount, s.currency::text, s.reason, s.waits_for, s.resolution
    from ops.suspense as s where s.payment_id = pg_temp.payment('found')$$,
  $$values (
    'tap'::text, 'found'::text, 700::bigint, 'XTS'::text, 'unknown payer'::text, interval '2 hours', null::text
  )$$,
  'the money of a stranger waits where operators see it'
);
select is(pg_temp.in_suspense(), 2100::bigint, 'and in the ledger');

-- Assigned
select results_eq(
  $$select o.outcome, t.outcome
    from billing.offers as f, lateral api.open_order(-1, f.price_id) as o,
      lateral billing.open_topup(app.user_of(-1), 700, 'tap', o.order_token) as t$$,
  $$values ('open'::text, 'open'::text)$$,
  'a user has an order that waits for money'
);
select throws_ok(
  $$select billing.assign_suspense(pg_temp.payment('found'), 0, 'operator:tap', 'tapped')$$,
  'TK010', null, 'nobody gets money who does not exist'
);
select throws_ok(
  $$select billing.assign_suspense(pg_temp.payment('found'), id, 'operator:tap', ' ') from ann$$,
  'TK061', null, 'nor without a reason'
);
select is(
  (select billing.assign_suspense(pg_temp.payment('found'), id, 'operator:tap', 'the receipt') from ann), 'assigned',
  'the payer is found'
);
select results_eq(
  $$select s.user_id = a.id, s.resolved_at, s.resolution, s.waits_for
    from ops.suspense as s, ann as a where s.payment_id = pg_temp.payment('found')$$,
  $$values (true, '1996-02-01 14:00:00+00'::timestamptz, 'assignment: the receipt'::text, null::interval)$$,
  'which is noted'
);
select results_eq(
  $$select t.kind, t.idempotency_key, a.name, e.amount from billing.suspense as s
    join ledger.transfers as t on t.id = s.transfer_id
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    where s.payment_id = pg_temp.payment('found') order by a.name$$,
  $$select 'assignment'::text, 'suspense:' || pg_temp.payment('found'), l.name, l.amount
    from (values ('cash'::text, 700::bigint), ('suspense', -700)) as l (name, amount)$$,
  'the money went to the balance'
);
select results_eq(
  $$select u.actor, u.reason, u.after ->> 'amount' from app.audit as u
    where u.action = 'suspense.assignment' and u.subject_id = pg_temp.payment('found')$$,
  $$values ('operator:tap'::text, 'the receipt'::text, '700'::text)$$,
  'audited'
);
select is(
  (select t.args -> 'amount' ->> 'money' from told_ann as t where t.text = 'payment-found'), '700', 'the user is told'
);
select is(
  (select s.status from billing.subscriptions as s join ann as a on a.id = s.user_id), 'active',
  'and has what the order was for'
);
select is((select billing.balance_of(id, 'XTS') from ann), 0::bigint, 'from that money');
select is(
  (select billing.assign_suspense(pg_temp.payment('found'), id, 'operator:tap', 'again') from ann), 'already_resolved',
  'once'
);
select is(
  billing.return_suspense(pg_temp.payment('found'), 'operator:tap', 'again'), 'already_resolved', 'and cannot go back'
);
select is(
  (select billing.assign_suspense(0, id, 'operator:tap', 'tapped') from ann), 'unknown', 'there is no other such one'
);
select is(pg_temp.in_suspense(), 1400::bigint, 'the rest still waits');
select results_eq(
  $$select r.amount from billing.refundable_payments as r join ann as a on a.id = r.user_id$$,
  $$values (700::bigint)$$,
  'from now on it counts as the user''s payment'
);
select results_eq(
  $$select cause, provider, amount, reason from api.statement(-1) where cause = 'assignment'$$,
  $$values ('assignment'::text, 'tap'::text, 700::bigint, null::text)$$,
  'and is a line of the history'
);

-- Returned
select throws_ok(
  $$select billing.return_suspense(pg_temp.payment('strange'), 'operator:tap', null)$$, 'TK061', null,
  'nothing is sent back without a reason'
);
select is(
  billing.return_suspense(pg_temp.payment('strange'), 'operator:tap', 'refund 17'), 'returned', 'it goes back'
);
select results_eq(
  $$select s.user_id, s.resolution, a.name, e.amount from billing.suspense as s
    join ledger.entries as e on e.transfer_id = s.transfer_id and e.amount > 0
    join ledger.accounts as a on a.id = e.account_id
    where s.payment_id = pg_temp.payment('strange')$$,
  $$values (null::bigint, 'return: refund 17'::text, 'clearing.tap'::text, 700::bigint)$$,
  'the way that it came'
);
select is(
  billing.return_suspense(pg_temp.payment('strange'), 'operator:tap', 'again'), 'already_resolved', 'once'
);
select is(
  (select billing.assign_suspense(pg_temp.payment('strange'), id, 'operator:tap', 'tapped') from ann),
  'already_resolved', 'and is nobody''s any more'
);
select is(billing.return_suspense(0, 'operator:tap', 'tapped'), 'unknown', 'there is no other such payment');
select is(pg_temp.in_suspense(), 700::bigint, 'one payment waits');
select results_eq(
  $$select s.external_id from ops.suspense as s where s.payment_id >= pg_temp.payment('found') limit 1$$,
  $$values ('open'::text)$$,
  'and comes first'
);
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');

-- Stars become what can be spent
insert into billing.rates (currency, paid_in, amount, paid) values ('XTS', 'XTR', 100, 80);
select inbox._book_payment(-9, 'stars', 'starry', null, 80, 'XTR');
create temporary table bob as
select s.user_id as id from api.start(-2, sha256('tap 2'), null, 'Bob', 'en') as s;
select is(
  (select billing.assign_suspense(p.id, b.id, 'operator:tap', 'the receipt')
   from billing.payments as p, bob as b where p.external_id = 'starry'), 'assigned', 'who paid in Stars is found'
);
select is((select billing.balance_of(id, 'XTS') from bob), 100::bigint, 'and has what they are worth');
select is((select billing.balance_of(id, 'XTR') from bob), 0::bigint, 'in place of the Stars');
select is(
  (select m.payload #>> '{args, amount, money}' from outbox.messages as m
   where m.lane = '-2' and m.payload ->> 'text' = 'payment-found'), '100', 'of which he hears'
);
select ledger.post('topup', 'tap:bob', array[
  (ledger.account(null, 'clearing.stars', 'XTR'), -5)::ledger.leg, (ledger.account(id, 'cash', 'XTR'), 5)::ledger.leg
]) from bob;
select is((select billing.currency_of(id) from bob), 'XTS', 'in which he sees what is sold');
create function pg_temp.cash() returns bigint[]
language sql
as $$ select array[billing.cash_of(b.id, 'XTS'), billing.cash_of(b.id, 'XTR')] from bob as b $$;
create temporary table before as select pg_temp.cash() as cash;
select inbox._book_payment(-9, 'stars', 'starrier', null, 80, 'XTR');
select billing.report_dispute('stars', (
  'of starrier', 'starrier', 'lost', r.amount, 'XTR', true, null, 'fraudulent', null
)::billing.dispute_report)
from (values (30)) as r (amount);
select is(
  (select billing.assign_suspense(p.id, b.id, 'operator:tap', 'the receipt')
   from billing.payments as p, bob as b where p.external_id = 'starrier'), 'assigned',
  'of other Stars a part is disputed'
);
select results_eq(
  'select pg_temp.cash()', 'select array[b.cash[1] + 62, b.cash[2]] from before as b', 'and the rest is exchanged'
);
select is(
  (select max(m.payload #>> '{args, amount, money}') from outbox.messages as m
   where m.lane = '-2' and m.payload ->> 'text' = 'payment-found' and m.id > (
     select min(o.id) from outbox.messages as o where o.lane = '-2' and o.payload ->> 'text' = 'payment-found')), '62',
  'of which he hears'
);
select is_empty('select invariant, subject from ops.violations_of_payments', 'all of it adds up');

select * from finish();
rollback;
