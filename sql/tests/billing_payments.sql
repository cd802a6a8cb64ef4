-- Money that comes in: top-ups, and every payment that does not fit. Nothing is refused, lost or guessed.
begin;
select plan(46);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 1000}' where name = 'topup_min';
update app.settings set value = '{"XTS": 5000}' where name = 'topup_max';
update app.settings set value = '{"XTS": [1000, 2000]}' where name = 'topup_presets';
update app.flags set enabled = true where name = 'topups';

\set people 2
\ir fixtures/people.psql
create temporary table topups (name text primary key, token uuid);

-- Opening a top-up
select results_eq(
  'select currency, presets, min_amount, max_amount, suggested from api.topup_offer(-1)',
  $$values ('XTS'::text, '{1000, 2000}'::bigint[], 1000::bigint, 5000::bigint, null::bigint)$$,
  'the offer comes from the settings'
);
select results_eq(
  $$select outcome, amount, currency, expires_at, min_amount, max_amount
    from billing.open_topup(app.user_of(-1), 2000, 'tap')$$,
  $$values (
    'open'::text, 2000::bigint, 'XTS'::text, '1996-02-01 12:30:00+00'::timestamptz, 1000::bigint, 5000::bigint
  )$$,
  'a top-up opens'
);
select is((select outcome from billing.open_topup(app.user_of(-1), 1000, 'tap')), 'open', 'the smallest is allowed');
select is((select outcome from billing.open_topup(app.user_of(-1), 5000, 'tap')), 'open', 'and the largest');
select results_eq(
  $$select outcome, order_token, min_amount, max_amount from billing.open_topup(app.user_of(-1), 999, 'tap')$$,
  $$values ('amount_out_of_range'::text, null::uuid, 1000::bigint, 5000::bigint)$$,
  'less is not, and the limits are told'
);
select is((select outcome from billing.open_topup(app.user_of(-1), 5001, 'tap')), 'amount_out_of_range', 'nor more');
select is((select outcome from billing.open_topup(app.user_of(-1), null, 'tap')), 'amount_out_of_range', 'nor nothing');
select throws_ok(
  $$select billing.open_topup(app.user_of(-1), 2000, 'Not a word')$$, '23514', null, 'a provider''s name is a word'
);
insert into topups
select n, (billing.open_topup(app.user_of(-1), 2000, 'tap')).order_token
from (values ('first'), ('wrong'), ('late'), ('off')) as t (n);

-- The last word before the money
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'first'), 2000, 'XTS')), 'ok',
  'what fits may be paid'
);
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'first'), 2001, 'XTS')), 'mismatch',
  'another amount may not'
);
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'first'), 2000, 'XTR')), 'mismatch',
  'nor another currency'
);
select is(
  (select outcome from api.pre_checkout(-2, (select token from topups where name = 'first'), 2000, 'XTS')), 'unknown',
  'nor another''s order'
);
select is(
  (select outcome from api.pre_checkout(-9, (select token from topups where name = 'first'), 2000, 'XTS')), 'unknown',
  'nor by a stranger'
);
update app.flags set enabled = false where name = 'topups';
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'off'), 2000, 'XTS')),
  'switched_off',
  'nor while top-ups are off'
);
select is(
  (select outcome from billing.open_topup(app.user_of(-1), 2000, 'tap')), 'switched_off', 'then none opens, either'
);
select is(
  (
    select outcome
    from inbox._book_payment(-1, 'tap', 'charge off', (select token from topups where name = 'off'), 2000, 'XTS')
  ),
  'credited',
  'but money that comes is taken'
);
update app.flags set enabled = true where name = 'topups';

-- The payment
select results_eq(
  $$select outcome, amount, currency, balance
    from inbox._book_payment(-1, 'tap', 'charge 1', (select token from topups where name = 'first'), 2000, 'XTS')$$,
  $$values ('credited'::text, 2000::bigint, 'XTS'::text, 4000::bigint)$$,
  'a payment that fits is credited'
);
select results_eq(
  $$select o.status, p.amount, p.user_id = o.user_id, t.kind
    from billing.orders as o
    join billing.payments as p on p.order_id = o.id
    join ledger.transfers as t on t.id = p.transfer_id
    where o.token = (select token from topups where name = 'first')$$,
  $$values ('fulfilled'::text, 2000::bigint, true, 'topup'::text)$$,
  'its order is fulfilled'
);
select results_eq(
  $$select a.name, e.amount
    from billing.payments as p
    join ledger.entries as e on e.transfer_id = p.transfer_id
    join ledger.accounts as a on a.id = e.account_id
    where p.external_id = 'charge 1'
    order by a.name$$,
  $$values ('cash'::text, 2000::bigint), ('clearing.tap', -2000)$$,
  'the money came through the provider''s clearing account'
);
select results_eq(
  $$select outcome, amount, balance
    from inbox._book_payment(-1, 'tap', 'charge 1', (select token from topups where name = 'first'), 2000, 'XTS')$$,
  $$values ('repeated'::text, 2000::bigint, 4000::bigint)$$,
  'the same charge again is known'
);
select results_eq(
  $$select outcome, amount, balance from inbox._book_payment(-2, 'tap', 'charge 1', null, 9000, 'XTS')$$,
  $$values ('repeated'::text, 2000::bigint, 4000::bigint)$$,
  'also with another payer and amount: what was recorded holds'
);
select is(
  (select count(*) from app.audit where action = 'payment.repeated_otherwise' and actor = 'provider:tap'), 1::bigint,
  'and the contradiction is in the audit'
);
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'first'), 2000, 'XTS')), 'expired',
  'a paid order may not be paid again'
);
select results_eq(
  $$select outcome, balance
    from inbox._book_payment(-1, 'tap', 'charge 2', (select token from topups where name = 'first'), 2000, 'XTS')$$,
  $$values ('credited_without_order'::text, 6000::bigint)$$,
  'but if it is, the money is the user''s'
);
select results_eq(
  $$select outcome, amount, balance
    from inbox._book_payment(-1, 'tap', 'charge 3', (select token from topups where name = 'wrong'), 1, 'XTS')$$,
  $$values ('credited_without_order'::text, 1::bigint, 6001::bigint)$$,
  'another amount is credited as it came'
);
select is(
  (select o.status from billing.orders as o join topups as t on t.token = o.token where t.name = 'wrong'), 'open',
  'and its order still waits'
);
select is(
  (
    select outcome
    from inbox._book_payment(-1, 'other', 'charge 1', (select token from topups where name = 'wrong'), 2000, 'XTS')
  ),
  'credited_without_order',
  'ids are a provider''s own, and so are orders'
);
select results_eq(
  $$select outcome, currency, balance
    from inbox._book_payment(-1, 'tap', 'charge 4', (select token from topups where name = 'wrong'), 2000, 'XTR')$$,
  $$values ('credited_without_order'::text, 'XTR'::text, 2000::bigint)$$,
  'another currency is kept in that currency'
);
select set_config('test.now', '1996-02-01 12:30:00+00', true);
select is(
  (select outcome from api.pre_checkout(-1, (select token from topups where name = 'late'), 2000, 'XTS')), 'expired',
  'a late payment is refused beforehand'
);
select results_eq(
  $$select outcome, balance
    from inbox._book_payment(-1, 'tap', 'charge 5', (select token from topups where name = 'late'), 2000, 'XTS')$$,
  $$values ('credited_without_order'::text, 10001::bigint)$$,
  'and credited if it comes'
);
select results_eq(
  $$select outcome, balance
    from inbox._book_payment(-2, 'tap', 'charge 6', (select token from topups where name = 'late'), 2000, 'XTS')$$,
  $$values ('credited_without_order'::text, 2000::bigint)$$,
  'who pays with another''s order pays for himself'
);

-- Suspense
select results_eq(
  $$select outcome, amount, balance
    from inbox._book_payment(-9, 'tap', 'charge 7', (select token from topups where name = 'late'), 700, 'XTS')$$,
  $$values ('suspense'::text, 700::bigint, null::bigint)$$,
  'the money of a stranger is held'
);
select results_eq(
  $$select s.reason, s.resolved_at, p.user_id, p.order_id, a.name
    from billing.suspense as s
    join billing.payments as p on p.id = s.payment_id
    join ledger.entries as e on e.transfer_id = p.transfer_id and e.amount = 700
    join ledger.accounts as a on a.id = e.account_id
    where p.external_id = 'charge 7'$$,
  $$values ('unknown payer'::text, null::timestamptz, null::bigint, null::bigint, 'suspense'::text)$$,
  'for an operator to decide'
);
select results_eq(
  $$select outcome, amount from inbox._book_payment(-9, 'tap', 'charge 7', null, 700, 'XTS')$$,
  $$values ('repeated'::text, 700::bigint)$$,
  'once'
);

-- All of it
select is(
  (select sum(p.amount) from billing.payments as p where p.provider in ('tap', 'other') and p.currency = 'XTS'),
  12701::numeric,
  'every payment is a row'
);
select is(
  (
    select -sum(e.amount)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where a.name in ('clearing.tap', 'clearing.other') and a.currency = 'XTS'
  ),
  12701::numeric,
  'and in the ledger'
);
select throws_ok(
  $$update billing.payments set amount = 1 where provider = 'tap'$$, 'TK001', null, 'payments are never changed'
);

-- Of one charge more may come than was reported first
select results_eq(
  $$select outcome, amount, balance from inbox._book_payment(-1, 'tap', 'charge 1', null, 2500, 'XTS')$$,
  $$values ('credited_without_order'::text, 500::bigint, 10501::bigint)$$,
  'what comes later of the same charge is credited'
);
select results_eq(
  $$select outcome, balance from inbox._book_payment(-1, 'tap', 'charge 1', null, 2500, 'XTS')$$,
  $$values ('repeated'::text, 10501::bigint)$$,
  'once'
);
select results_eq(
  $$select outcome, balance from inbox._book_payment(-1, 'tap', 'charge 1', null, 1000, 'XTS')$$,
  $$values ('repeated'::text, 10501::bigint)$$,
  'and less than was booked takes nothing away'
);
select results_eq(
  $$select p.external_id, p.amount
    from billing.payments as p
    where p.provider = 'tap' and p.external_id in ('charge 1', 'charge 1 after 2000')
    order by p.id$$,
  $$values ('charge 1'::text, 2000::bigint), ('charge 1 after 2000', 500)$$,
  'each part is a payment of that charge'
);

-- and all of it may go back
select is(billing.note_refunded('tap', 'charge 1', 2100), 'refunded', 'the provider names the sum that went back');
select is(
  billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 8401::bigint, 'of the later part as well'
);
select is(billing.note_refunded('tap', 'charge 1', 2500), 'refunded', 'the rest follows');
select is(billing.note_refunded('tap', 'charge 1', 2500), 'repeated', 'once');
select is(
  billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 8001::bigint, 'all that came of the charge'
);

select * from finish();
rollback;
