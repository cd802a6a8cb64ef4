-- Renewals that are late, because the jobs stood still for longer than the grace: nothing has ended, whatever is
-- given or bought meanwhile.
begin;
select plan(10);

\set people 5
\ir fixtures/charges.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
\ir fixtures/promises.psql
update app.flags set enabled = true where name = 'gifts';
insert into billing.plans (code, title, benefits)
values ('other', '{"en": "Other"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('other', 90)) as o (plan, amount)
join billing.plans as p on p.code = o.plan;

-- Nobody renewed for days, and somebody gives time meanwhile
select set_config('test.now', '1996-10-01 12:00:00+00', true);
select pg_temp.subscribe(n, 'other') from (values (-1), (-2), (-4), (-5)) as t (n);
select pg_temp.pay(n, 90) from (values (-1), (-2), (-3), (-4)) as t (n);
select pg_temp.at('1996-10-28 12:00:00+00', -1);
select set_config('test.now', '1996-11-02 12:00:00+00', true);
select is(ops.grant_days(pg_temp.who(-1), 1, 'a fault of ours') ->> 'outcome', 'extended', 'an operator gives a day');
create temporary table gift as
select o.order_token, null::text as code from api.open_gift_order(-3, pg_temp.price('other')) as o;
select api.pay_from_balance(-3, g.order_token) from gift as g;
update gift as g
set code = (
  select l.code
  from api.gifts(-3) as o
  cross join lateral api.new_gift_link(-3, o.gift_id) as l
  where o.order_token = g.order_token
);
select api.start(-2, sha256('tap -2'), null, 'Ann', 'en', 'gift_' || g.code) from gift as g;
select is(
  (select r.outcome from api.gifts(-3) as o cross join lateral api.redeem_gift(-2, o.gift_id) as r), 'redeemed',
  'somebody gives a month'
);
select is(
  format('%s %s', (pg_temp.sub(n)).auto_renew, (billing.next_charge(pg_temp.sub(n))).amount), 't 90',
  format('%s is renewed nevertheless', n)
)
from (values (-1), (-2)) as t (n);
select ops.change_price('other', 30, 'day', 110, p_keep_old => true);
select is(
  (
    select o.amount
    from billing.offers_to(pg_temp.who(-4), (pg_temp.sub(-4)).id) as o
    where o.price_id = pg_temp.price('other')
  ),
  90::bigint, 'who keeps an old price keeps it as well'
);
select pg_temp.at('1996-11-02 12:01:00+00', -4);
select is(format('%s %s', pg_temp.renewed(-4), pg_temp.balance(-4)), 't 0', 'and is renewed at it');
select is((pg_temp.sub(-5)).status, 'expired', 'while who has no money for it hears of no other price');
select is(pg_temp.broken(n), null, format('all promises are kept for %s', n))
from (values (-1), (-2), (-4)) as t (n);

select * from finish();
rollback;
