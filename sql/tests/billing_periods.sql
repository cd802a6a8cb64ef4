-- Periods: where they start and end, and what can never be written.
begin;
select plan(29);

\ir fixtures/clock.psql
select set_config('test.now', '1996-01-31 22:30:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.count, o.unit, 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
cross join (values (1, 'month'), (31, 'day')) as o (count, unit)
where p.code = 'tap';
insert into app.users (identity_hash, created_at) values (sha256('tap'), app.now());

create temporary view owner as select id from app.users where identity_hash = sha256('tap');
create temporary view mine as
select s.* from billing.subscriptions as s where s.user_id = (select x.id from owner as x);
create temporary view spans as
select p.* from billing.periods as p where p.subscription_id = (select x.id from mine as x) order by p.number;

-- Buys a period without an order: money is not what these tests are about.
create function pg_temp.buy(p_count integer, p_unit text) returns void
language plpgsql
as $$
declare
  v_price billing.prices;
  v_sub billing.subscriptions;
  v_transfer bigint;
begin
  select r.* into v_price
  from billing.prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.code = 'tap' and r.period_count = p_count and r.period_unit = p_unit;
  select m.* into v_sub from mine as m;
  v_transfer := ledger.post(
    'credit',
    format('tap:%s', gen_random_uuid()),
    array[
      (ledger.account(null, 'revenue', 'XTS'), -1)::ledger.leg,
      (ledger.account((select id from owner), 'cash', 'XTS'), 1)::ledger.leg
    ]
  );
  perform billing.grant_period(
    (select id from owner), v_price.plan_id, 'paid', billing.next_period(v_sub, p_count, p_unit), v_price.id, null,
    v_transfer, p_subscription_id => v_sub.id
  );
end
$$;

-- Calendar
select is(
  billing.add_periods('1997-01-31 12:00:00+00', n, 1, 'month'), expected::timestamptz,
  format('31 January + %s months', n)
)
from (values (1, '1997-02-28 12:00:00+00'), (2, '1997-03-31 12:00:00+00'), (12, '1998-01-31 12:00:00+00'))
  as t (n, expected);
select is(
  billing.add_periods('1996-02-29 00:00:00+00', n, 12, 'month'), expected::timestamptz,
  format('29 February + %s years', n)
)
from (values (1, '1997-02-28 00:00:00+00'), (4, '2000-02-29 00:00:00+00')) as t (n, expected);
select is(
  billing.add_periods('1996-01-31 00:00:00+00', 2, 30, 'day'), '1996-03-31 00:00:00+00'::timestamptz,
  'days are counted'
);
select is(billing.add_periods('1996-01-31 00:00:00+00', 1, 1, 'week'), null, 'an unknown unit gives nothing');

set local timezone = 'Europe/Moscow';
select is(
  billing.add_periods('1997-01-30 22:30:00+00', 1, 1, 'month'), '1997-02-28 22:30:00+00'::timestamptz,
  'a month is one of UTC, also in a session of Moscow, where it is the 31st already'
);
set local timezone = 'America/New_York';
select is(
  billing.add_periods('1996-04-06 12:00:00+00', 1, 1, 'day'), '1996-04-07 12:00:00+00'::timestamptz,
  'a day is 24 hours, also when the clocks of the session''s zone go forward'
);
select is(
  billing.add_periods('1996-10-26 12:00:00+00', 1, 1, 'day'), '1996-10-27 12:00:00+00'::timestamptz,
  'or back'
);
set local timezone = 'UTC';

-- Where a bought period goes
select pg_temp.buy(1, 'month');
select results_eq(
  $$select number, kind, starts_at, ends_at from spans$$,
  $$values (1, 'paid', '1996-01-31 22:30:00+00'::timestamptz, '1996-02-29 22:30:00+00'::timestamptz)$$,
  'the first period starts now'
);
select set_config('test.now', '1996-02-20 00:00:00+00', true);
select pg_temp.buy(1, 'month');
select results_eq(
  $$select starts_at, ends_at from spans where number = 2$$,
  $$values ('1996-02-29 22:30:00+00'::timestamptz, '1996-03-31 22:30:00+00'::timestamptz)$$,
  'bought early, it starts at the end of the first, and its end is computed from the anchor: the 31st is back'
);
select results_eq(
  $$select anchor_at, anchor_number, period_number, ends_at from mine$$,
  $$values ('1996-01-31 22:30:00+00'::timestamptz, 1, 2, '1996-03-31 22:30:00+00'::timestamptz)$$,
  'the subscription keeps its anchor and has the new end'
);
select pg_temp.buy(31, 'day');
select results_eq(
  $$select starts_at, ends_at from spans where number = 3$$,
  $$values ('1996-03-31 22:30:00+00'::timestamptz, '1996-05-01 22:30:00+00'::timestamptz)$$,
  'another length starts at the end, too'
);
select results_eq(
  $$select anchor_at, anchor_number from mine$$,
  $$values ('1996-03-31 22:30:00+00'::timestamptz, 3)$$,
  'and is the new anchor'
);
select set_config('test.now', '1996-05-01 22:30:00+00', true);
select pg_temp.buy(31, 'day');
select results_eq(
  $$select starts_at, ends_at from spans where number = 4$$,
  $$values ('1996-05-01 22:30:00+00'::timestamptz, '1996-06-01 22:30:00+00'::timestamptz)$$,
  'bought at the very end, it starts then'
);
select set_config('test.now', '1996-07-01 00:00:00+00', true);
select pg_temp.buy(31, 'day');
select results_eq(
  $$select p.starts_at, p.ends_at, m.anchor_at, m.anchor_number
    from spans as p cross join mine as m where p.number = 5$$,
  $$values (
    '1996-07-01 00:00:00+00'::timestamptz, '1996-08-01 00:00:00+00'::timestamptz,
    '1996-07-01 00:00:00+00'::timestamptz, 5
  )$$,
  'after the grace it starts now, though no job had marked the end yet, and is the new anchor'
);
select is((select status from mine), 'active', 'and the subscription is active');
select is(
  (select count(*) from app.audit where subject = 'subscription' and subject_id = (select x.id from mine as x)),
  5::bigint,
  'each grant is in the audit'
);
select results_eq(
  $$select desired_present, desired_expires_at, desired_generation
    from ops.access where subscription_id = (select id from mine)$$,
  $$values (true, '1996-08-02 00:00:00+00'::timestamptz, 5::bigint)$$,
  'each grant raises the desired generation, with the new end and its grace'
);

-- What can never be written
select throws_ok(
  $$insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
    select id, 7, 'trial', 1, '1997-01-01', '1997-02-01', app.now() from mine$$,
  'TK031', null, 'a gap in the numbers is refused'
);
select throws_ok(
  $$insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
    select id, 6, 'trial', 1, '1996-01-01', '1996-01-02', app.now() from mine$$,
  'TK031', null, 'a period before the last one is refused'
);
select throws_ok(
  $$insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
    select id, 6, 'trial', 1, '1996-07-30', '1997-01-02', app.now() from mine$$,
  '23P01', null, 'periods never overlap'
);
select throws_ok(
  $$insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
    select id, 5, 'trial', 1, '1997-01-01', '1997-02-01', app.now() from mine$$,
  '23505', null, 'a number is given once'
);
select throws_ok(
  $$insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
    select id, 6, 'paid', 1, '1997-01-01', '1997-02-01', app.now() from mine$$,
  '23514', null, 'no paid period without its charge'
);
select throws_ok(
  $$insert into billing.periods (
      subscription_id, number, kind, plan_version, starts_at, ends_at, price_id, transfer_id, created_at
    )
    select m.id, 6, 'paid', 1, '1997-01-01', '1997-02-01', p.price_id, p.transfer_id, app.now()
    from mine as m cross join spans as p where p.number = 5$$,
  '23505', null, 'a charge pays one period'
);
select throws_ok(
  $$update billing.periods set ends_at = ends_at + interval '1 day' where subscription_id = (select id from mine)$$,
  'TK001', null, 'a period is never changed'
);
select throws_ok(
  $$delete from billing.periods where subscription_id = (select id from mine)$$,
  'TK001', null, 'nor deleted'
);
select throws_ok($$truncate billing.periods cascade$$, 'TK001', null, 'nor truncated');

select * from finish();
rollback;
