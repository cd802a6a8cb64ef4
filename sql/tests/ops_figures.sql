-- What the owner reads of his shop, by the days of its zone, and files with it.
begin;
select plan(51);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"Europe/Moscow"' where name = 'timezone';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = 'null' where name = 'lowest_price';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
\set price 100
\ir fixtures/plan.psql
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 90, 'day', 240, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'tap';
update app.settings set value = '"tap"' where name = 'trial_plan';
\ir fixtures/panel.psql

\set people 5
\ir fixtures/people.psql
create function pg_temp.pay(p_n integer, p_amount bigint) returns void
language sql
as $$
  select from inbox._book_payment(-p_n, 'tap', format('figures %s', gen_random_uuid()), null, p_amount, 'XTS')
$$;
create function pg_temp.buy(p_n integer, p_days integer default 30) returns text
language sql
as $$
  select p.outcome
  from billing.current_prices as r
  join billing.plans as l on l.id = r.plan_id and l.code = 'tap'
  cross join lateral inbox._book_payment(
    -p_n, 'tap', format('figures %s', gen_random_uuid()), null, r.amount, 'XTS'
  ) as m
  cross join lateral api.open_order(-p_n, r.price_id) as o
  cross join lateral api.pay_from_balance(-p_n, o.order_token) as p
  where r.currency = 'XTS' and r.period_count = p_days
$$;

select is(app.day_of('1996-02-01 21:30+00'), '1996-02-02'::date, 'a day is one of the shop''s zone');
select is(app.day_start('1996-02-02'), '1996-02-01 21:00+00'::timestamptz, 'and begins there');
select results_eq(
  $$select from_day, until_day from ops.days_of('day', 0)
    union all
    select from_day, until_day from ops.days_of('month', 2)$$,
  $$values ('1996-02-01'::date, '1996-02-02'::date), ('1995-12-01', '1996-01-01')$$, 'today, and a month ago'
);

-- The first day
select is((select s.outcome from api.start_trial(-1) as s), 'started', 'one tries');
select is(pg_temp.buy(2), 'fulfilled', 'one buys');
select is(pg_temp.buy(3), 'fulfilled', 'another one, too');
select pg_temp.pay(5, 50);
select results_eq(
  $$select * from ops.figures('1996-02-01', '1996-02-02')$$,
  'values (5::bigint, 3::bigint, 1::bigint, 0::bigint, 3::bigint, 2::bigint, 0::bigint, 0::bigint, 0::bigint)',
  'people, trials and purchases of the day'
);
select results_eq(
  'select active, in_trial, granted, paying_people from ops.active_now',
  'values (2::bigint, 1::bigint, 0::bigint, 2::bigint)', 'what runs'
);
select results_eq(
  'select currency, mrr, people, arpu from ops.mrr', $$values ('XTS', 200::bigint, 2::bigint, 100::bigint)$$,
  'and what it brings in 30 days'
);

-- The night, which is the next day in the shop's zone
select pg_temp.at('1996-02-01 21:30+00');
select is(pg_temp.buy(1, 90), 'fulfilled', 'who tried buys, for longer');
select is((select mrr from ops.mrr), 200::bigint, 'what follows the trial brings nothing yet');
select results_eq(
  $$select app.day_of(r.day), r.provider, r.received from ops.received_between() as r order by 1$$,
  $$values ('1996-02-01'::date, 'tap', 250::bigint), ('1996-02-02', 'tap', 240::bigint)$$, 'revenue is by its days'
);
select results_eq(
  $$select app.day_of(r.day), r.plan, r.charged from ops.revenue as r where r.plan is not null order by 1$$,
  $$values ('1996-02-01'::date, 'tap', 200::bigint), ('1996-02-02', 'tap', 240::bigint)$$,
  'so is what plans were charged'
);
select results_eq(
  $$select r.received from ops.received_between(app.day_start('1996-02-02'), app.day_start('1996-02-03')) as r$$,
  'values (240::bigint)', 'of a span only what is in it'
);
select results_eq(
  $$select trials, trials_paid from ops.figures('1996-02-01', '1996-02-02')$$, 'values (1::bigint, 1::bigint)',
  'a trial that was paid after is converted, whenever that was'
);
select pg_temp.at('1996-02-05 12:00+00');
select is((select mrr from ops.mrr), 280::bigint, 'a longer period counts for 30 of its days');
select results_eq(
  $$select day, active, in_trial from ops.figures_by_day(5)$$,
  $$values
    ('1996-02-01'::date, 2::bigint, 1::bigint), ('1996-02-02', 2, 1), ('1996-02-03', 2, 1), ('1996-02-04', 3, 0),
    ('1996-02-05', 3, 0)$$,
  'what ran at the end of each day'
);
select results_eq(
  $$select day, currency, mrr from ops.mrr_by_day(3)$$,
  $$values
    ('1996-02-03'::date, 'XTS', 200::bigint), ('1996-02-04', 'XTS', 280::bigint), ('1996-02-05', 'XTS', 280::bigint)$$,
  'and brought in 30 days'
);

-- A month later: one renews, one does not, one has time left
select pg_temp.at('1996-03-01 12:00+00');
select pg_temp.pay(3, 100);
select jobs.renew_due(100);
select pg_temp.at('1996-03-04 12:00+00');
select results_eq(
  $$select first_payments, purchases, renewals, active_before, ended from ops.figures('1996-03-01', '1996-04-01')$$,
  'values (0::bigint, 0::bigint, 1::bigint, 3::bigint, 1::bigint)', 'who ended is compared with who was active before'
);
select results_eq(
  $$select sum(new_people)::bigint, sum(first_payments)::bigint, (array_agg(active order by day desc))[1]
    from ops.figures_by_day(33)$$,
  'values (5::bigint, 4::bigint, 2::bigint)', 'the days add up'
);
select results_eq(
  'select cohort, people, month, stayed from ops.retention(2)',
  $$values ('1996-02-01'::date, 2::bigint, 1, 1::bigint)$$, 'who stayed of those who began in a month'
);
select is(
  (select mrr from ops.mrr_by_day(1)), 180::bigint, 'what ended brings nothing more'
);
select results_eq(
  $$select name, currency, people, amount from ops.owed where currency = 'XTS'$$,
  $$values ('cash', 'XTS', 1::bigint, 50::bigint)$$, 'balances are owed'
);
select is_empty(
  $$select b.name
    from ledger.balances as b
    left join (
      select currency, sum(received - fees - sent_back) as brought, sum(charged - refunded) as sold
      from ops.revenue group by currency
    ) as r on r.currency = b.currency::text
    where b.currency = 'XTS'
      and (b.name = 'clearing.tap' and -b.balance <> r.brought or b.name = 'revenue' and b.balance <> r.sold)$$,
  'revenue is the ledger''s, to the last minor unit'
);

-- A refund takes time back, and the rest is worth as much
select is(
  ops.refund(pg_temp.who(1), 2, 'half of it did not work', 120) ->> 'outcome', 'refunded', 'a part goes back'
);
select is((select mrr from ops.mrr), 180::bigint, 'which is worth what it was until then');

-- Files
select results_eq(
  $$select kind, amount, user_id from ops.payments_between('1996-02-02', '1996-02-03')$$,
  $$select 'payment', 240::bigint, pg_temp.who(1)$$, 'payments of a day'
);
select is(
  (select count(*) from ops.export_payments('1996-02-15')), 4::bigint, 'of a month'
);
select results_eq(
  $$select currency, sum(amount)::bigint from ops.export_ledger('1996-02-01', '1996-03-01') group by currency$$,
  $$values ('XTS', 0::bigint)$$, 'every entry of a month, which sum to nothing'
);
select results_eq(
  $$select paid_amount, kept_amount, balance, subscriptions from ops.export_customers()
    where user_id = pg_temp.who(5)$$,
  'values (50::bigint, 50::bigint, 50::bigint, 0::bigint)', 'customers with their money'
);
select is((select count(*) from ops.export_customers()), 5::bigint, 'all of them');
select is(
  (select renews from ops.export_subscriptions() where user_id = pg_temp.who(3)), true, 'subscriptions with what comes'
);

-- A month begins in the shop's zone, also where the months before it are shorter
select pg_temp.at('1996-10-31 10:00+00');
select is(pg_temp.buy(4), 'fulfilled', 'one begins on the last day of October');
select pg_temp.at('1996-12-20 12:00+00');
select is_empty('select from ops.retention(1)', 'who is not one of those who began in November');
select results_eq(
  'select cohort, people from ops.retention(2) where month = 1', $$values ('1996-10-01'::date, 1::bigint)$$,
  'but in October'
);

-- In a large shop they are counted ahead
\set boss -1
update app.users set role = 'owner' where id = pg_temp.who(1);
select is_empty('select from app.kept_figures', 'nothing is kept of a small shop');
select is(admin.figures_counted_at(:boss), null, 'whose figures are of now');
update pg_class set reltuples = 100000 where oid = 'app.users'::regclass;
create temporary view today as select f.first_payments, f.purchases from admin.figures(-1, 'day', 0) as f;
create temporary view now_runs as select s.paying_people from admin.active_now(-1) as s;
select results_eq('select * from today', 'values (0::bigint, 0::bigint)', 'the first look counts');
select results_eq('select * from now_runs', 'values (0::bigint)', 'what runs as well');
select pg_temp.buy(2);
select results_eq('select purchases from today', 'values (0::bigint)', 'the next one shows what was counted');
select is(admin.figures_counted_at(:boss), app.now(), 'and when');
select pg_temp.at(app.now() + interval '16 minutes');
create function pg_temp.refresh() returns void
language plpgsql
as $$
begin
  for i in 1 .. 40 loop
    exit when not (jobs.refresh_figures(1)).more;
  end loop;
end
$$;
select lives_ok('select pg_temp.refresh()', 'the job counts them anew');
select results_eq('select purchases from today', 'values (1::bigint)', 'with what was bought since');
select results_eq('select * from now_runs', 'values (1::bigint)', 'and what runs now');
select is((jobs.refresh_figures(1)).done, 0, 'until all are fresh');
select is(
  (select count(*) from app.kept_figures), 18::bigint, 'also those that nobody looked at, which are looked at first'
);
select results_eq(
  'select sum(r.received)::bigint from admin.received(-1, ''month'', 0) as r where r.currency = ''XTS''',
  'select sum(r.received)::bigint from ops.received_between(app.day_start(''1996-12-01'')) as r
    where r.currency = ''XTS''',
  'a kept figure is what a counted one is'
);
select lives_ok(
  $$select from admin.figures_by_day(-1, 30), admin.mrr_by_day(-1, 30), admin.received_by_day(-1, 30), admin.mrr(-1),
    admin.growth(-1, 'ad', 0, 8), admin.owed(-1), admin.retention(-1, 6)$$, 'all have the columns that they say'
);
select pg_temp.at(app.now() + interval '12 hours');
select results_eq('select purchases from today', 'values (0::bigint)', 'another day is counted at once');
select pg_temp.at(app.now() + interval '3 days');
select pg_temp.refresh();
select is_empty(
  $$select from app.kept_figures where name = 'growth'$$, 'what nobody looks at is forgotten'
);
select is_empty(
  $$select p.proname::text from pg_proc as p
    where p.pronamespace = 'admin'::regnamespace and p.prosrc ~ 'ops\.figure\('
      and p.proname not in (select d.name from ops.figure_definitions as d)$$, 'each has its query'
);

select * from finish();
rollback;
