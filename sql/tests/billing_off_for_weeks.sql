-- Renewal that was switched off for weeks: it begins with an announcement.
begin;
select plan(9);
\set people 2
\ir fixtures/growth.psql
\ir fixtures/sent.psql
update app.brakes set released_until = null where name = 'unrenewed';

-- Renewal is off since before anything was said of the next charge, and on again weeks after the end.
select pg_temp.pay(1, 200), pg_temp.pay(2, 100);
select pg_temp.buy(n) from generate_series(1, 2) as n;
select pg_temp.goes_on('20 days');
select ops.set_flag('auto_renewal', false, 'a slip');
select pg_temp.goes_on('40 days');
select pg_temp.work('expire_due', 'hold_access');
select is((pg_temp.sub(n)).status, 'active', 'held while renewal is off') from generate_series(1, 2) as n;
select ops.set_flag('auto_renewal', true, 'it was one');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(1)).period_number, 1, 'nobody is charged weeks later what nobody announced');
select is((pg_temp.sub(1)).status, 'active', 'nor ended');
select is(
  (select array_agg(n.kind) from billing.notices as n where n.subscription_id = (pg_temp.sub(1)).id), '{announced}',
  'he is told'
);
select is((pg_temp.sub(2)).status, 'active', 'who lacks the money was told nothing of that either: he is not ended');
select is(
  (select array_agg(n.kind) from billing.notices as n where n.subscription_id = (pg_temp.sub(2)).id), '{announced}',
  'but told'
);
select pg_temp.heard();
select pg_temp.goes_on('6 hours');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(1)).period_number, 2, 'then it is renewed');
select is((pg_temp.sub(1)).ends_at, app.now() + interval '30 days', 'from then on');

select * from finish();
rollback;
