-- What was announced is what is charged, although the price rises before the shop does what was due: because an answer
-- about a charge takes its time, or because the jobs stand still.
begin;
select plan(13);

\set people 6
\ir fixtures/charges.psql
create function pg_temp.state(p_n bigint) returns text
language sql as $$
  select format('%s %s %s %s', s.status, s.period_number, s.announced_amount, billing.balance_of(s.user_id, 'XTS'))
  from subs as s where s.n = p_n
$$;
create function pg_temp.buy(p_n bigint) returns text
language sql as $$
  select p.outcome
  from api.open_order(p_n, (
    select r.id from billing.prices as r join billing.plans as p on p.id = r.plan_id
    where p.code = 'tap' and r.valid @> app.now()
  )) as o
  cross join lateral api.pay_from_balance(p_n, o.order_token) as p
$$;
create function pg_temp.price(p_amount bigint) returns void
language sql as $$ select ops.change_price('tap', 30, 'day', p_amount) $$;

-- 1 to 3 pay by card: the price rises while the charge is on its way
select api.choose_payment(p.telegram_id, p_remember => true) from people as p where p.telegram_id >= -3;
select pg_temp.save(p.telegram_id, 'yookassa', 'pm' || p.telegram_id, 'Bank card *4444')
from people as p where p.telegram_id >= -3;
select pg_temp.subscribe(p.telegram_id) from people as p where p.telegram_id >= -3;
select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-30 12:00:00+00', -1);
select set_config('test.now', '1996-06-30 12:10:00+00', true);
select pg_temp.price(150);
select is(pg_temp.at('1996-06-30 19:10:00+00', -1), null, 'who is being charged hears of no other price');
select pg_temp.answer(-1, pg_temp.paid());
select is(pg_temp.state(-1), 'active 2 100 0', 'and what he was charged buys the period');
select pg_temp.answer(-2, pg_temp.declined('retry', 'insufficient_funds'));
select is(pg_temp.state(-2), 'active 1 100 0', 'whose card was declined was charged nothing');
select is(
  pg_temp.at('1996-07-01 13:00:00+00', -2), 'renewal-price-risen', 'the one who was declined is asked what others are'
);
select is(
  pg_temp.at('1996-07-03 13:30:00+00', -3), 'subscription-ended', 'nobody waits for his charge any longer'
);
select set_config('test.now', '1996-07-03 19:10:00+00', true);
select pg_temp.answer(-3, pg_temp.paid());
select pg_temp.at('1996-07-03 19:11:00+00', -3);
select is(pg_temp.state(-3), 'active 2 100 0', 'what was charged days before buys it, too');

-- 4 to 6 pay from the balance; the jobs stand still when it is due
select set_config('test.now', '1996-08-01 12:00:00+00', true);
select pg_temp.price(100);
select pg_temp.pay(p.telegram_id, 500) from people as p where p.telegram_id in (-4, -5, -6);
select set_config('test.now', '1996-08-02 12:00:00+00', true);
insert into billing.personal_prices (user_id, kind, percent, valid, reason)
values (pg_temp.who(-6), 'personal', 10, tstzrange(app.now(), app.now() + interval '31 days'), 'tap');
select pg_temp.buy(n) from (values (-4), (-5), (-6)) as t (n);
select is(pg_temp.state(-6), 'active 1 90 410', 'one has a tenth off');
select pg_temp.at('1996-08-28 12:00:00+00', -4), pg_temp.at('1996-08-29 12:00:00+00', -4);
select is(pg_temp.state(-4), 'active 1 100 400', 'all are told what the next period costs');
select set_config('test.now', '1996-08-31 18:00:00+00', true);
select pg_temp.price(150);
select pg_temp.at('1996-09-02 18:00:00+00', -4);
select is(pg_temp.state(v.n), v.state, v.name)
from (values
  (-4, 'active 2 100 300', 'the price has risen since, and they are charged what they were told'),
  (-6, 'active 2 90 320', 'also where the discount is over meanwhile')
) as v (n, state, name);

-- A price that rises before it is due is announced
select is(
  pg_temp.at('1996-09-29 12:00:00+00', -4), 'renewal-price-risen', 'they are told that the next period costs more'
);
select is(pg_temp.state(-4), 'active 2 150 300', 'before it is charged');

select is_empty(
  $$select * from ops.broken_promises where promise ~ 'charge|taken|buys'$$, 'no promise about money is broken'
);

select * from finish();
rollback;
