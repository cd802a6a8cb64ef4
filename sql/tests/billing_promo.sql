-- Promo codes: who may use one, what it gives, and that each use has its payment.
begin;
select plan(100);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '{"XTS": 5000}' where name = 'topup_max';
update app.settings set value = '"small"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = 'null' where name = 'lowest_price';
update app.settings set value = '100' where name = 'promo_attempts';
update app.settings set value = '3' where name = 'subscriptions_per_user';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
insert into billing.plans (code, title, benefits)
values ('small', '{"en": "Small"}', '{"en": "For tests"}'), ('large', '{"en": "Large"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, v.count, 'day', v.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('small', 30, 100), ('small', 90, 270), ('large', 30, 300)) as v (plan, count, amount)
join billing.plans as p on p.code = v.plan;
\ir fixtures/panel.psql

\set people 40
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
create function pg_temp.price(p_plan text default 'small', p_count integer default 30) returns bigint
language sql
as $$
  select r.price_id
  from billing.current_prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.code = p_plan and r.period_count = p_count and r.currency = 'XTS'
$$;
create function pg_temp.asked(p_n integer, p_plan text default 'small', p_count integer default 30) returns bigint
language sql
as $$
  select o.amount from billing.offers_to(pg_temp.who(p_n)) as o where o.price_id = pg_temp.price(p_plan, p_count)
$$;
-- Money from outside.
create function pg_temp.pay(p_n integer, p_amount bigint, p_token uuid default null) returns text
language sql
as $$
  select p.outcome
  from inbox._book_payment(-p_n, 'tap', format('promo %s', gen_random_uuid()), p_token, p_amount, 'XTS') as p
$$;
create function pg_temp.enter(p_n integer, p_code text, p_request uuid default null) returns text
language sql
as $$ select coalesce(nullif(e.outcome, 'given'), e.kind) from api.enter_promo(-p_n, p_code, p_request) as e $$;
create function pg_temp.order(p_n integer, p_plan text default 'small', p_count integer default 30) returns uuid
language sql
as $$ select o.order_token from api.open_order(-p_n, pg_temp.price(p_plan, p_count)) as o $$;
create function pg_temp.buy(p_n integer, p_plan text default 'small', p_count integer default 30) returns text
language sql
as $$ select p.outcome from api.pay_from_balance(-p_n, pg_temp.order(p_n, p_plan, p_count)) as p $$;
create function pg_temp.uses(p_code text) returns text
language sql
as $$
  select format(
    '%s: %s', max(c.uses), string_agg(u.state, ' ' order by u.id)
  )
  from billing.promo_codes as c
  left join billing.promo_uses as u on u.code_id = c.id
  where c.code = p_code and c.retired_at is null
$$;
create function pg_temp.code(p_code text, p_kind text, p_value bigint, p_more jsonb default '{}') returns text
language sql
as $$
  select coalesce(c.c ->> 'why', c.c ->> 'outcome')
  from (
    select ops.create_code(
      p_code, p_kind, p_value, 'tap', (p_more ->> 'until')::timestamptz, (p_more ->> 'max')::integer,
      coalesce((p_more ->> 'each')::integer, 1), coalesce(p_more ->> 'audience', 'all'),
      case when p_more ? 'plans' then array(select jsonb_array_elements_text(p_more -> 'plans')) end,
      case when p_more ? 'lengths' then array(select jsonb_array_elements_text(p_more -> 'lengths')) end,
      coalesce((p_more ->> 'first')::boolean, false), (p_more ->> 'min')::bigint,
      coalesce((p_more ->> 'adds')::boolean, false), coalesce((p_more ->> 'renewals')::integer, 0)
    ) as c
  ) as c
$$;

-- What a code may be
select is(pg_temp.code(v.code, v.kind, v.value, v.more::jsonb), v.says, v.name)
from (values
  ('ab', 'percent', 10, '{}', 'a code has 3 to 32 letters and digits', 'a code is not too short'),
  ('a-b-c', 'percent', 10, '{}', 'a code has 3 to 32 letters and digits', 'nor made of anything else'),
  ('ABC', 'percent', 100, '{}', 'percent are 1 to 99', 'something is left to pay'),
  ('ABC', 'gift', 1, '{}', 'the kind is percent, amount, days, balance or trial', 'kinds are known'),
  ('ABC', 'balance', 0, '{}', 'an amount is above zero, in minor units', 'money is some'),
  ('ABC', 'percent', 5, '{"until": "1996-01-01"}', 'it would be over already', 'it is not over before it begins'),
  ('ABC', 'percent', 5, '{"plans": ["none"]}', 'a plan is not known: see billing.plans', 'plans are known'),
  ('ABC', 'percent', 5, '{"lengths": ["a year"]}', 'lengths are such as {"30 day","3 month"}', 'and lengths'),
  ('ABC', 'days', 5, '{"renewals": 2}',
    'plans, lengths, min_amount, adds_up and renewals are for codes that lower a price',
    'days are given as they are'),
  ('ABC', 'trial', 5, '{"audience": "paid"}',
    'a trial is for people without a subscription: the audience is all or new',
    'a trial is for who has nothing'),
  (' abc ', 'percent', 30, '{"max": 2}', 'created', 'small letters are capitals'),
  ('ABC', 'percent', 20, '{}', 'the code ABC is in use; ops.retire_code() ends it', 'a code is there once')
) as v (code, kind, value, more, says, name);

-- A code that lowers prices
select is(pg_temp.enter(1, ' abc '), 'chosen', 'who enters it has chosen it');
select is(pg_temp.asked(1), 70::bigint, 'and is asked less');
select is(pg_temp.asked(1, 'large'), 210::bigint, 'for everything');
select is(pg_temp.asked(2), 100::bigint, 'which others are not');
select results_eq(
  $$select amount, list_amount, reasons from api.prices(-1, (select id from billing.plans where code = 'large'))$$,
  $$values (210::bigint, 300::bigint, '{promo_code}'::text[])$$, 'screens name both prices, and why'
);
create temporary table held as select pg_temp.order(1) as token;
select results_eq(
  'select list_amount, discount, amount from billing.orders as o join held as h using (token)',
  'values (100::bigint, 30::bigint, 70::bigint)', 'an order is quoted with it'
);
select is(pg_temp.uses('ABC'), '1: reserved', 'and reserves a use');
select lives_ok('select pg_temp.order(1, ''large'')', 'who looks at another plan');
select is(pg_temp.uses('ABC'), '1: reserved', 'takes the use along');
select pg_temp.pay(1, 70);
select is(
  (select p.outcome from held as h, api.pay_from_balance(-1, h.token) as p), 'fulfilled', 'the first order is paid'
);
select is(pg_temp.uses('ABC'), '1: redeemed', 'which redeems it');
select is(billing.balance_of(pg_temp.who(1), 'XTS'), 0::bigint, 'at the price that was quoted');
select is(pg_temp.asked(1), 100::bigint, 'then prices are those of everybody');
select is(pg_temp.enter(1, 'ABC'), 'refused', 'nobody uses it more often than he may');
select is((pg_temp.sub(1)).announced_amount, 100::bigint, 'the renewal is announced at the price without it');
select is(
  (select amount from billing.next_charge(pg_temp.sub(1))), 100::bigint, 'and will cost that'
);

-- The last use
select is(pg_temp.enter(2, 'ABC') || pg_temp.enter(3, 'ABC'), 'chosenchosen', 'two have chosen it');
select ok(pg_temp.order(2) is not null, 'one orders');
select is(pg_temp.asked(3), 100::bigint, 'and the other is asked the price of everybody');
select is(
  (select discount from api.open_order(-3, pg_temp.price())), 0::bigint, 'and quoted it'
);
select is(pg_temp.enter(4, 'abc'), 'refused', 'a third one is refused');
select pg_temp.at('1996-02-01 12:31:00+00');
select is((billing.settle_promo(100)).done, 1, 'the order lapses');
select is(pg_temp.uses('ABC'), '1: redeemed', 'and gives its use back');
select is(pg_temp.asked(3), 70::bigint, 'which the other can have');
select ok(pg_temp.order(3) is not null, 'who orders');
create temporary table late as
select o.token, o.id from billing.orders as o where o.user_id = pg_temp.who(2) and o.status = 'open';

-- Money for an order that has lapsed
select is(pg_temp.enter(2, 'ABC'), 'refused', 'the use is gone');
select pg_temp.code('LATE', 'percent', 50, '{"max": 1}'), pg_temp.enter(5, 'LATE'), pg_temp.enter(6, 'LATE');
create temporary table carts as
select n.n, o.order_token as cart, t.order_token as topup
from (values (5)) as n (n)
cross join lateral api.open_order(-n.n, pg_temp.price()) as o
cross join lateral billing.open_topup(app.user_of(-n.n), 50, 'tap', o.order_token) as t;
select pg_temp.at('1996-02-01 13:30:00+00'), billing.settle_promo(100);
select is(pg_temp.uses('LATE'), '0: ', 'an order that waits for money lapses');
select is((select pg_temp.pay(c.n, 50, c.topup) from carts as c), 'credited_without_order', 'the money comes late');
select is(
  (select o.status || o.amount from billing.orders as o join carts as c on c.cart = o.token), 'fulfilled50',
  'and buys at the price that was quoted'
);
select is(pg_temp.uses('LATE'), '1: redeemed', 'with a use that could be had');
select pg_temp.code('GONE', 'percent', 50, '{"max": 1}'), pg_temp.enter(7, 'GONE'), pg_temp.enter(8, 'GONE');
delete from carts;
insert into carts
select n.n, o.order_token as cart, t.order_token as topup
from (values (7)) as n (n)
cross join lateral api.open_order(-n.n, pg_temp.price()) as o
cross join lateral billing.open_topup(app.user_of(-n.n), 50, 'tap', o.order_token) as t;
select pg_temp.at('1996-02-01 14:30:00+00'), billing.settle_promo(100);
select ok(pg_temp.order(8) is not null, 'another has taken the last use');
select pg_temp.pay(c.n, 50, c.topup) from carts as c;
select is(
  (select o.status from billing.orders as o join carts as c on c.cart = o.token), 'cancelled', 'then nothing is bought'
);
select is(billing.balance_of(pg_temp.who(7), 'XTS'), 50::bigint, 'and the money is there');
select is(pg_temp.uses('GONE'), '1: reserved', 'the other keeps the use');

-- Whom a code is for, and what
select
  pg_temp.code('NEWS', 'percent', 10, '{"audience": "new"}'),
  pg_temp.code('FIRST', 'percent', 10, '{"first": true}'),
  pg_temp.code('PAID', 'percent', 10, '{"audience": "paid"}'),
  pg_temp.code('SUBS', 'percent', 10, '{"audience": "subscribers"}'),
  pg_temp.code('LARGE', 'amount', 120, '{"plans": ["large"]}'),
  pg_temp.code('LONG', 'percent', 10, '{"lengths": ["90 day"]}'),
  pg_temp.code('MUCH', 'percent', 10, '{"min": 200}'), pg_temp.code('SHORT', 'percent', 10, '{"until": "1996-02-02"}');
select is(pg_temp.enter(v.n, v.code), v.outcome, v.name)
from (values
  (1, 'NEWS', 'refused', 'who has paid is not new'),
  (7, 'NEWS', 'refused', 'nor who has paid in'),
  (9, 'NEWS', 'chosen', 'who never paid is'),
  (1, 'FIRST', 'refused', 'who has bought does not buy for the first time'),
  (7, 'FIRST', 'chosen', 'who has paid in does'),
  (9, 'PAID', 'refused', 'who never paid has not paid'),
  (1, 'PAID', 'chosen', 'who has keeps it'),
  (9, 'SUBS', 'refused', 'nothing runs'),
  (1, 'SUBS', 'chosen', 'something does'),
  (9, 'SHORT', 'chosen', 'in time')
) as v (n, code, outcome, name);
select pg_temp.enter(10, 'LARGE'), pg_temp.enter(11, 'LONG'), pg_temp.enter(12, 'MUCH');
select is(array[pg_temp.asked(10), pg_temp.asked(10, 'large')], array[100, 180]::bigint[], 'an amount off one plan');
select is(array[pg_temp.asked(11), pg_temp.asked(11, 'small', 90)], array[100, 243]::bigint[], 'one length');
select is(array[pg_temp.asked(12), pg_temp.asked(12, 'large')], array[100, 270]::bigint[], 'from an amount on');
select pg_temp.at('1996-02-02 00:00:00+00');
select is(pg_temp.asked(9), 100::bigint, 'and until its end');
select is(pg_temp.enter(13, 'SHORT'), 'refused', 'then it is over');
select is(pg_temp.code('SHORT', 'percent', 20), 'created', 'and its name is free');

-- The best discount, what adds up, and the lowest price
insert into billing.personal_prices (user_id, percent, valid, reason)
values (pg_temp.who(14), 40, '[1996-01-01,)', 'tap');
select pg_temp.code('PLUS', 'percent', 10, '{"adds": true}'), pg_temp.enter(14, 'SHORT');
select is(pg_temp.asked(14), 60::bigint, 'a better discount counts');
select is(
  (select '{promo_code}' && o.reasons from api.open_order(-14, pg_temp.price()) as o), false,
  'and no code is used for nothing'
);
select pg_temp.enter(14, 'PLUS');
select is(pg_temp.asked(14), 50::bigint, 'one that adds up comes on top');
update app.settings set value = '{"XTS": 64, "XXX": 5}' where name = 'lowest_price';
select is(pg_temp.asked(14), 64::bigint, 'no discount goes below the lowest price');
select is(pg_temp.asked(14, 'large'), 150::bigint, 'above which nothing changes');
update app.settings set value = '{"XTS": 200}' where name = 'lowest_price';
select is(pg_temp.asked(14), 100::bigint, 'a price that is below it stays');
update app.settings set value = 'null' where name = 'lowest_price';
select throws_ok(
  $$update app.settings set value = '{"XTS": 0}' where name = 'lowest_price'$$, 'TK063', null, 'it is some'
);
select throws_ok($$update app.settings set value = '64' where name = 'lowest_price'$$, 'TK063', null, 'in a currency');

-- Renewals that a code makes cheaper
select pg_temp.code('TWICE', 'percent', 20, '{"renewals": 2}'), pg_temp.enter(15, 'TWICE'), pg_temp.pay(15, 1000);
select is(pg_temp.buy(15), 'fulfilled', 'a purchase with renewals');
select is((pg_temp.sub(15)).announced_amount, 80::bigint, 'of which the first is announced');
create function pg_temp.renew(p_days integer) returns bigint
language sql
as $$
  select pg_temp.at(app.now() + make_interval(days => p_days - 4)), billing.renew_batch(1000);
  select pg_temp.at(app.now() + interval '3 days'), billing.renew_batch(1000);
  select pg_temp.at(app.now() + interval '1 day'), billing.renew_batch(1000);
  select billing.balance_of(pg_temp.who(15), 'XTS')
$$;
select is(pg_temp.renew(30), 840::bigint, 'renewed at it');
select is(pg_temp.renew(30), 760::bigint, 'twice');
select is((select amount from billing.next_charge(pg_temp.sub(15))), 100::bigint, 'and then no more');

-- Money, days and a trial, at once
select
  pg_temp.code('BONUS', 'balance', 40, '{"max": 2}'),
  pg_temp.code('WEEK', 'days', 7),
  pg_temp.code('TRY', 'trial', 240),
  pg_temp.code('BACK', 'balance', 30, '{"audience": "paid"}'),
  pg_temp.code('BACKDAYS', 'days', 5, '{"audience": "paid"}');
select is(pg_temp.enter(16, 'bonus', '00000000-0000-0000-0000-000000000001'), 'balance', 'money');
select is(
  pg_temp.enter(16, 'bonus', '00000000-0000-0000-0000-000000000001'), 'balance', 'asked again, the same answer'
);
select is(pg_temp.enter(16, 'bonus', '00000000-0000-0000-0000-000000000002'), 'refused', 'and once');
select is(billing.bonus_of(pg_temp.who(16), 'XTS'), 40::bigint, 'it is a bonus');
select results_eq(
  $$select cause, amount, reason from billing.statement(pg_temp.who(16))$$, $$values ('promo', 40::bigint, 'BONUS')$$,
  'and history says where it is from'
);
select is(pg_temp.enter(16, 'TRY'), 'trial', 'a trial');
select is((pg_temp.sub(16)).ends_at, app.now() + interval '10 days', 'of its own length');
select is(pg_temp.enter(16, 'WEEK'), 'days', 'days');
select is((pg_temp.sub(16)).ends_at, app.now() + interval '17 days', 'follow what runs');
select is(pg_temp.enter(17, 'WEEK'), 'days', 'who has nothing');
select is((pg_temp.sub(17)).ends_at, app.now() + interval '7 days', 'begins with them');
select is(pg_temp.enter(17, 'TRY'), 'refused', 'a trial is for who had nothing');

-- Led on by a second tap
select is(pg_temp.enter(19, null), 'nothing', 'who came with no code tries none');
select is_empty(
  'select from billing.promo_attempts where user_id = pg_temp.who(19)', 'and has used up no attempt'
);
select is(
  pg_temp.enter(19, 'BONUS', '00000000-0000-0000-0000-000000000019') || pg_temp.enter(19, null), 'balancebalance',
  'what a code gave a moment ago is said again'
);
select is(billing.bonus_of(pg_temp.who(19), 'XTS'), 40::bigint, 'and not given again');
select pg_temp.at(app.now() + interval '11 minutes');
select is(
  pg_temp.enter(19, null, '00000000-0000-0000-0000-000000000019') || pg_temp.enter(19, null), 'balancenothing',
  'later only to the tap that was not answered'
);
select ops.create_code('TAP50', 'percent', 10, 'tests');
select is(pg_temp.enter(19, 'tap۵٠') || pg_temp.enter(19, null), 'chosenchosen', 'whatever keyboard writes it');

-- Refunds take back what they gave
select pg_temp.pay(18, 100), pg_temp.buy(18);
select is(pg_temp.enter(18, 'BACK') || pg_temp.enter(18, 'BACKDAYS'), 'balancedays', 'a code for who has paid');
select is(
  ops.refund(pg_temp.who(18), 1, 'tap') ->> 'outcome', 'refunded', 'who gets all back'
);
select is(billing.bonus_of(pg_temp.who(18), 'XTS'), 0::bigint, 'keeps no bonus of it');
select is((billing.settle_promo(100)).done >= 1, true, 'the job');
select ok((pg_temp.sub(18)).ends_at <= app.now(), 'takes the days');
select results_eq(
  $$select m.payload ->> 'text', (m.payload #>> '{args, amount, money}')::bigint, m.payload #>> '{args, runs}'
    from outbox.messages as m
    join app.telegram_identities as i on i.telegram_id::text = m.lane
    where i.user_id = pg_temp.who(18) and m.payload ->> 'text' ~ '^promo-' order by m.id$$,
  $$values ('promo-bonus-taken-back', 30::bigint, 'yes'), ('promo-time-taken-back', null, 'no')$$,
  'and he is told of both'
);
select is_empty($$select * from ops.violations where invariant ~ '^codes'$$, 'and all is well');

select * from finish();
rollback;
