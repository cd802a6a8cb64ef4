-- Who keeps an old price keeps it also when the shop is late: when it hears of his money only after the end, and when
-- it renews only then.
begin;
select plan(8);

\set people 2
\ir fixtures/charges.psql
select api.choose_payment(-1, p_remember => true);
select pg_temp.save(-1, 'yookassa', 'pm-1', 'Bank card *4444');
select pg_temp.subscribe(-1);
update billing.plans set grandfathers = true where code = 'tap';
select ops.change_price('tap', 30, 'day', 150);

select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-30 12:00:00+00', -1);
select pg_temp.answer(-1, pg_temp.paid());
select results_eq(
  'select s.status, s.period_number from subs as s where s.n = -1', $$values ('active', 2)$$,
  'one is renewed at his old price'
);
select results_eq(
  'select s.kept_amount, s.renewal_amount, s.current_amount from ops.kept_prices as s',
  'values (100::bigint, 100::bigint, 150::bigint)', 'and keeps it'
);

select pg_temp.at('1996-07-28 12:00:00+00', -1), pg_temp.at('1996-07-30 12:00:00+00', -1);
select pg_temp.at('1996-08-02 12:00:00+00', -1), pg_temp.at('1996-08-02 12:01:00+00', -1);
select is((select s.status from subs as s), 'expired', 'then nobody knows of his charge until access is over');
select is((select c.amount from charges as c order by c.id desc limit 1), 100::bigint, 'which was made at his price');
select pg_temp.answer(-1, pg_temp.paid());
select results_eq(
  'select s.status, s.period_number from subs as s where s.n = -1', $$values ('active', 3)$$, 'it buys what it was for'
);
select results_eq(
  'select s.kept_amount, s.renewal_amount, s.current_amount from ops.kept_prices as s',
  'values (100::bigint, 100::bigint, 150::bigint)', 'and the price is still his'
);

select set_config('test.now', '1996-08-10 12:00:00+00', true);
select pg_temp.subscribe(-2), pg_temp.pay(-2, 300);
select is(pg_temp.at('1996-09-06 12:00:00+00', -2), 'renewal-announced', 'another is told what the next period costs');
select pg_temp.at('1996-09-12 12:00:00+00', -2);
select results_eq(
  $$select s.status, s.period_number, billing.balance_of(pg_temp.who(-2), 'XTS') from subs as s where s.n = -2$$,
  $$values ('active', 2, 200::bigint)$$, 'and is charged that when the jobs run again after the end'
);

select * from finish();
rollback;
