-- What changes while a charge is on its way: its price, its plan, its end. What was announced is charged, and what was
-- charged renews.
begin;
select plan(23);

\set people 9
\ir fixtures/charges.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
\ir fixtures/promises.psql
insert into billing.plans (code, title, benefits)
values
  ('less', '{"en": "Less"}', '{"en": "For tests"}'), ('kept', '{"en": "Kept"}', '{"en": "For tests"}'),
  ('monthly', '{"en": "Monthly"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('less', 60), ('kept', 60), ('monthly', 100)) as o (plan, amount)
join billing.plans as p on p.code = o.plan;

-- Telegram charges each month, and the price rises in the last hour
select set_config('test.now', '1996-05-01 12:00:00+00', true);
create temporary table month as
select i.order_token as topup
from api.open_order(-1, pg_temp.price('monthly')) as o
cross join lateral api.open_invoice(-1, 1, 'stars', o.order_token, null, true) as i;
create function pg_temp.month(p_charge text) returns text
language sql
as $$
  select format('%s %s', b.renewed, b.balance)
  from month as m
  join billing.orders as t on t.token = m.topup
  join billing.invoices as i on i.order_id = t.id
  cross join lateral inbox._book_payment(-1, 'stars', p_charge, i.token, 80, 'XTR') as b
$$;
select pg_temp.month('first');
select pg_temp.at('1996-05-28 12:00:00+00', -1), pg_temp.at('1996-05-30 12:00:00+00', -1);
select set_config('test.now', '1996-05-31 11:00:00+00', true), ops.change_price('monthly', 30, 'day', 150);
select is(
  pg_temp.at('1996-05-31 11:10:00+00', -1), null, 'who is being charged what was announced is asked for no more'
);
select set_config('test.now', '1996-05-31 12:00:10+00', true);
select is(pg_temp.month('second'), 't 0', 'and renewed');
select set_config('test.now', '1996-06-01 12:00:00+00', true);

-- A charge is on its way, and its plan, its end or its price changes
select set_config('test.now', '1996-08-01 12:00:00+00', true);
select api.choose_payment(n, p_remember => true) from generate_series(-9, -4) as t (n);
select pg_temp.save(n, 'yookassa', 'pm' || n, 'Bank card *4444') from generate_series(-9, -4) as t (n);
select pg_temp.subscribe(n, case n when -9 then 'kept' else 'tap' end) from generate_series(-9, -4) as t (n);
select ops.change_price('kept', 30, 'day', 90, p_keep_old => true), pg_temp.pay(-9, 60), pg_temp.buy(-9, 'kept');
select pg_temp.at('1996-08-28 12:00:00+00', -4), pg_temp.at('1996-08-30 12:00:00+00', -4);
select is(pg_temp.sent(n) ->> 'amount', '100', format('%s is being charged', n)) from generate_series(-5, -4) as t (n);

select is(
  (select format('%s %s', c.outcome, c.amount) from api.schedule_change(-4, pg_temp.price('less')) as c),
  'scheduled 60', 'one chooses a cheaper plan'
);
select is(pg_temp.sent(-4), null, 'and is not charged for the other one');
select pg_temp.at('1996-08-31 06:00:00+00', -4);
select is(pg_temp.sent(-4) ->> 'amount', '60', 'but what he was told');
select pg_temp.answer(-4, pg_temp.paid(60));
select is(
  (select format('%s %s', p.code, pg_temp.balance(-4)) from billing.plans as p where p.id = (pg_temp.sub(-4)).plan_id),
  'less 0', 'for what he chose'
);

select is(
  ops.change_end(pg_temp.who(-5), '1996-08-31 09:00:00+00', 'a mistake of ours') ->> 'outcome', 'shortened',
  'the end of another one is moved'
);
select is(pg_temp.sent(-5), null, 'so he is not charged before he is told');

-- 6: paid, and reported when the price has risen. 7: the job looks meanwhile. 8: declined. 9: reported after the end.
select ops.change_price('tap', 30, 'day', 150);
select pg_temp.answer(-6, pg_temp.paid());
select is(
  format('%s %s', pg_temp.renewed(-6), pg_temp.balance(-6)), 't 0', 'who has paid what was announced is renewed'
);
update billing.subscriptions as s set renew_at = app.now() from subs as m where m.id = s.id and m.n = -7;
select is(pg_temp.at('1996-08-31 06:01:00+00', -7), null, 'of who is being charged nothing else is asked');
select is((billing.next_charge(pg_temp.sub(-7))).amount, 100::bigint, 'as his screen says');
select pg_temp.answer(-7, pg_temp.paid());
select is(format('%s %s', pg_temp.renewed(-7), pg_temp.balance(-7)), 't 0', 'and he is renewed, too');
select is((billing.next_charge(pg_temp.sub(-7))).amount, 150::bigint, 'the next one costs more');
select pg_temp.answer(-8, pg_temp.declined('retry', 'insufficient_funds'));
select is(pg_temp.at('1996-08-31 06:02:00+00', -8), 'renewal-price-risen', 'who has not paid hears of the new price');
select pg_temp.at('1996-09-27 12:00:00+00', -9), pg_temp.at('1996-09-29 12:00:00+00', -9);
select pg_temp.at('1996-10-03 12:00:00+00', -9), pg_temp.at('1996-10-03 12:01:00+00', -9);
select is((pg_temp.sub(-9)).status, 'expired', 'nobody says what came of a charge');
select pg_temp.answer(-9, pg_temp.paid(60));
select is(
  format('%s %s', (pg_temp.sub(-9)).status, pg_temp.balance(-9)), 'active 0',
  'what was paid renews after the end as well'
);
select is((billing.next_charge(pg_temp.sub(-9))).amount, 60::bigint, 'and whoever kept an old price keeps it');
select is(pg_temp.broken(n), null, format('all promises are kept for %s', n))
from (values (-4), (-6), (-7), (-9)) as t (n);

select * from finish();
rollback;
