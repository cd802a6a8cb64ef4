-- Orders: the quote, paying from the balance once, and every reason not to.
begin;
select plan(47);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
insert into billing.plans (code, title, benefits)
values ('tap', '{"en": "Tap", "ru": "Кран"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code = 'tap';

\set people 2
\ir fixtures/people.psql
create temporary view offer as select f.price_id from billing.offers as f;
create temporary table quotes (name text primary key, token uuid);
create temporary view ann as
select s.* from billing.subscriptions as s join people as p on p.id = s.user_id where p.telegram_id = -1;

-- The quote
select results_eq(
  $$select outcome, kind, plan_title, period_count, period_unit, amount, discount, credit, due, currency, starts_at,
      ends_at, balance, short_by, expires_at
    from api.open_order(-1, (select price_id from offer))$$,
  $$values (
    'open'::text, 'purchase'::text, 'Tap'::text, 30, 'day'::text, 100::bigint, 0::bigint, 0::bigint, 100::bigint,
    'XTS'::text, '1996-02-01 12:00:00+00'::timestamptz, '1996-03-02 12:00:00+00'::timestamptz, 0::bigint, 100::bigint, '1996-02-01 12:30:00+00'::timestamptz
  )$$,
  'an order quotes price, period, balance and its own lifetime'
);
select is(
  (select outcome from api.open_order(-1, 0)), 'no_such_price', 'an unknown price opens nothing'
);
select is(
  (select order_token from api.open_order(-1, 0)), null, 'and gives no token'
);
update app.flags set enabled = false where name = 'purchases';
select is(
  (select outcome from api.open_order(-1, (select price_id from offer))), 'switched_off',
  'with purchases off no order opens'
);
update app.flags set enabled = true where name = 'purchases';
update billing.plans set active = false where code = 'tap';
select is(
  (
    select o.outcome
    from billing.prices as r
    cross join lateral api.open_order(-1, r.id) as o
    where r.currency = 'XTS'
  ),
  'no_such_price',
  'nor for a plan that is not sold'
);
update billing.plans set active = true where code = 'tap';
select throws_ok(
  'select api.open_order(-9, 1)', 'TK010', null, 'an unknown user is an error'
);

-- Paying
insert into quotes
select n, (api.open_order(-1, (select x.price_id from offer as x))).order_token
from (values ('first'), ('second'), ('late'), ('off'), ('risen')) as t (n);

select results_eq(
  $$select outcome, balance, short_by, currency, ends_at
    from api.pay_from_balance(-1, (select token from quotes where name = 'first'))$$,
  $$values ('insufficient_funds'::text, 0::bigint, 100::bigint, 'XTS'::text, null::timestamptz)$$,
  'without money nothing happens, and the user hears what is missing'
);
select is((select count(*) from ann), 0::bigint, 'no subscription appeared');

select is(
  (select outcome from inbox._book_payment(-1, 'tap', 'tap orders 1', null, 250, 'XTS')), 'credited_without_order',
  'money arrives'
);
select results_eq(
  $$select outcome, plan_title, ends_at, balance, short_by, currency
    from api.pay_from_balance(-1, (select token from quotes where name = 'first'))$$,
  $$values (
    'fulfilled'::text, 'Tap'::text, '1996-03-02 12:00:00+00'::timestamptz, 150::bigint, 0::bigint, 'XTS'::text
  )$$,
  'the order is fulfilled'
);
select results_eq(
  $$select o.status, o.paid_at, o.fulfilled_at, p.kind, p.number, t.kind, t.idempotency_key = format('order:%s', o.id)
    from billing.orders as o
    join billing.periods as p on p.order_id = o.id
    join ledger.transfers as t on t.id = p.transfer_id
    where o.token = (select token from quotes where name = 'first')$$,
  $$values (
    'fulfilled'::text, app.now(), app.now(), 'paid'::text, 1, 'purchase'::text, true
  )$$,
  'order, period and charge belong together'
);
select results_eq(
  $$select a.name, e.amount
    from billing.periods as p
    join ledger.entries as e on e.transfer_id = p.transfer_id
    join ledger.accounts as a on a.id = e.account_id
    where p.subscription_id = (select id from ann)
    order by a.name$$,
  $$values ('cash'::text, -100::bigint), ('revenue', 100)$$,
  'the money went from cash to revenue'
);
select results_eq(
  $$select outcome, ends_at, balance, short_by
    from api.pay_from_balance(-1, (select token from quotes where name = 'first'))$$,
  $$values ('already_fulfilled'::text, '1996-03-02 12:00:00+00'::timestamptz, 150::bigint, 0::bigint)$$,
  'a second tap finds it fulfilled and charges nothing'
);
select is(
  (select count(*) from billing.periods where subscription_id = (select x.id from ann as x)), 1::bigint,
  'there is one period'
);

-- Renewing by hand: an older open order is still good, and starts where the current period ends
select is(
  (select starts_at from api.open_order(-1, (select price_id from offer))), '1996-03-02 12:00:00+00'::timestamptz,
  'a new quote starts at the end of what is paid'
);
select results_eq(
  $$select outcome, ends_at, balance
    from api.pay_from_balance(-1, (select token from quotes where name = 'second'))$$,
  $$values ('fulfilled'::text, '1996-04-01 12:00:00+00'::timestamptz, 50::bigint)$$,
  'an order that was quoted before renews from the end'
);
insert into quotes select 'renewal', o.order_token from api.open_order(-1, (select x.price_id from offer as x)) as o;
select results_eq(
  $$select o.kind, o.amount, o.discount, o.credit
    from billing.orders as o join quotes as q on q.token = o.token where q.name = 'renewal'$$,
  $$values ('renewal'::text, 100::bigint, 0::bigint, 0::bigint)$$,
  'what is opened while the plan runs is a renewal'
);
select results_eq(
  $$select outcome, short_by from api.pay_from_balance(-1, (select token from quotes where name = 'risen'))$$,
  $$values ('insufficient_funds'::text, 50::bigint)$$,
  'the balance is short by the rest'
);
select is((select ends_at from ann), '1996-04-01 12:00:00+00'::timestamptz, 'and nothing moved');
select is((select suggested from api.topup_offer(-1)), (
  select greatest(50, l.min_amount) from billing.topup_limits('XTS') as l
), 'a top-up suggests what is missing, at least the smallest amount');

-- Reasons not to
select is(
  (select outcome from api.pay_from_balance(-1, gen_random_uuid())), 'unknown', 'an unknown token'
);
select is(
  (select outcome from api.pay_from_balance(-1, null)), 'unknown', 'or none'
);
select is(
  (select outcome from api.pay_from_balance(-2, (select token from quotes where name = 'late'))), 'unknown',
  'another user''s order is unknown'
);
insert into quotes
select 'topup', t.order_token from billing.open_topup(app.user_of(-1), 10000, 'tap') as t;
select is(
  (select outcome from api.pay_from_balance(-1, (select token from quotes where name = 'topup'))), 'unknown',
  'a top-up cannot be paid from the balance'
);
select is(
  (select outcome from inbox._book_payment(-1, 'tap', 'tap orders 2', null, 1000, 'XTS')), 'credited_without_order',
  'money arrives'
);
select is((select suggested from api.topup_offer(-1)), null, 'then nothing is missing');
select results_eq(
  $$select outcome, ends_at, balance from api.pay_from_balance(-1, (select token from quotes where name = 'renewal'))$$,
  $$values ('fulfilled'::text, '1996-05-01 12:00:00+00'::timestamptz, 950::bigint)$$,
  'the renewal is paid'
);
select is(
  (
    select t.kind
    from billing.orders as o
    join quotes as q on q.token = o.token
    join ledger.transfers as t on t.idempotency_key = format('order:%s', o.id)
    where q.name = 'renewal'
  ),
  'renewal',
  'and booked as one'
);
update app.flags set enabled = false where name = 'purchases';
select is(
  (select outcome from api.pay_from_balance(-1, (select token from quotes where name = 'off'))), 'switched_off',
  'purchases are off'
);
select is(
  (select outcome from api.pay_from_balance(-1, (select token from quotes where name = 'first'))), 'already_fulfilled',
  'what was bought before stays bought'
);
update app.flags set enabled = true where name = 'purchases';
select set_config('test.now', '1996-02-01 12:30:00+00', true);
select is(
  (select outcome from api.pay_from_balance(-1, (select token from quotes where name = 'late'))), 'expired',
  'the order''s time is over'
);
select is(
  (select o.status from billing.orders as o join quotes as q on q.token = o.token where q.name = 'late'), 'open',
  'which needs no job: it is open and late'
);
select set_config('test.now', '1996-02-01 12:29:59+00', true);
update billing.orders set status = 'cancelled' where token = (select token from quotes where name = 'late');
select is(
  (select outcome from api.pay_from_balance(-1, (select token from quotes where name = 'late'))), 'expired',
  'a cancelled order is over, too'
);
update billing.prices set valid = tstzrange(lower(valid), app.now()) where currency = 'XTS';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 120, 'XTS', tstzrange(app.now(), null)
from billing.plans as p
where p.code = 'tap';
select results_eq(
  $$select outcome, balance from api.pay_from_balance(-1, (select token from quotes where name = 'risen'))$$,
  $$values ('price_changed'::text, 950::bigint)$$,
  'a price that is not on offer any more is not charged'
);
select is(
  (select ends_at from ann), '1996-05-01 12:00:00+00'::timestamptz, 'none of these changed the subscription'
);

-- During a trial
select is((select outcome from api.start_trial(-2)), 'started', 'a trial');
select is(
  (select outcome from inbox._book_payment(-2, 'tap', 'tap orders 3', null, 120, 'XTS')), 'credited_without_order',
  'and money'
);
select results_eq(
  $$select o.starts_at, p.outcome, p.ends_at
    from api.open_order(-2, (select price_id from offer)) as o
    cross join lateral api.pay_from_balance(-2, o.order_token) as p$$,
  $$values (
    '1996-02-04 12:29:59+00'::timestamptz, 'fulfilled'::text, '1996-03-05 12:29:59+00'::timestamptz
  )$$,
  'what is bought during a trial starts at its end'
);
select results_eq(
  'select status, is_trial, ends_at from api.home(-2)',
  $$values ('activating'::text, false, '1996-03-05 12:29:59+00'::timestamptz)$$,
  'and the user is a customer from now on'
);

-- Each step once, and nothing quoted ever changes
select throws_ok(
  $$update billing.orders set status = 'paid', paid_at = app.now()
    where token = (select token from quotes where name = 'off')$$,
  '23514', null, 'what is paid is fulfilled'
);
select throws_ok(
  $$update billing.orders set status = 'open', paid_at = null, fulfilled_at = null
    where token = (select token from quotes where name = 'first')$$,
  'TK030', null, 'a fulfilled order is not opened again'
);
select throws_ok(
  $$update billing.orders set status = 'cancelled', paid_at = null, fulfilled_at = null
    where token = (select token from quotes where name = 'first')$$,
  'TK030', null, 'nor cancelled'
);
select throws_ok(
  $$update billing.orders set fulfilled_at = app.now() where token = (select token from quotes where name = 'first')$$,
  'TK030', null, 'nor fulfilled again'
);
select throws_ok(
  $$update billing.orders set status = 'cancelled', amount = 1
    where token = (select token from quotes where name = 'off')$$,
  'TK030', null, 'the amount stays as quoted'
);
select throws_ok(
  $$update billing.orders set status = 'fulfilled', fulfilled_at = app.now()
    where token = (select token from quotes where name = 'off')$$,
  '23514', null, 'nothing is fulfilled that is not paid'
);
select throws_ok(
  $$insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
    select plan_id, period_count, period_unit, 1, currency, tstzrange(app.now(), null)
    from billing.prices where currency = 'XTS' limit 1$$,
  '23P01', null, 'two prices are never valid at once'
);
select is(
  (
    select sum(e.amount)
    from ledger.entries as e
    join ledger.accounts as a on a.id = e.account_id
    where a.user_id = (select x.id from people as x where x.telegram_id = -1)
  ),
  950::numeric,
  'after all this the balance is what came minus three charges'
);

select * from finish();
rollback;
