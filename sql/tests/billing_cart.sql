-- The cart: an order that waits for money is bought when it arrives, once, and never at the money's risk.
begin;
select plan(84);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 10}' where name = 'topup_min';
update app.settings set value = '{"XTS": 5000}' where name = 'topup_max';
update app.flags set enabled = true where name in ('purchases', 'topups', 'auto_renewal');
\ir fixtures/plans.psql

\set people 22
\ir fixtures/people.psql
\ir fixtures/offers.psql
\ir fixtures/subscriptions.psql
create temporary table tokens (name text primary key, token uuid);
create temporary view orders as
select t.name, o.* from billing.orders as o join tokens as t on t.token = o.token;
-- What was said in a chat, by the names of the texts.
create temporary view said as
select p.telegram_id, m.payload ->> 'text' as text, m.payload -> 'args' as args
from outbox.messages as m
join people as p on p.telegram_id::text = m.lane
where m.kind = 'telegram.notice'
order by m.id;

-- Opens an order and keeps its token under a name.
create function pg_temp.open(p_name text, p_telegram_id bigint, p_plan text) returns void
language sql
as $$
  insert into tokens select p_name, o.order_token from api.open_order(p_telegram_id, pg_temp.price(p_plan)) as o
$$;
-- Opens a top-up for an order, and keeps its token under that name and a plus.
create function pg_temp.topup(p_name text, p_telegram_id bigint, p_amount bigint) returns void
language sql
as $$
  insert into tokens
  select p_name || '+', t.order_token
  from tokens as c
  cross join lateral billing.open_topup(app.user_of(p_telegram_id), p_amount, 'tap', c.token) as t
  where c.name = p_name
$$;
create function pg_temp.cart(p_name text, p_telegram_id bigint, p_plan text, p_amount bigint) returns void
language sql
as $$
  select pg_temp.open(p_name, p_telegram_id, p_plan);
  select pg_temp.topup(p_name, p_telegram_id, p_amount);
$$;
create function pg_temp.pay(p_telegram_id bigint, p_charge text, p_amount bigint) returns text
language sql
as $$
  select format('%s %s %s', r.outcome, r.fulfilled_plan_title ->> 'en', r.balance)
  from inbox._book_payment(p_telegram_id, 'tap', 'cart ' || p_charge, null, p_amount, 'XTS') as r
$$;

-- The same by an invoice of pg_temp.topup.
create function pg_temp.pay_for(p_name text, p_charge text, p_amount bigint) returns text
language sql
as $$
  select format('%s %s %s', r.outcome, r.fulfilled_plan_title ->> 'en', r.balance)
  from orders as o
  join people as p on p.id = o.user_id
  cross join lateral inbox._book_payment(p.telegram_id, 'tap', 'cart ' || p_charge, o.token, p_amount, 'XTS') as r
  where o.name = p_name
$$;

-- A top-up for an order
select pg_temp.open('first', -1, 'small');
select set_config('test.now', '1996-02-01 12:20:00+00', true);
select is((select suggested from api.topup_offer(-1)), 100::bigint, 'what is short is suggested');
select pg_temp.topup('first', -1, 100);
select results_eq(
  $$select t.kind, t.for_order_id = o.id, t.expires_at, o.expires_at
    from orders as t cross join orders as o where t.name = 'first+' and o.name = 'first'$$,
  $$values ('topup'::text, true, '1996-02-01 12:50:00+00'::timestamptz, '1996-02-01 12:50:00+00'::timestamptz)$$,
  'the top-up names the order, and gives it as much time as it has itself'
);
do $$
begin
  perform billing.open_topup(app.user_of(-2), 50, 'tap', t.token) from tokens as t where t.name in ('first', 'first+');
  perform billing.open_topup(app.user_of(-2), 50, 'tap', gen_random_uuid());
  perform billing.open_topup(app.user_of(-1), 50, 'tap', t.token) from tokens as t where t.name = 'first+';
end
$$;
select is(
  (
    select count(*)
    from billing.orders as t
    where t.user_id in (select p.id from people as p) and t.amount = 50 and t.for_order_id is null
  ),
  4::bigint,
  'another''s order, an unknown one and a top-up are no carts; money can be added all the same'
);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', fulfilled_ends_at, renewed, balance
    from inbox._book_payment(-1, 'tap', 'cart 1', (select token from tokens where name = 'first+'), 100, 'XTS')$$,
  $$values ('credited'::text, 'Small'::text, '1996-03-02 12:20:00+00'::timestamptz, false, 0::bigint)$$,
  'the money buys what waited for it'
);
select results_eq(
  $$select o.status, o.paid_at, t.kind
    from orders as o join ledger.transfers as t on t.idempotency_key = format('order:%s', o.id) where o.name = 'first'$$,
  $$values ('fulfilled'::text, app.now(), 'purchase'::text)$$,
  'as if it had been tapped'
);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', renewed, balance
    from inbox._book_payment(-1, 'tap', 'cart 1', (select token from tokens where name = 'first+'), 100, 'XTS')$$,
  $$values ('repeated'::text, 'Small'::text, false, 0::bigint)$$,
  'once, and says so again'
);
select is_empty('select * from said where telegram_id = -1', 'the screen says it, so no notice does');
do $$
begin
  perform billing.open_topup(app.user_of(-1), 60, 'tap', t.token) from tokens as t where t.name = 'first';
end
$$;
select is(
  (select for_order_id from billing.orders where user_id = pg_temp.who(-1) and amount = 60), null,
  'a fulfilled order is no cart any more'
);

-- Not enough, and enough
select pg_temp.cart('parts', -2, 'small', 100);
select is(pg_temp.pay(-2, '2a', 40), 'credited_without_order  40', 'a part of it only adds up');
select is((select status from orders where name = 'parts'), 'open', 'the order goes on waiting');
select is(
  pg_temp.pay(-2, '2b', 70), 'credited_without_order Small 10',
  'until the balance covers it, whichever way the money came'
);
select pg_temp.open('look', -3, 'small');
select is(pg_temp.pay(-3, '3', 100), 'credited_without_order  100', 'a mere quote buys nothing by itself');

-- Two of them
select pg_temp.cart('old', -4, 'small', 100);
select pg_temp.cart('new', -4, 'large', 300);
select set_config('test.now', '1996-02-01 12:21:00+00', true);
select is(pg_temp.pay(-4, '4a', 100), 'credited_without_order  100', 'the newest waits for its own price');
select is(pg_temp.pay(-4, '4b', 200), 'credited_without_order Large 0', 'and is bought');
select is(pg_temp.pay(-4, '4c', 100), 'credited_without_order  100', 'the one before it is out of mind');
select pg_temp.cart('forgotten', -5, 'small', 100);
do $$
begin
  perform set_config('test.now', '1996-02-01 12:22:00+00', true);
  perform inbox._book_payment(-5, 'tap', 'cart 5a', null, 90, 'XTS');
  perform pg_temp.open('tapped', -5, 'small');
  perform set_config('test.now', '1996-02-01 12:23:00+00', true);
  perform ledger.post('credit', 'tap cart 5', array[
    (ledger.account(null, 'promo_expense', 'XTS'), -10)::ledger.leg,
    (ledger.account(pg_temp.who(-5), 'cash', 'XTS'), 10)::ledger.leg
  ]);
  perform api.pay_from_balance(-5, t.token) from tokens as t where t.name = 'tapped';
end
$$;
select is(
  pg_temp.pay(-5, '5b', 100), 'credited_without_order  100', 'nor is it bought after something was bought by hand'
);

-- The order that the money was paid for
select pg_temp.cart('year', -15, 'large', 300);
select pg_temp.cart('month', -15, 'small', 100);
select set_config('test.now', '1996-02-01 12:23:00+00', true);
select is(
  pg_temp.pay_for('year+', '15a', 300), 'credited Large 0', 'the order whose invoice was paid is bought, not the newest'
);
select set_config('test.now', '1996-02-01 12:24:00+00', true);
select is(pg_temp.pay_for('month+', '15b', 100), 'credited  100', 'what it takes the place of holds no longer');
select pg_temp.cart('paid', -16, 'small', 100);
select pg_temp.cart('dear', -16, 'large', 300);
select is(pg_temp.pay_for('paid+', '16a', 100), 'credited Small 0', 'also the older and cheaper one');
select set_config('test.now', '1996-02-01 12:25:00+00', true);
select pg_temp.cart('both', -17, 'small', 100);
select pg_temp.cart('again', -17, 'small', 100);
select is(pg_temp.pay_for('again+', '17a', 100), 'credited Small 0', 'one of two');
select set_config('test.now', '1996-02-01 12:26:00+00', true);
select is(
  pg_temp.pay_for('both+', '17b', 100), 'credited Small 0',
  'and a payer of the other invoice as well wants that one, too'
);

-- Its time
select pg_temp.cart('late', -6, 'small', 100);
select pg_temp.cart('too late', -18, 'small', 100);
select pg_temp.cart('unpaid', -18, 'large', 300);
select set_config('test.now', '1996-02-01 12:57:00+00', true);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', balance
    from inbox._book_payment(-6, 'tap', 'cart 6', (select token from tokens where name = 'late+'), 100, 'XTS')$$,
  $$values ('credited_without_order'::text, 'Small'::text, 0::bigint)$$,
  'money that comes late buys what it was paid for'
);
do $$
begin
  perform inbox._book_payment(-18, 'tap', 'cart 18a', null, 100, 'XTS');
  perform api.pay_from_balance(-18, (api.open_order(-18, pg_temp.price('small'))).order_token);
  perform billing.open_topup(app.user_of(-18), 60, 'tap', t.token) from tokens as t where t.name = 'unpaid';
  perform set_config('test.now', '1996-02-01 12:58:00+00', true);
end
$$;
select is(
  pg_temp.pay_for('too late+', '18b', 100), 'credited_without_order  100',
  'but not once its time is over and the user has bought by hand'
);
select is(
  (select for_order_id from billing.orders where user_id = pg_temp.who(-18) and amount = 60), null,
  'an order whose time is over is not prolonged'
);
select pg_temp.open('long', -7, 'small');
do $$
begin
  for v_n in 1..60 loop
    perform set_config('test.now', (app.now() + interval '25 minutes')::text, true);
    perform billing.open_topup(app.user_of(-7), 100, 'tap', t.token) from tokens as t where t.name = 'long';
  end loop;
end
$$;
select is(
  (select expires_at - created_at from orders where name = 'long'), interval '24 hours 15 minutes',
  'nor can one be kept open for ever'
);

-- What is not as it was
select set_config('test.now', '1996-02-01 13:00:00+00', true);
select pg_temp.cart('risen', -8, 'small', 100);
update billing.prices set valid = tstzrange(lower(valid), app.now()) where id = pg_temp.price('small');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 110, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'small';
select is(pg_temp.pay(-8, '8a', 150), 'credited_without_order  150', 'a price that has risen is not charged');
select results_eq(
  'select text, args from said where telegram_id = -8',
  $$values (
    'cart-price-changed'::text,
    '{"plan": {"text": {"en": "Small"}}, "balance": {"money": 150, "currency": "XTS"}}'::jsonb
  )$$,
  'the user hears why, and where the money is'
);
select is((select status from orders where name = 'risen'), 'cancelled', 'the order is over');
select results_eq(
  $$select billing.choose_again_button(jsonb_populate_record(null::billing.orders, o.row))
    from jsonb_array_elements('[{"kind": "purchase"}, {"kind": "purchase", "opens_new": true}, {"kind": "gift"}]') as o (row)$$,
  $$values
    ('{"text": "button-buy", "data": "go:plans"}'::jsonb),
    ('{"text": "button-buy", "data": "go:another"}'),
    ('{"text": "button-buy", "data": "go:gift"}')$$,
  'and he chooses again among what it was for'
);
select is(pg_temp.pay(-8, '8b', 100), 'credited_without_order  250', 'so more money');
select is((select count(*) from said where telegram_id = -8), 1::bigint, 'says it no second time');

-- Sales are off
select pg_temp.cart('off', -9, 'large', 300);
update app.flags set enabled = false where name = 'purchases';
select is(pg_temp.pay(-9, '9b', 310), 'credited_without_order  310', 'while sales are off nothing is bought');
update app.flags set enabled = true where name = 'purchases';
select is(pg_temp.pay(-9, '9c', 10), 'credited_without_order Large 20', 'but later it is, within its time');
select pg_temp.cart('sold later', -19, 'small', 110);
update app.flags set enabled = false where name = 'purchases';
select is(
  pg_temp.pay_for('sold later+', '19', 110), 'credited  110', 'while sales are off an order waits that is paid for'
);
select is((select j.done from jobs.buy_waiting(1) as j), 0, 'not tried again at once');
select set_config('test.now', '1996-02-01 15:00:00+00', true);
select is((select j.done from jobs.buy_waiting(1) as j), 1, 'but soon');
select results_eq(
  'select attempts, error, next_at from billing.unbought',
  $$values (2, 'switched_off'::text, '1996-02-01 15:02:00+00'::timestamptz)$$,
  'and ever later'
);
update app.flags set enabled = true where name = 'purchases';
select set_config('test.now', '1996-02-01 15:02:00+00', true);
select results_eq('select done, more from jobs.buy_waiting(1)', 'values (1, true)', 'however long that takes');
select is((select status from orders where name = 'sold later'), 'fulfilled', 'it is bought');
select results_eq(
  'select text from said where telegram_id = -19', $$values ('cart-bought'::text)$$, 'the user is told'
);
select is_empty('select from billing.unbought', 'and that was it');

-- Nothing is on offer for a moment, as between two statements of whoever opens a price anew
select set_config('test.now', '1996-02-01 16:00:00+00', true);
select pg_temp.cart('gap', -20, 'small', 110);
select pg_temp.cart('short', -1, 'small', 110);
update billing.prices set valid = tstzrange(lower(valid), app.now()) where id = pg_temp.price('small');
select is(pg_temp.pay_for('gap+', '20a', 110), 'credited  110', 'the money is there');
select is(pg_temp.pay(-1, '1b', 40), 'credited_without_order  40', 'or some of it');
select results_eq(
  $$select o.name, o.status, u.error from orders as o left join billing.unbought as u on u.order_id = o.id
    where o.name in ('gap', 'short') order by o.name$$,
  $$values ('gap'::text, 'open'::text, 'no_offer'::text), ('short', 'open', null)$$,
  'and the order waits for what it is to buy'
);
select set_config('test.now', '1996-02-01 16:01:00+00', true);
select is((select j.done from jobs.buy_waiting(1) as j), 1, 'which is looked for soon');
select set_config('test.now', '1996-02-01 16:20:00+00', true);
select is_empty(
  $$select * from ops.broken_promises_of_payments where promise = 'money_buys_what_it_was_for'$$,
  'that is no broken promise'
);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 110, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'small';
do $$ begin perform jobs.buy_waiting(1); end $$;
select is((select status from orders where name = 'gap'), 'fulfilled', 'when it is opened as it was, it is bought');
select results_eq(
  'select text from said where telegram_id = -20', $$values ('cart-bought'::text)$$, 'and the user is told that alone'
);
select is(pg_temp.pay(-1, '1c', 70), 'credited_without_order Small 0', 'more money buys what was short of it');

-- or for good
select pg_temp.cart('left', -21, 'large', 300);
update billing.plans set active = false where code = 'large';
select is(pg_temp.pay(-21, '21a', 300), 'credited_without_order  300', 'a plan that is not sold any more');
do $$
begin
  for v_n in 1..30 loop
    perform set_config('test.now', (app.now() + interval '1 hour')::text, true);
    perform jobs.buy_waiting(1);
    exit when exists (select from orders as o where o.name = 'left' and o.status = 'cancelled');
  end loop;
end
$$;
select is(app.now(), '1996-02-02 16:20:00+00', 'is waited for, for a day');
select results_eq(
  'select text, args from said where telegram_id = -21',
  $$values (
    'cart-price-changed'::text,
    '{"plan": {"text": {"en": "Large"}}, "balance": {"money": 300, "currency": "XTS"}}'::jsonb
  )$$,
  'then the user hears that it is not to be had, and where the money is'
);
update billing.plans set active = true where code = 'large';
select is_empty('select from billing.unbought', 'and nothing waits');
select set_config('test.now', '1996-02-01 17:00:00+00', true);

-- or after sales were off for long
select pg_temp.cart('paused', -21, 'small', 110);
update app.flags set enabled = false where name = 'purchases';
select is(pg_temp.pay_for('paused+', '21b', 110), 'credited  410', 'what is paid for while sales are off');
select set_config('test.now', '1996-02-03 17:00:00+00', true);
update app.flags set enabled = true where name = 'purchases';
update billing.prices set valid = tstzrange(lower(valid), app.now()) where id = pg_temp.price('small');
do $$ begin perform jobs.buy_waiting(1); end $$;
select set_config('test.now', '1996-02-03 18:00:00+00', true);
do $$ begin perform jobs.buy_waiting(1); end $$;
select is(
  (select status from orders where name = 'paused'), 'open',
  'waits for an offer that is missing for a moment when they begin'
);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 110, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'small';
select set_config('test.now', '1996-02-03 19:00:00+00', true);
do $$ begin perform jobs.buy_waiting(1); end $$;
select is((select status from orders where name = 'paused'), 'fulfilled', 'and is bought');
select set_config('test.now', '1996-02-01 17:00:00+00', true);

-- or while sales are off every other hour: for a day in all
select pg_temp.cart('flickers', -22, 'large', 300);
update billing.plans set active = false where code = 'large';
select is(pg_temp.pay_for('flickers+', '22', 300), 'credited  300', 'what is paid for while its plan is not sold');
do $$
begin
  for v_n in 1..60 loop
    perform set_config('test.now', (app.now() + interval '1 hour')::text, true);
    update app.flags set enabled = v_n % 2 = 0 where name = 'purchases';
    perform jobs.buy_waiting(1);
    exit when exists (select from orders as o where o.name = 'flickers' and o.status <> 'open');
  end loop;
end
$$;
select is(
  (select status from orders where name = 'flickers'), 'cancelled', 'does not begin to wait anew when sales do'
);
select ok(
  app.now() between '1996-02-02 17:00:00+00' and '1996-02-03 19:00:00+00', 'and waits for its plan for a day in all'
);
update app.flags set enabled = true where name = 'purchases';
update billing.plans set active = true where code = 'large';
select set_config('test.now', '1996-02-01 17:00:00+00', true);

-- A change of plan: its credit is money too
do $$
begin
  perform inbox._book_payment(-10, 'tap', 'cart 10a', null, 110, 'XTS');
  perform api.pay_from_balance(-10, (api.open_order(-10, pg_temp.price('small'))).order_token);
  perform set_config('test.now', '1996-02-16 13:00:00+00', true);
end
$$;
select pg_temp.cart('change', -10, 'large', 245);
select is(pg_temp.pay(-10, '10b', 244), 'credited_without_order  244', 'one short');
select is(pg_temp.pay(-10, '10c', 1), 'credited_without_order Large 0', 'and changed');
select pg_temp.cart('stale change', -9, 'small', 10);
select is((select token from tokens where name = 'stale change'), null, 'what is for later is no order to wait for');

-- Nobody is looking at a screen
select is(
  (
    select r.outcome
    from billing.receive_payment(pg_temp.who(-11), 'tap', 'cart 11a', null, 70, 'XTS') as r
  ),
  'credited_without_order',
  'money comes by another way'
);
select is(
  (
    select r.outcome
    from billing.open_topup(app.user_of(-11), 20, 'tap') as t
    cross join lateral billing.receive_payment(pg_temp.who(-11), 'tap', 'cart 11b', t.order_token, 20, 'XTS') as r
  ),
  'credited',
  'and for a top-up'
);
select set_config('test.now', '1996-02-16 13:01:00+00', true);
select pg_temp.cart('unseen', -11, 'small', 20);
select results_eq(
  $$select r.outcome, r.fulfilled_plan_title ->> 'en', r.fulfilled_ends_at, r.balance
    from billing.receive_payment(
      pg_temp.who(-11), 'tap', 'cart 11c', (select token from tokens where name = 'unseen+'), 20, 'XTS'
    ) as r$$,
  $$values ('credited'::text, 'Small'::text, '1996-03-17 13:01:00+00'::timestamptz, 0::bigint)$$,
  'and for a cart'
);
select results_eq(
  $$select r.charge, p.outcome, p.fulfilled_plan_title ->> 'en', p.fulfilled_ends_at
    from (values ('cart 11c', 20), ('cart 11a', 70)) as r (charge, amount)
    cross join lateral billing.receive_payment(pg_temp.who(-11), 'tap', r.charge, null, r.amount, 'XTS') as p$$,
  $$values
    ('cart 11c', 'repeated'::text, 'Small'::text, '1996-03-17 13:01:00+00'::timestamptz),
    ('cart 11a', 'repeated', null, null)$$,
  'a report that is repeated says again what its own money bought'
);
select results_eq(
  'select text, args from said where telegram_id = -11',
  $$values
    ('payment-credited-late'::text,
      '{"amount": {"money": 70, "currency": "XTS"}, "balance": {"money": 70, "currency": "XTS"}}'::jsonb),
    ('payment-credited',
      '{"amount": {"money": 20, "currency": "XTS"}, "balance": {"money": 90, "currency": "XTS"}}'),
    ('cart-bought',
      '{"plan": {"text": {"en": "Small"}}, "balance": {"money": 0, "currency": "XTS"},
        "ends_at": {"time": "1996-03-17T13:01:00+00:00"}}')$$,
  'the user is told each time, once'
);

-- A renewal that the balance was short for
select set_config('test.now', '1996-03-17 01:00:00+00', true);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', renewed, balance
    from inbox._book_payment(-11, 'tap', 'cart 11d', null, 120, 'XTS')$$,
  $$values ('credited_without_order'::text, null::text, true, 10::bigint)$$,
  'money that comes in time renews at once'
);
select is(
  (select ends_at from subs where n = -11), '1996-04-16 13:01:00+00'::timestamptz, 'by one period'
);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', renewed, balance
    from inbox._book_payment(-11, 'tap', 'cart 11d', null, 120, 'XTS')$$,
  $$values ('repeated'::text, null::text, true, 10::bigint)$$,
  'which is said again as well'
);
select set_config('test.now', '1996-04-16 14:00:00+00', true);
select pg_temp.cart('by hand', -11, 'small', 100);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', fulfilled_ends_at, renewed, balance
    from inbox._book_payment(-11, 'tap', 'cart 11e', null, 220, 'XTS')$$,
  $$values ('credited_without_order'::text, 'Small'::text, '1996-05-16 13:01:00+00'::timestamptz, false, 120::bigint)$$,
  'what was chosen comes first, also in the grace, and is the renewal'
);

-- Whatever is wrong with what the money is for, it has arrived
select pg_temp.cart('broken', -12, 'small', 110);
create function pg_temp.fail() returns trigger
language plpgsql
as $$ begin raise exception using errcode = current_setting('test.error'), message = 'out of order'; end $$;
create trigger fail before insert on billing.periods for each row execute function pg_temp.fail();
select set_config('test.error', 'XX001', true);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', renewed, balance
    from inbox._book_payment(-12, 'tap', 'cart 12a', (select token from tokens where name = 'broken+'), 110, 'XTS')$$,
  $$values ('credited'::text, null::text, false, 110::bigint)$$,
  'an order that cannot be fulfilled does not lose the money'
);
select results_eq(
  $$select a.action, a.actor, a.after ->> 'step', a.after ->> 'sqlstate'
    from app.audit as a where a.subject = 'user' and a.subject_id = pg_temp.who(-12) and a.action like 'payment.%'$$,
  $$values ('payment.cart_failed'::text, 'system'::text, 'cart'::text, 'XX001'::text)$$,
  'the audit says what was wrong'
);
select is((select status from orders where name = 'broken'), 'open', 'the order waits on');
select is_empty(
  $$select from ledger.transfers as t
    where t.idempotency_key = (select format('order:%s', o.id) from orders as o where o.name = 'broken')$$,
  'and nothing was charged'
);
select set_config('test.now', '1996-04-16 15:00:00+00', true);
do $$
begin
  for v_n in 1..3 loop
    perform jobs.buy_waiting(1);
    perform set_config('test.now', (app.now() + interval '10 minutes')::text, true);
  end loop;
end
$$;
select results_eq(
  $$select u.attempts, u.sqlstate from billing.unbought as u$$, $$values (4, 'XX001'::text)$$, 'the job fares no better'
);
do $$ begin perform jobs.buy_waiting(1); end $$;
select is(
  (select a.detail from jobs.alarms as a where a.name = 'orders_unbought'),
  '1 paid for and not bought, see billing.unbought and unrenewed: out of order',
  'which the admins hear'
);
select set_config('test.error', '40P01', true);
select throws_ok(
  $$select pg_temp.pay_for('broken+', '12b', 10)$$, '40P01', null,
  'a lost race is the caller''s to repeat: nothing is booked, nothing lost'
);
drop trigger fail on billing.periods;
select is(pg_temp.pay_for('broken+', '12b', 10), 'credited_without_order Small 10', 'the next money buys it as well');
select set_config('test.now', '1996-04-16 18:00:00+00', true);
do $$ begin perform jobs.buy_waiting(1); end $$;
select is_empty('select from billing.unbought', 'then there is nothing left to try');
do $$ begin perform jobs.buy_waiting(1); end $$;
select is_empty($$select from jobs.alarms where name = 'orders_unbought'$$, 'and the alarm is over');
do $$
begin
  perform inbox._book_payment(-13, 'tap', 'cart 13a', null, 110, 'XTS');
  perform api.pay_from_balance(-13, (api.open_order(-13, pg_temp.price('small'))).order_token);
  perform set_config('test.now', '1996-05-16 02:00:00+00', true);
end
$$;
set constraints all immediate;
alter table app.settings disable trigger names_in_use_stay;
delete from app.settings where name = 'grace_hours';
select is(pg_temp.pay(-13, '13b', 120), 'credited_without_order  120', 'nor does a renewal that fails lose it');
select is(
  (
    select a.after ->> 'step'
    from app.audit as a
    where a.subject_id = pg_temp.who(-13) and a.action = 'payment.cart_failed'
  ),
  'renewal',
  'which is in the audit, too'
);
select results_eq(
  'select fulfilled_order_id, renewed from billing.apply_new_funds(pg_temp.who(-14))',
  'values (null::bigint, false)',
  'where nothing waits nothing happens'
);

select * from finish();
rollback;
