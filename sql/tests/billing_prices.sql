-- What people are asked: one function for quote, order, renewal and notice, and in whose currency.
begin;
select plan(61);

\ir fixtures/clock.psql
\ir fixtures/sent.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '{"XTS": 5000}' where name = 'topup_max';
update app.settings set value = '{"XTS": [60, 500], "XYZ": [5]}' where name = 'topup_presets';
update app.settings set value = '"-infinity"' where name = 'promises_since';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
insert into billing.plans (code, title, benefits)
values ('small', '{"en": "Small"}', '{"en": "For tests"}'), ('large', '{"en": "Large"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', case p.code when 'small' then 99 else 300 end, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code in ('small', 'large')
union all
select p.id, 30, 'day', 7, 'XXX', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code = 'small';
\ir fixtures/panel.psql

\set people 6
\ir fixtures/people.psql
\ir fixtures/balances.psql
\ir fixtures/subscriptions.psql
create function pg_temp.price(p_plan text, p_currency text default 'XTS') returns bigint
language sql
as $$
  select r.price_id
  from billing.current_prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.code = p_plan and r.currency = p_currency
$$;
create function pg_temp.asked(p_n integer, p_plan text default 'small') returns billing.offers
language sql
as $$
  select o from billing.offers_to(pg_temp.who(p_n), (pg_temp.sub(p_n)).id) as o join billing.plans as p on p.id = o.plan_id where p.code = p_plan
$$;
create function pg_temp.give(p_n integer, p_amount bigint, p_currency text default 'XTS') returns void
language sql
as $$
  select ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', p_currency), -p_amount)::ledger.leg,
    (ledger.account(pg_temp.who(p_n), 'cash', p_currency), p_amount)::ledger.leg
  ])
$$;
create function pg_temp.buy(p_n integer, p_plan text default 'small', p_currency text default 'XTS') returns text
language sql
as $$
  select p.outcome
  from api.open_order(-p_n, pg_temp.price(p_plan, p_currency)) as o
  cross join lateral api.pay_from_balance(-p_n, o.order_token) as p
$$;
create function pg_temp.renew() returns integer
language sql
as $$ select (billing.renew_batch(1000)).done $$;
-- Notices as they would go out now, of one person, oldest first.
create function pg_temp.said(p_n integer) returns table (text text, amount bigint)
language sql
as $$
  select n.notice ->> 'text', (n.notice #>> '{args, amount, money}')::bigint
  from outbox.messages as m
  cross join lateral (select billing.prepare_notice(m.lane, m.payload) as notice) as n
  where m.kind = 'billing.notice' and m.lane = format('-%s', p_n) and n.notice is not null
  order by m.id
$$;
create function pg_temp.forget() returns void
language sql
as $$ delete from outbox.messages as m where m.topic = 'telegram' and m.lane ~ '^-\d$' $$;

-- Nobody has a discount
select results_eq(
  $$select user_id, price_id, list_amount, discount, amount, currency, reasons
    from billing.prices_for(
      array[pg_temp.who(2), pg_temp.who(1), pg_temp.who(1)],
      array[pg_temp.price('large'), pg_temp.price('small'), null]
    )$$,
  $$values
    (pg_temp.who(2), pg_temp.price('large'), 300::bigint, 0::bigint, 300::bigint, 'XTS', '{}'::text[]),
    (pg_temp.who(1), pg_temp.price('small'), 99, 0, 99, 'XTS', '{}'),
    (pg_temp.who(1), null, null, null, null, null, '{}')$$,
  'a row for each pair, as they were given, and everybody is asked the price'
);

-- Percent
insert into billing.personal_prices (user_id, percent, valid, reason)
values (pg_temp.who(1), 20, tstzrange('1996-01-01', '1996-03-30'), 'VIP');
select results_eq(
  'select (pg_temp.asked(1)).amount, (pg_temp.asked(1)).discount, (pg_temp.asked(1, $$large$$)).amount',
  'values (80::bigint, 19::bigint, 240::bigint)', 'percent are of every price, rounded down'
);
select is((pg_temp.asked(2)).amount, 99::bigint, 'and of one person');
select results_eq(
  $$select amount from api.prices(-1, (select id from billing.plans where code = 'small'))$$, 'values (80::bigint)',
  'screens name what he is asked'
);
select is((select from_amount from api.plans(-1) where title = 'Large'), 240::bigint, 'in lists, too');
select results_eq(
  $$select amount, discount, due, short_by from api.open_order(-1, pg_temp.price('small'))$$,
  'values (80::bigint, 19::bigint, 80::bigint, 80::bigint)', 'an order says what is taken off'
);
select results_eq(
  'select list_amount, discount, amount from billing.orders where user_id = pg_temp.who(1) order by id desc limit 1',
  'values (99::bigint, 19::bigint, 80::bigint)', 'and keeps it'
);

-- What is quoted is the price of its row, less the discount
select throws_ok(
  format(
    'insert into billing.orders (user_id, kind, price_id, list_amount, discount, amount, currency, created_at,
       expires_at)
     values (%s, ''purchase'', %s, %s, ''XTS'', ''1996-01-01'', ''1996-01-02'')',
    pg_temp.who(1), pg_temp.price('small'), b.amounts
  ), b.state, null, b.name
)
from (values
  ('99, 19, 90', '23514', 'amount is price less discount'),
  ('99, 99, 0', '23514', 'of which something is left'),
  ('80, 0, 80', '23503', 'the price is that of its row'),
  ('null, 0, 99', '23514', 'and said')
) as b (amounts, state, name);

-- What is announced is what is charged
select pg_temp.give(1, 1000), pg_temp.give(2, 1000);
select is(pg_temp.buy(1), 'fulfilled', 'it is bought');
select is(pg_temp.balance(1), 920::bigint, 'for what was asked');
select is((pg_temp.sub(1)).announced_amount, 80::bigint, 'which is what was announced for the next time');
select is((billing.next_charge(pg_temp.sub(1))).amount, 80::bigint, 'and what the profile says');
select pg_temp.heard_until('1996-02-28 12:00:00+00');
select is(pg_temp.renew(), 1, 'renewal looks three days before');
select
  results_eq('select * from pg_temp.said(1)', $$values ('renewal-announced', 80::bigint)$$, 'says what it will be');
select pg_temp.forget();
select pg_temp.heard_until('1996-03-01 12:00:00+00');
select is(pg_temp.renew(), 1, 'and a day before');
select is(pg_temp.balance(1), 840::bigint, 'charges it');
select results_eq('select * from pg_temp.said(1)', $$values ('subscription-renewed', 80::bigint)$$, 'and says so');

-- A discount that is over is a price that has risen
select pg_temp.forget();
select pg_temp.heard_until('1996-03-31 12:00:00+00');
select is(pg_temp.renew(), 1, 'a discount is over');
select is(pg_temp.balance(1), 840::bigint, 'nothing more is charged than was said');
select results_eq('select * from pg_temp.said(1)', $$values ('renewal-price-risen', 99::bigint)$$, 'it is said');
select is(
  (select (billing.notice_to_renew('price_risen', (pg_temp.sub(1)).id, 2, 99)) #>> '{args, was, money}'), '80',
  'with what it was'
);
select pg_temp.heard_until('1996-04-03 12:00:00+00');
select is(pg_temp.renew(), 1, 'three days later');
select is(pg_temp.balance(1), 741::bigint, 'it is charged');
select is_empty(
  $$select * from ops.broken_promises
    where promise ~ 'charge|taken' and subject ~ format('subscription %s\M', (pg_temp.sub(1)).id)$$,
  'and no promise is broken'
);

-- The best one counts, and what adds up beside it
insert into billing.personal_prices (
  user_id, plan_id, period_count, period_unit, amount, currency, percent, adds_up, valid, reason
)
select pg_temp.who(v.n), p.id, v.count, v.unit, v.amount, v.currency, v.percent, v.adds_up, v.valid::tstzrange, 'tap'
from (values
  (3, 'small', 30, 'day', 70, 'XTS', null, false, '[1996-01-01,)'),
  (3, null, null, null, null, null, 10, false, '[1996-01-01,)'),
  (3, 'large', 30, 'day', 500, 'XTS', null, false, '[1996-01-01,)'),
  (3, null, null, null, null, null, 90, false, '[1997-01-01,)'),
  (4, 'small', 30, 'day', 70, 'XTS', null, false, '[1996-01-01,)'),
  (4, 'small', null, null, null, null, 10, true, '[1996-01-01,)'),
  (5, null, null, null, null, null, 99, false, '[1996-01-01,)'),
  (5, 'small', null, null, null, null, 50, true, '[1996-01-01,)'),
  (6, 'small', 30, 'day', 1, 'XXX', null, false, '[1996-01-01,)'),
  (6, 'small', 1, 'month', 1, 'XTS', null, false, '[1996-01-01,)')
) as v (n, plan, count, unit, amount, currency, percent, adds_up, valid)
left join billing.plans as p on p.code = v.plan;
select is(f.amount, v.amount::bigint, v.name)
from (values
  (3, 'small', 70, 'the best of two counts'),
  (3, 'large', 270, 'one that is higher does nothing, nor one of next year'),
  (4, 'small', 61, 'one that adds up comes on top'),
  (4, 'large', 300, 'of its plan'),
  (5, 'small', 1, 'something is left to pay'),
  (5, 'large', 3, 'always'),
  (6, 'small', 99, 'another currency or length is another price')
) as v (n, plan, amount, name)
cross join lateral billing.prices_for(array[pg_temp.who(v.n)], array[pg_temp.price(v.plan)]) as f;
select results_eq(
  $$select reasons from billing.prices_for(
      array[pg_temp.who(4), pg_temp.who(3)], array[pg_temp.price('small'), pg_temp.price('small')]
    )$$,
  $$values ('{personal,personal}'::text[]), ('{personal}')$$, 'what counted is said'
);
delete from billing.personal_prices where user_id = pg_temp.who(3);

-- The old price for an old customer
select pg_temp.forget();
select pg_temp.heard_until('1996-05-01 00:00:00+00');
select pg_temp.give(3, 1000);
select is(pg_temp.buy(2), 'fulfilled', 'one buys at the old price');
select ops.change_price('small', 30, 'day', 150);
select is((pg_temp.asked(2)).amount, 150::bigint, 'a price that rises rises for all');
update billing.plans set grandfathers = true where code = 'small';
select is((pg_temp.asked(2)).amount, 99::bigint, 'unless the plan keeps it for who has it');
select is((pg_temp.asked(3)).amount, 150::bigint, 'which others have not');
select pg_temp.heard_until('1996-05-24 00:00:00+00'), pg_temp.renew();
select pg_temp.heard_until('1996-05-30 00:00:00+00'), pg_temp.renew();
select is(pg_temp.balance(2), 802::bigint, 'it is renewed at what it cost');
select pg_temp.heard_until('1996-06-29 00:00:00+00'), pg_temp.renew();
select is(pg_temp.balance(2), 703::bigint, 'and once more');
select is(pg_temp.buy(2), 'fulfilled', 'and bought by hand');
select is(pg_temp.balance(2), 604::bigint, 'at the same price');
select is_empty(
  $$select * from ops.broken_promises
    where promise ~ 'charge|taken' and subject ~ format('subscription %s\M', (pg_temp.sub(2)).id)$$,
  'and no promise is broken'
);
select is((select outcome from api.cancel(-2)), 'cancelled', 'who leaves');
select pg_temp.heard_until('1996-09-30 00:00:00+00');
select billing.expire_batch(1000);
select is((pg_temp.asked(2)).amount, 150::bigint, 'is asked what everybody is');
select is(pg_temp.buy(2), 'fulfilled', 'and comes back');
select results_eq(
  'select pg_temp.balance(2), (pg_temp.asked(2)).amount', 'values (454::bigint, 150::bigint)', 'at the price of today'
);

-- Whose currency
select is(billing.currency_of(pg_temp.who(6)), 'XTS', 'who has nothing has the shop''s currency');
select pg_temp.give(6, 100);
update app.settings set value = '"XXX"' where name = 'currency';
select is(billing.currency_of(v.who), v.currency, v.name)
from (values
  (pg_temp.who(5), 'XXX', 'also when that is another one'),
  (pg_temp.who(6), 'XTS', 'who has money keeps that of his money'),
  (pg_temp.who(2), 'XTS', 'who has something that runs that of what runs')
) as v (who, currency, name);
select results_eq(
  $$select h.balance, h.currency, p.from_amount, p.currency
    from api.home(-6) as h cross join api.plans(-6) as p where p.title = 'Small'$$,
  $$values (100::bigint, 'XTS', 150::bigint, 'XTS')$$, 'balance and offers are in it'
);
select results_eq(
  $$select t.currency, o.currency
    from api.topup_offer(-6) as o cross join billing.open_topup(app.user_of(-6), 60, 'tap') as t$$,
  $$values ('XTS', 'XTS')$$, 'and top-ups'
);
select results_eq(
  $$select t.outcome, t.min_amount, t.max_amount from billing.open_topup(app.user_of(-5), 7, 'tap') as t$$,
  $$values ('open', 7::bigint, 700::bigint)$$,
  'the limits are those of XTS: in another currency one may pay in what is sold'
);
select results_eq(
  $$select billing.topup_for(7, 'XXX'), billing.topup_for(7, 'XTS'), o.presets, p.presets
    from api.topup_offer(-5) as o cross join api.topup_offer(-6) as p$$,
  $$values (7::bigint, 50::bigint, '{}'::bigint[], '{60,500}'::bigint[])$$,
  'what is offered, too'
);
select results_eq(
  $$select b.min_amount, b.max_amount from billing.topup_bounds('XBA') as b$$,
  $$values (100::bigint, 1000000000::bigint)$$,
  'where nothing is sold, almost any amount'
);
update app.settings set value = '{"XTS": 50, "XXX": 10}' where name = 'topup_min';
select is(
  (select t.outcome from billing.open_topup(app.user_of(-5), 7, 'tap') as t), 'amount_out_of_range',
  'until the owner says what they are in it'
);
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.users set currency = 'XXX' where id = pg_temp.who(6);
select results_eq(
  $$select h.currency, p.from_amount from api.home(-6) as h cross join api.plans(-6) as p where p.title = 'Small'$$,
  $$values ('XXX', 1::bigint)$$, 'unless he chose another one'
);
update billing.personal_prices set amount = 2 where currency = 'XTS' and user_id = pg_temp.who(6);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 10, 'day', 40, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'small';
select is(
  (select p.outcome
   from billing.prices as r
   cross join lateral api.open_order(-6, r.id) as o
   cross join lateral api.pay_from_balance(-6, o.order_token) as p
   where r.period_count = 10 and r.currency = 'XTS'),
  'fulfilled', 'what he has in another one is spent on what is priced in it'
);
select is(pg_temp.balance(6), 60::bigint, 'and on nothing else');

select * from finish();
rollback;
