-- Renewals that are late, because the jobs stood still for longer than the grace: who keeps an old price keeps it.
begin;
select plan(4);

\set people 2
\ir fixtures/charges.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
\ir fixtures/promises.psql
insert into billing.plans (code, title, benefits) values ('other', '{"en": "Other"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 90, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'other';

select pg_temp.subscribe(-1, 'other'), pg_temp.subscribe(-2, 'other'), pg_temp.pay(-1, 90);
select pg_temp.at('1996-06-28 12:00:00+00', -1);
select set_config('test.now', '1996-07-03 12:00:00+00', true);
select ops.change_price('other', 30, 'day', 110, p_keep_old => true);
select is(
  (
    select o.amount
    from billing.offers_to(pg_temp.who(-1), (pg_temp.sub(-1)).id) as o
    where o.price_id = pg_temp.price('other')
  ),
  90::bigint, 'who keeps an old price can buy at it'
);
select pg_temp.at('1996-07-03 12:01:00+00', -1);
select is(format('%s %s', pg_temp.renewed(-1), pg_temp.balance(-1)), 't 0', 'and is renewed at it');
select is((pg_temp.sub(-2)).status, 'expired', 'while who has no money for it hears of no other price');
select is(pg_temp.broken(-1), null, 'and all promises are kept');

select * from finish();
rollback;
