-- Promo codes where they meet other things: several subscriptions, the lowest price, deleted accounts, payments that
-- wait and refunds.
begin;
select plan(44);
\set people 16
\ir fixtures/growth.psql

create function pg_temp.code(p_code text, p_kind text, p_value bigint, p_more jsonb default '{}') returns text
language sql
as $$
  select ops.create_code(
    p_code, p_kind, p_value, 'tap', p_audience => coalesce(p_more ->> 'audience', 'all'),
    p_first_only => coalesce((p_more ->> 'first')::boolean, false), p_max_uses => (p_more ->> 'max')::integer,
    p_adds_up => coalesce((p_more ->> 'adds')::boolean, false),
    p_renewals => coalesce((p_more ->> 'renewals')::integer, 0)
  ) ->> 'outcome'
$$;
create function pg_temp.enter(p_n integer, p_code text) returns text
language sql
as $$ select e.outcome from api.enter_promo(-p_n, p_code) as e $$;
create function pg_temp.asked(p_n integer, p_plan text default 'small') returns text
language sql
as $$
  select format('%s %s', f.amount, array_to_string(f.reasons, ','))
  from billing.prices_for(array[pg_temp.id(p_n)], array[pg_temp.price(p_plan)]) as f
$$;
create function pg_temp.uses(p_code text) returns text
language sql
as $$
  select format('%s: %s', max(c.uses), string_agg(u.state || ' ' || u.renewals_left, ', ' order by u.id))
  from billing.promo_codes as c
  left join billing.promo_uses as u on u.code_id = c.id
  where c.code = p_code
$$;
create function pg_temp.charged(p_n integer, p_nth integer) returns bigint[]
language sql
as $$
  select array_agg(p.charged order by p.number)
  from billing.paid_periods as p
  where p.subscription_id = (pg_temp.sub(p_n, p_nth)).id
$$;

-- A promise belongs to the subscription that was bought with the code.
select pg_temp.code('PROMISE', 'percent', 20, '{"renewals": 1}');
select pg_temp.pay(1, 1000);
select is(pg_temp.buy(1), 'fulfilled', 'a subscription without a code');
select pg_temp.goes_on('1 day');
select pg_temp.enter(1, 'PROMISE');
select is(pg_temp.buy(1, p_new => true), 'fulfilled', 'and one of the same plan and length with it');
select is(
  (select array_agg(c.amount order by s.id) from billing.subscriptions as s
   cross join lateral billing.next_charge(s) as c where s.user_id = pg_temp.id(1)),
  '{100,80}', 'what renewal costs is said of each for itself'
);
select is((pg_temp.sub(1, 2)).announced_amount, 80::bigint, 'and was announced with the purchase');
select pg_temp.goes_on('29 days');
select pg_temp.work('renew_due');
select is(pg_temp.charged(1, 1), '{100,100}', 'the first one renews first, and at the full price');
select is(pg_temp.uses('PROMISE'), '1: redeemed 1', 'which uses up no promise');
select pg_temp.goes_on('1 day');
select pg_temp.work('renew_due');
select is(pg_temp.charged(1, 2), '{80,80}', 'the other has what its code promised');
select is(pg_temp.uses('PROMISE'), '1: redeemed 0', 'once');
select pg_temp.goes_on('30 days');
select pg_temp.work('renew_due');
select is((pg_temp.sub(1, 2)).period_number, 2, 'the full price is announced again before it is charged');

-- A renewal that was not delivered gives the promise back to its own subscription only.
select pg_temp.code('AGAIN', 'percent', 20, '{"renewals": 1}');
select pg_temp.pay(2, 1000);
select pg_temp.enter(2, 'AGAIN');
select pg_temp.buy(2);
select pg_temp.buy(2, p_new => true);
select pg_temp.goes_on('29 days 1 hour');
select pg_temp.work('renew_due', 'renew_due');
select is(pg_temp.uses('AGAIN'), '1: redeemed 0', 'the promise is used');
create function pg_temp.undelivered(p_id bigint, p_amount bigint) returns bigint
language sql
as $$ select billing.refund_period(p_id, 2, p_amount, format('undelivered:%s:2', p_id), 'system', 'x') $$;
select pg_temp.undelivered((pg_temp.sub(2, 2)).id, 100);
select is(pg_temp.uses('AGAIN'), '1: redeemed 0', 'one of another subscription that was not delivered changes nothing');
select pg_temp.undelivered((pg_temp.sub(2, 1)).id, 80);
select is(pg_temp.uses('AGAIN'), '1: redeemed 1', 'and one of its own gives it back');

-- Where the lowest price leaves a code no effect, none is used.
update app.settings set value = '{"XTS": 64}' where name = 'lowest_price';
select ops.set_discount(pg_temp.id(3), 30, 'tap');
select pg_temp.code('FORTY', 'percent', 40);
select pg_temp.enter(3, 'FORTY');
select is(pg_temp.asked(3), '64 promo_code', 'a code that takes a little more off down to the lowest price counts');
select ops.set_discount(pg_temp.id(3), 36, 'tap');
select is(pg_temp.asked(3), '64 personal', 'one that takes no more off does not, whatever it says');
select pg_temp.pay(3, 500);
select is(pg_temp.buy(3), 'fulfilled', 'a purchase');
select is(pg_temp.uses('FORTY'), '0: ', 'leaves it to its person');
select is(pg_temp.asked(3, 'large'), '180 promo_code', 'for where it takes something off');

select pg_temp.code('ONTOP', 'percent', 20, '{"adds": true}');
select ops.set_discount(pg_temp.id(4), 30, 'tap');
select pg_temp.enter(4, 'ONTOP');
select is(pg_temp.asked(4), '64 personal,promo_code', 'a code on top counts as far as the lowest price lets it');
select ops.set_discount(pg_temp.id(4), 50, 'tap');
select is(pg_temp.asked(4), '64 personal', 'and not at all below it');
insert into billing.personal_prices (user_id, kind, percent, valid, reason, adds_up)
values (pg_temp.id(5), 'personal', 20, tstzrange(app.now(), null), 'tap', true);
select ops.set_discount(pg_temp.id(5), 25, 'tap');
select pg_temp.enter(5, 'FORTY');
select is(pg_temp.asked(5), '64 personal,personal', 'it is compared with what others take off together');

-- A promised renewal that the lowest price leaves no effect is not counted.
update app.settings set value = 'null' where name = 'lowest_price';
select pg_temp.code('LATER', 'percent', 20, '{"renewals": 1}');
select pg_temp.pay(6, 500);
select pg_temp.enter(6, 'LATER');
select pg_temp.buy(6);
update app.settings set value = '{"XTS": 100}' where name = 'lowest_price';
update billing.subscriptions set announced_amount = 100 where user_id = pg_temp.id(6);
select pg_temp.goes_on('29 days 1 hour');
select pg_temp.work('renew_due');
select is(pg_temp.charged(6, 1), '{80,100}', 'a renewal at the lowest price');
select is(pg_temp.uses('LATER'), '1: redeemed 1', 'uses up no promise');
update app.settings set value = 'null' where name = 'lowest_price';

-- Deleting the account makes nobody new, with a subscription or without.
select pg_temp.code('GIFTS', 'percent', 50, '{"first": true}');
select pg_temp.code('TWICE', 'percent', 50);
select pg_temp.code('NEWS', 'percent', 50, '{"audience": "new"}');
select pg_temp.code('FIRST', 'percent', 50, '{"first": true}');
select pg_temp.code('COINS', 'balance', 70);
select pg_temp.pay(7, 200);
select pg_temp.enter(7, 'TWICE');
select is(pg_temp.give('seven', 7), 'fulfilled', 'a gift is bought with a code');
select is(pg_temp.enter(7, 'COINS'), 'given', 'and another gives a bonus');
select is(pg_temp.deletes(7), 'deleted', 'then the account is deleted');
select is_empty($$select from billing.trials where user_id = pg_temp.who(7)$$, 'which never had a subscription');
select pg_temp.comes(7);
select isnt(pg_temp.id(7), pg_temp.who(7), 'who comes back has a new account');
select is(pg_temp.enter(7, 'TWICE'), 'refused', 'not the code that he used');
select is(pg_temp.enter(7, 'COINS'), 'refused', 'nor the bonus');
select is(pg_temp.enter(7, 'NEWS'), 'refused', 'nor one for new people');
select is(pg_temp.enter(7, 'FIRST'), 'refused', 'nor one for a first purchase');
select is(
  app.data_of(pg_temp.id(7)) #> '{promo_codes,used_by_former_accounts}',
  '[{"code": "TWICE", "uses": 1}, {"code": "COINS", "uses": 1}]', 'and his data says what is kept'
);
select pg_temp.deletes(7);
select pg_temp.comes(7);
select is(pg_temp.enter(7, 'TWICE'), 'refused', 'however often he does it');
select is(
  (select array_agg(f.uses) from billing.former_promo_uses as f
   join app.users as u on u.identity_hash = f.identity_hash where u.id = pg_temp.id(7)),
  '{1,1}', 'an account that used none adds none'
);
select pg_temp.pay(8, 200);
select pg_temp.enter(8, 'FIRST');
select pg_temp.buy(8);
select pg_temp.deletes(8);
select pg_temp.comes(8);
select is(pg_temp.enter(8, 'FIRST'), 'refused', 'nor with a subscription');
select ops.retire_code('TWICE');
select pg_temp.goes_on('1 second');
select ok((jobs.purge_history(1000)).done >= 1, 'when a code is over');
select is_empty(
  $$select from billing.former_promo_uses as f join billing.promo_codes as c on c.id = f.code_id
    where c.code = 'TWICE'$$,
  'who had used it is forgotten'
);

-- A code is not lost while the money of its order is here and the shop cannot sell.
select pg_temp.code('WAITS', 'percent', 50, '{"max": 1}');
select pg_temp.enter(9, 'WAITS');
create temporary table waits as
select t.order_token, t.amount
from api.open_order(-9, pg_temp.price('small')) as o
cross join lateral billing.open_topup(pg_temp.id(9), 50, 'stripe', o.order_token) as t;
update app.flags set enabled = false where name = 'purchases';
select billing.receive_payment(pg_temp.id(9), 'stripe', 'waits', w.order_token, w.amount, 'XTS', true) from waits as w;
select pg_temp.goes_on('2 hours');
select pg_temp.work('settle_promo');
select is(pg_temp.uses('WAITS'), '1: reserved 0', 'its use stays reserved');
select is(pg_temp.enter(10, 'WAITS'), 'refused', 'and nobody else has it');
update app.flags set enabled = true where name = 'purchases';
select pg_temp.goes_on('10 minutes');
select pg_temp.work('buy_waiting');
select is(pg_temp.uses('WAITS'), '1: redeemed 0', 'then the order is bought at its price');

-- A code that was given back fits again, for whom it is.
select pg_temp.code('BACK', 'percent', 50, '{"first": true, "audience": "new"}');
select pg_temp.enter(11, 'BACK');
create temporary table back as select o.order_token from api.open_order(-11, pg_temp.price('small')) as o;
select pg_temp.pay(11, 300);
select is((select p.outcome from back as b, api.pay_from_balance(-11, b.order_token) as p), 'fulfilled', 'it is used');
select is(ops.return_code_use(pg_temp.id(11), 'BACK', 'tap') ->> 'outcome', 'returned', 'a use is given back');
select is(pg_temp.asked(11), '50 promo_code', 'and can be used by one who has paid meanwhile');

select is_empty('select * from pg_temp.violated()', 'and the books are in order');
select * from finish();
rollback;
