-- Money that goes back while nothing is left but the grace.
begin;
select plan(6);

\set people 3
\ir fixtures/charges.psql
\ir fixtures/sent.psql
insert into billing.plans (code, title, benefits)
values ('less', '{"en": "Less"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('less', 60)) as o (plan, amount)
join billing.plans as p on p.code = o.plan;

select set_config('test.now', '1997-01-01 12:00:00+00', true);
select pg_temp.subscribe(n, 'less') from generate_series(-3, -1) as t (n);
select pg_temp.at('1997-01-28 12:00:00+00', -1), pg_temp.at('1997-01-30 12:00:00+00', -1);
select pg_temp.at('1997-01-31 12:00:00+00', -1), pg_temp.at('1997-01-31 14:00:00+00', -1);
select is(
  ops.refund(pg_temp.who(-1), 1, 'a bad day', p_amount => 10) - '{currency,charged,refunded,ends_at}'::text[],
  '{"outcome": "refunded", "amount": 10, "balance": 10, "status": "active", "renews": true}',
  'a part of what was paid last goes back'
);
select is((pg_temp.sub(-1)).expires_at, '1997-02-01 12:00:00+00', 'which ends nothing');
select pg_temp.pay(-1, 50);
select is(pg_temp.at('1997-01-31 14:01:00+00', -1), 'renewal-announced', 'a charge is announced anew');
select pg_temp.heard(), pg_temp.at('1997-01-31 19:02:00+00', -1);
select is(pg_temp.renewed(-1), true, 'and made');
select is(
  ops.refund(pg_temp.who(-2), 1, 'a bad month') ->> 'status', 'expired', 'all of what was paid last ends the grace'
);
select is(
  ops.refund(pg_temp.who(-3), 1, 'a bad month', p_ends_renewal => false) ->> 'status', 'active',
  'unless its customer goes on'
);

select * from finish();
rollback;
