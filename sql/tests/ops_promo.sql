-- What owners do with promo codes and discounts, and what they see of them.
begin;
select plan(56);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = 'null' where name = 'lowest_price';
update app.settings set value = '30' where name = 'vip_percent';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
\set price 100
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 9
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
create function pg_temp.price() returns bigint
language sql
as $$
  select r.price_id
  from billing.current_prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.code = 'tap' and r.currency = 'XTS'
$$;
create function pg_temp.asked(p_n integer, p_automatic boolean default false) returns text
language sql
as $$
  select format('%s %s', f.amount, array_to_string(f.reasons, ','))
  from billing.prices_for(
    array[pg_temp.who(p_n)], array[pg_temp.price()], p_automatic,
    array(select s.id from billing.subscriptions as s where s.user_id = pg_temp.who(p_n))
  ) as f
$$;
create function pg_temp.buy(p_n integer) returns text
language sql
as $$
  select p.outcome
  from inbox._book_payment(-p_n, 'tap', format('promo %s', gen_random_uuid()), null, 100, 'XTS') as m
  cross join lateral api.open_order(-p_n, pg_temp.price()) as o
  cross join lateral api.pay_from_balance(-p_n, o.order_token) as p
$$;

-- Discounts of one person
select is(ops.set_discount(pg_temp.who(1), 15, 'a regular') ->> 'outcome', 'set', 'a discount');
select is(pg_temp.asked(1), '85 personal', 'is taken off');
select is(pg_temp.asked(1, true), '85 personal', 'renewals, too');
select is(pg_temp.asked(2), '100 ', 'of one person');
select is(
  ops.set_discount(pg_temp.who(1), 25, 'more', app.now() + interval '7 days') ->> 'outcome', 'set', 'a new one'
);
select is(pg_temp.asked(1), '75 personal', 'replaces it');
select is(
  ops.set_discount(v.user_id, v.percent, 'x', v.until::timestamptz) ->> 'why', v.why, v.name
)
from (values
  (-1::bigint, 10, null, 'there is no such user: ops.find_user() finds one', 'of somebody'),
  (pg_temp.who(1), 0, null, 'percent are 1 to 99', 'of some percent'),
  (pg_temp.who(1), 10, '1996-01-01', 'it would be over already', 'in the future')
) as v (user_id, percent, until, why, name);
select throws_ok(format('select ops.set_discount(%s, 5, '' '')', pg_temp.who(1)), 'TK061', null, 'and for a reason');
select is(ops.set_vip(pg_temp.who(1), 'a friend') ->> 'percent', '30', 'a VIP pays less');
select is(pg_temp.asked(1), '70 vip', 'and the best one counts');
select is(ops.remove_vip(pg_temp.who(1), 'no more') ->> 'outcome', 'removed', 'who is one no more');
select is(pg_temp.asked(1), '75 personal', 'has what he had');
select is(ops.remove_vip(pg_temp.who(1), 'no more') ->> 'outcome', 'no_discount', 'and nothing else');
select results_eq(
  $$select kind, percent, is_valid from ops.discounts where user_id = pg_temp.who(1) order by id$$,
  $$values ('personal', 25, true)$$, 'operators see it; what held for no time is gone'
);
select is(ops.remove_discount(pg_temp.who(1), 'asked for it') ->> 'outcome', 'removed', 'it is removed');
select is(pg_temp.asked(1), '100 ', 'then the price is that of everybody');
select set_config('test.now', '1996-02-02 12:00:00+00', true);
select ops.set_discount(pg_temp.who(1), 10, 'again');
select set_config('test.now', '1996-02-03 12:00:00+00', true);
select ops.set_discount(pg_temp.who(1), 20, 'and again');
select results_eq(
  $$select percent, is_valid, valid_until from ops.discounts where user_id = pg_temp.who(1) order by id$$,
  $$values (10, false, '1996-02-03 12:00:00+00'::timestamptz), (20, true, null)$$, 'what held stays for the history'
);
select is(
  (
    select count(*) from app.audit
    where subject = 'personal_price' and after ->> 'user_id' = pg_temp.who(1)::text and actor ~ '^owner:'
  ) >= 4, true, 'each is audited'
);
select is(
  (select app.data_of(pg_temp.who(1)) #>> '{discounts,1,reason}'), 'and again', 'and its person can read why'
);

-- Old prices of old customers
update billing.plans set grandfathers = true where code = 'tap';
select is(pg_temp.buy(2), 'fulfilled', 'one buys');
select ops.change_price('tap', 30, 'day', 150);
select is(pg_temp.asked(2, true), '100 old_price', 'and keeps the price');
select results_eq(
  $$select plan, kept_amount, current_amount, renewal_amount from ops.kept_prices where user_id = pg_temp.who(2)$$,
  $$values ('tap', 100::bigint, 150::bigint, 100::bigint)$$, 'which operators see'
);
select is((select amount from billing.next_charge(pg_temp.sub(2))), 100::bigint, 'and his profile says');
select set_config('test.now', '1996-03-03 12:00:00+00', true);
select inbox._book_payment(-2, 'tap', 'old price', null, 100, 'XTS');
select billing.renew_batch(1000);
select set_config('test.now', '1996-03-03 18:00:00+00', true);
select billing.renew_batch(1000);
select is((pg_temp.sub(2)).period_number, 2, 'it is renewed');
select is(billing.balance_of(pg_temp.who(2), 'XTS'), 0::bigint, 'at that price');
update app.settings set value = '{"XTS": 120}' where name = 'lowest_price';
select results_eq(
  $$select kept_amount, renewal_amount from ops.kept_prices where user_id = pg_temp.who(2)$$,
  $$values (100::bigint, 120::bigint)$$, 'the lowest price is one for all'
);
update app.settings set value = 'null' where name = 'lowest_price';
update billing.plans set grandfathers = false where code = 'tap';
select ops.change_price('tap', 30, 'day', 100);

-- Codes for one use each
create temporary table made as select m.code from ops.make_codes('ad', 50, 'percent', 20, 'an ad') as m;
select is((select count(distinct code) from made where code ~ '^AD[A-HJ-NP-Z2-9]{10}$'), 50::bigint, 'a batch');
select is((select count(*) from ops.codes where batch = 'AD' and max_uses = 1 and is_usable), 50::bigint, 'is listed');
select is(
  (select e.outcome from api.enter_promo(-3, (select min(m.code) from made as m)) as e), 'chosen', 'one is used'
);
select is(pg_temp.buy(3), 'fulfilled', 'to buy');
select is(
  (select outcome from api.enter_promo(-4, (select code from ops.codes where batch = 'AD' and redeemed = 1))),
  'refused', 'and by nobody else'
);
select throws_ok($$select ops.make_codes('ad', 0, 'percent', 20, 'x')$$, 'TK066', null, 'a batch has some');
select throws_ok($$select ops.make_codes('no', 5, 'percent', 200, 'x')$$, 'TK066', null, 'that can be');
select throws_ok(
  $$select ops.make_codes('ad', 5, 'percent', 30, 'x')$$, 'TK066',
  'codes with the prefix AD were made before; choose another prefix', 'under a prefix of its own'
);
select is((select count(*) from ops.codes where batch = 'AD'), 50::bigint, 'or makes none');
select is(ops.retire_code('ad') ->> 'codes', '50', 'it is withdrawn by its prefix');
select throws_ok(
  $$select ops.make_codes('ad', 5, 'percent', 30, 'x')$$, 'TK066', null, 'which no later one gets'
);
select is(ops.retire_code('ad') ->> 'outcome', 'no_such_code', 'once');

-- What a code has brought
select ops.create_code('SOLD', 'percent', 20, 'tap', p_renewals => 1);
select outcome from api.enter_promo(-5, 'SOLD');
select is(pg_temp.buy(5), 'fulfilled', 'a purchase');
select results_eq(
  $$select redeemed, reserved, revenue, discount from ops.codes where code = 'SOLD'$$,
  $$values (1::bigint, 0::bigint, 80::bigint, 20::bigint)$$, 'is revenue, and a discount'
);
select ops.refund(pg_temp.who(5), 1, 'tap', p_amount => 40);
select results_eq(
  $$select revenue, discount from ops.codes where code = 'SOLD'$$, $$values (40::bigint, 10::bigint)$$,
  'of which refunds are taken off'
);
select is(pg_temp.asked(5, true), '80 promo_code', 'the renewal is still cheaper');
select ops.refund(pg_temp.who(5), 1, 'tap');
select is(pg_temp.asked(5, true), '100 ', 'until all was refunded');
select is(pg_temp.asked(5), '100 ', 'the use stays used');
select is(ops.return_code_use(pg_temp.who(5), 'sold', 'sorry') ->> 'outcome', 'returned', 'unless an operator');
select is(pg_temp.asked(5), '80 promo_code', 'gives it back');
select is(ops.return_code_use(pg_temp.who(5), 'sold', 'sorry') ->> 'outcome', 'not_used', 'once');

-- Nobody pays for our faults
select ops.create_code('FAULT', 'percent', 20, 'tap', p_max_uses => 1);
select outcome from api.enter_promo(-6, 'FAULT');
select is(pg_temp.buy(6), 'fulfilled', 'what was bought with a code');
select billing.refund_period(
  (pg_temp.sub(6)).id, 1, 80, format('undelivered:%s:1', (pg_temp.sub(6)).id), 'system', 'not delivered'
);
select billing.settle_promo(10);
select is(pg_temp.asked(6), '80 promo_code', 'and not delivered gives it back');

-- Who leaves is forgotten, and how often a code was used is not
select ops.create_code('LEAVE', 'percent', 20, 'tap');
select outcome from api.enter_promo(-7, 'NONE');
select outcome from api.enter_promo(-7, 'LEAVE');
select is(
  (select app.data_of(pg_temp.who(7)) #>> '{promo_codes,chosen,code}'), 'LEAVE', 'a choice is in the data of its person'
);
select is(pg_temp.buy(7), 'fulfilled', 'who has bought with a code');
select outcome from api.enter_promo(-7, 'FAULT');
select is(app.erase_identity(pg_temp.who(7)), true, 'and deletes his account');
select results_eq(
  $$select
      (select count(*) from billing.promo_choices where user_id = pg_temp.who(7)),
      (select count(*) from billing.promo_attempts where user_id = pg_temp.who(7)),
      (select count(*) from billing.promo_uses where user_id = pg_temp.who(7) and state = 'redeemed')$$,
  'values (0::bigint, 0::bigint, 1::bigint)', 'leaves the use'
);
select is_empty($$select * from ops.violations where invariant ~ '^codes'$$, 'and all is well');

select * from finish();
rollback;
