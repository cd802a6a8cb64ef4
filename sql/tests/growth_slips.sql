-- What an operator, or nobody, did wrong for a while changes nothing that people chose: renewal that was switched off,
-- a block that was a mistake, jobs that stood still, a refund after which somebody pays again, a link that was cut off.
begin;
select plan(46);
\set people 20
\ir fixtures/growth.psql
update app.settings set value = '6' where name = 'delivery_hours_new';
update app.brakes set released_until = null where name = 'unrenewed';

create function pg_temp.delivered(p_n integer) returns void
language sql
as $$
  update vpn.access as a set applied_generation = d.generation
  from vpn.desired as d
  where d.subscription_id = a.subscription_id and d.subscription_id = (pg_temp.sub(p_n)).id
$$;
create function pg_temp.held() returns integer
language sql
as $$ select b.held from ops.brakes as b where b.name = 'unrenewed' $$;

-- Renewal is switched off for longer than the grace.
select pg_temp.pay(n, 200), pg_temp.buy(n) from generate_series(1, 3) as n;
select api.set_auto_renew(-2, false);
select pg_temp.goes_on('27 days 1 hour');
select pg_temp.work('renew_due');
select ops.set_flag('auto_renewal', false, 'a slip');
select pg_temp.goes_on('5 days');
select pg_temp.work('expire_due');
select is((pg_temp.sub(1)).status, 'active', 'who has money and automatic renewal is not ended while renewal is off');
select is((pg_temp.sub(2)).status, 'expired', 'who has switched it off himself is');
select is(pg_temp.held(), 2, 'operators see how many are held');
select ok(
  exists (select from jobs.alarms as a where a.name = 'brake_unrenewed'), 'and hear of it'
);
select pg_temp.work('hold_access');
select results_eq(
  $$select t.status, t.expires_at from billing.subscription_status(pg_temp.id(1)) as t$$,
  $$values ('grace', app.now() + interval '1 day')$$, 'and he keeps his links'
);
select ops.set_flag('auto_renewal', true, 'it was one');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(1)).period_number, 2, 'switched on, it renews him');
select is((pg_temp.sub(1)).ends_at, app.now() + interval '30 days', 'and he has not paid for the time between');
select is(pg_temp.held(), 0, 'nobody is held then');
update jobs.jobs set enabled = false where name = 'renew_due';
select pg_temp.goes_on('32 days');
select pg_temp.work('expire_due');
select is((pg_temp.sub(1)).status, 'active', 'the same goes for a job that is switched off');
select is((api.cancel(-3)).outcome, 'cancelled', 'who is held can decide otherwise');
select pg_temp.work('expire_due');
select is((pg_temp.sub(3)).status, 'expired', 'and is ended then');
select ops.release_brake('unrenewed', 'we renew nothing');
select pg_temp.work('expire_due');
select is((pg_temp.sub(1)).status, 'expired', 'if it is meant, an operator lets the ends through');
update jobs.jobs set enabled = true where name = 'renew_due';
select pg_temp.work('expire_due');
select is(
  (select b.released_until from ops.brakes as b where b.name = 'unrenewed'), null,
  'which does not count for the next time that it is off'
);

-- A block that was a mistake
select pg_temp.pay(n, 300), pg_temp.buy(n) from generate_series(4, 7) as n;
select api.set_auto_renew(-5, false);
select pg_temp.goes_on('1 day');
select is(ops.block_user(pg_temp.id(n), 'spam', false), 'blocked', 'somebody is blocked')
from generate_series(4, 7) as n;
select is((pg_temp.sub(4)).auto_renew, false, 'and not charged');
select is(ops.unblock_user(pg_temp.id(4), 'a mistake', false), 'unblocked', 'by mistake');
select is((pg_temp.sub(4)).auto_renew, true, 'his renewal is on again');
select is((pg_temp.sub(4)).unannounced, true, 'and announced before it charges');
select is(ops.unblock_user(pg_temp.id(5), 'a mistake', false), 'unblocked', 'who had switched it off');
select is((pg_temp.sub(5)).auto_renew, false, 'has it off');
select is(ops.unblock_telegram_ids('{-6}', 'a mistake'), 1, 'by his Telegram id');
select is((pg_temp.sub(6)).auto_renew, true, 'it is the same');
select pg_temp.goes_on('31 days');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(7)).status, 'expired', 'what ends while its user is blocked');
select is(ops.unblock_user(pg_temp.id(7), 'a mistake', false), 'unblocked', 'is over');
select is(api.will_renew(-7, pg_temp.price('small')), true, 'but when he buys again');
select pg_temp.buy(7);
select is((pg_temp.sub(7)).auto_renew, true, 'it is renewed as before');

-- Time that comes while the jobs stand still
select pg_temp.pay(8, 400), pg_temp.pay(9, 200), pg_temp.pay(10, 200);
select pg_temp.buy(n) from generate_series(8, 10) as n;
select api.cancel(-10);
select pg_temp.goes_on('33 days');
select pg_temp.give('late', 8);
select ops.grant_days(pg_temp.id(8), 5, 'a present');
select is((pg_temp.sub(8)).renewal_price_id, pg_temp.price('small'), 'who waits for a renewal has it after a gift');
select isnt((select c.at from billing.next_charge(pg_temp.sub(8)) as c), null, 'and it comes after them');
select is(pg_temp.take('late', 9), 'redeemed', 'so it is with a gift');
select is((pg_temp.sub(9)).auto_renew, true, 'that somebody takes then');
select ops.grant_days(pg_temp.id(10), 5, 'a present');
select is((pg_temp.sub(10)).renewal_price_id, null, 'what was cancelled is over nevertheless');

-- A refund, and he pays again before a job takes back what his payment had given.
select ops.create_code('BACKDAYS', 'days', 5, 'tap', p_audience => 'paid');
select pg_temp.pay(11, 100), pg_temp.buy(11);
select is((select e.outcome from api.enter_promo(-11, 'BACKDAYS') as e), 'given', 'a code for who has paid gives days');
select is(pg_temp.refund((pg_temp.sub(11)).id, 1), 'refunded', 'he gets his money back');
select is(pg_temp.buy(11), 'fulfilled', 'and buys again');
select pg_temp.work('settle_promo');
select is((pg_temp.sub(11)).ends_at, app.now() + interval '35 days', 'the days stay his');

-- A link that was cut off
select pg_temp.pay(12, 300);
select pg_temp.give('one', 12), pg_temp.give('two', 12);
select pg_temp.comes(13, 'gift_' || l.code) from links as l where l.name = 'one';
select pg_temp.comes(13, 'gift_' || left(l.code, 8)) from links as l where l.name = 'one';
select is(
  (select g.gift_id from api.opened_gift(-13) as g), (pg_temp.gift('one')).id,
  'a wrong link closes no gift that was opened before'
);
select is(
  (select g.wrong from billing.gift_guesses as g where g.user_id = pg_temp.id(13)), 1, 'and is counted'
);
select pg_temp.comes(13, 'gift_' || l.code) from links as l where l.name = 'two';
select is((select g.gift_id from api.opened_gift(-13) as g), (pg_temp.gift('two')).id, 'another gift takes its place');
select api.ask_gift_back(-12, (pg_temp.gift('two')).id);
select is_empty('select from api.opened_gift(-13)', 'one that is given back is open no more');
select pg_temp.comes(13, 'gift_' || l.code) from links as l where l.name = 'one';
select is(pg_temp.take('one', 13), 'redeemed', 'so the first one can be opened and taken');

-- What comes back of a gift that no panel delivered is announced before a renewal takes it.
select pg_temp.pay(14, 200), pg_temp.buy(14);
select pg_temp.delivered(14);
select pg_temp.give('undelivered', 14);
select pg_temp.goes_on('28 days');
select pg_temp.work('renew_due');
select is(pg_temp.take('undelivered', 15), 'redeemed', 'a gift is taken');
select pg_temp.goes_on('7 hours');
select pg_temp.work('refund_undelivered');
select is(pg_temp.purse(pg_temp.id(14)), '{100,0,0,0}', 'its money comes back to the payer');
select is((pg_temp.sub(14)).unannounced, true, 'whose renewal is announced anew before it takes that');
select * from finish();
rollback;
