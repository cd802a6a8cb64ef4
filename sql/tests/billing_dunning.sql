-- Dunning, from three days before the end until access is over: what is tried when, what the user hears of it, and
-- what money does on the way.
begin;
select plan(42);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-06-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.flags set enabled = true where name in ('auto_renewal', 'expiry');
\set price 100
\ir fixtures/plan.psql

\ir fixtures/newcomers.psql
create temporary view told as
select -m.lane::bigint as n, m.id, billing.prepare_notice(m.lane, m.payload) as notice, m.useful_until
from outbox.messages as m
where m.kind = 'billing.notice' and m.lane::bigint < 0;

create function pg_temp.pay(p_n bigint, p_amount bigint) returns text
language plpgsql
as $$
begin
  perform ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(pg_temp.who(p_n), 'cash', 'XTS'), p_amount)::ledger.leg
  ]);
  return billing.renew_now(pg_temp.who(p_n));
end
$$;
-- Both jobs at a time; what they said to a user, or null.
create function pg_temp.at(p_now timestamptz, p_n bigint) returns text
language plpgsql
as $$
declare
  v_last bigint := coalesce((select max(t.id) from told as t), 0);
begin
  perform pg_temp.heard(), set_config('test.now', p_now::text, true);
  perform billing.renew_batch(1000), billing.expire_batch(1000);
  return (select string_agg(t.notice ->> 'text', ', ' order by t.id) from told as t where t.n = p_n and t.id > v_last);
end
$$;

-- Each has a period of 30 days, to 1 July 12:00, and no money left.
do $$
declare
  v_n bigint;
  v_user bigint;
  v_price billing.prices;
begin
  select r.* into v_price from billing.prices as r join billing.plans as p on p.id = r.plan_id where p.code = 'tap';
  for v_n in 1..5 loop
    select s.user_id into v_user from api.start(-v_n, sha256(format('tap %s', v_n)::bytea), null, 'Ann', 'en') as s;
    insert into people values (v_n, v_user);
    perform pg_temp.pay(v_n, 100);
    perform billing.grant_period(
      v_user, v_price.plan_id, 'paid', billing.next_period(null, 30, 'day'), v_price.id, null,
      ledger.post('purchase', format('tap:%s', gen_random_uuid()), array[
        (ledger.account(v_user, 'cash', 'XTS'), -100)::ledger.leg,
        (ledger.account(null, 'revenue', 'XTS'), 100)::ledger.leg
      ])
    );
  end loop;
  update vpn.access as a
  set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
  where a.subscription_id in (select s.id from subs as s);
end
$$;

-- 1 never pays.
select is(pg_temp.at('1996-06-28 11:59:59+00', 1), null, 'before that nothing is said');
select is(
  pg_temp.at('1996-06-28 12:00:00+00', 1), 'renewal-announced-short',
  'T-72 h: what will be charged, and that it is missing'
);
select is(pg_temp.pay(2, 20), 'not_due', 'money in these days charges nothing: the day is not there yet');
select is(pg_temp.at('1996-06-30 11:59:59+00', 1), null, 'nothing until the first attempt');
select is(pg_temp.at('1996-06-30 12:00:00+00', 1), 'renewal-short', 'T-24 h: the first attempt, the first failure');
select is(pg_temp.pay(2, 79), 'short', 'money that does not suffice');
select is(
  (select count(*) from told where n = 2 and notice ->> 'text' = 'renewal-short'), 1::bigint, 'is no new failure'
);
select is(pg_temp.pay(2, 1), 'renewed', 'money that does renews at once');
select is(
  (select count(*) from told where n = 2 and notice ->> 'text' in ('renewal-short', 'renewal-announced-short')),
  0::bigint, 'and what was said of it being short is no longer true'
);
select is(
  (select t.notice #>> '{args, missing, money}' from told as t where t.n = 1 and t.notice ->> 'text' = 'renewal-short'),
  '100', 'the notice says what is missing'
);
select is(pg_temp.at('1996-07-01 06:00:00+00', 1), null, 'T-6 h: tried again, in silence');
select is(pg_temp.at('1996-07-01 11:00:00+00', 1), null, 'T-1 h: and again');
select is(
  (
    select count(*)
    from app.audit as u
    where u.action = 'renewal.short' and u.subject_id = (select s.id from subs as s where s.n = 1)
  ),
  3::bigint, 'each attempt is in the audit'
);
select is(pg_temp.at('1996-07-01 12:00:00+00', 1), 'renewal-grace', 'T: the last attempt, the last failure: grace');
select is((select r.status from api.home(-1) as r), 'grace', 'which the screens show');
select ok(
  (select a.desired_present from ops.access as a where a.subscription_id = (select s.id from subs as s where s.n = 1)),
  'with access'
);
select results_eq(
  $$select t.notice #>> '{args, expires_at, time}', t.notice #>> '{buttons, 0, 0, data}', t.useful_until
    from told as t where t.n = 1 and t.notice ->> 'text' = 'renewal-grace'$$,
  $$values ('1996-07-02T12:00:00+00:00', 'topup:100', '1996-07-02 12:00:00+00'::timestamptz)$$,
  'the notice says until when, and offers to top up what is missing'
);
create function pg_temp.topup(p_setting text, p_amount text) returns jsonb
language plpgsql
as $$
declare
  v_notice jsonb;
begin
  update app.settings as s set value = p_amount::jsonb where s.name = p_setting;
  select billing.notice_to_renew('grace', s.id, s.period_number, 0) into v_notice from subs as s where s.n = 1;
  return jsonb_build_array(
    v_notice #> '{args, missing, money}', v_notice #> '{args, topup, money}', v_notice #> '{args, topup_is}',
    v_notice #> '{buttons, 0, 0, data}'
  );
end
$$;
select results_eq(
  $$select pg_temp.topup(t.name, t.value)
    from (values ('topup_min', '{"XTS": 150}'), ('topup_min', '{"XTS": 50}'), ('topup_max', '{"XTS": 60}'), ('topup_max', '{"XTS": 5000}'))
      as t (name, value)$$,
  $$values
    ('[100, 150, "least", "topup:150"]'::jsonb), ('[100, 100, "exact", "topup:100"]'),
    ('[100, 60, "most", "topup:60"]'), ('[100, 100, "exact", "topup:100"]')$$,
  'and says so where that is not what can be topped up'
);
select is(
  (select t.notice from told as t where t.n = 1 order by t.id limit 1 offset 1), null,
  'that it was short before the end is no longer said'
);
select is(
  (select s.renew_at from subs as s where s.n = 1), '1996-07-02 12:00:00+00', 'there is a last attempt when access ends'
);

-- 3 pays within the grace, 4 too late, 5 cancels.
select set_config('test.now', '1996-07-02 11:00:00+00', true);
select is(pg_temp.pay(3, 150), 'renewed', 'money within the grace renews');
select results_eq(
  $$select p.starts_at, p.ends_at from billing.periods as p
    where p.number = 2 and p.subscription_id = (select s.id from subs as s where s.n = 3)$$,
  $$values ('1996-07-01 12:00:00+00'::timestamptz, '1996-07-31 12:00:00+00'::timestamptz)$$,
  'from the old end: the grace is paid for'
);
select is((select s.renew_at from subs as s where s.n = 3), '1996-07-24 12:00:00+00', 'and dunning is over');
select is(
  (select string_agg(t.notice ->> 'text', ', ' order by t.id) from told as t where t.n = 3), 'subscription-renewed',
  'of all that waits, only that is still true'
);
update billing.subscriptions as s set cancelled_at = app.now(), renew_at = null
where s.id = (select x.id from subs as x where x.n = 5);
select is(
  (select count(*) from told where n = 5 and notice is not null), 0::bigint, 'who has cancelled is not asked for money'
);
select is(pg_temp.at('1996-07-02 11:59:59+00', 1), null, 'not a second before the end of the grace');
select is(
  pg_temp.at('1996-07-02 12:00:00+00', 1), 'subscription-ended', 'then it is over, and that is the final notice'
);
select results_eq(
  $$select s.status, a.desired_present
    from subs as s join ops.access as a on a.subscription_id = s.id where s.n = 1$$,
  $$values ('expired', false)$$,
  'without access'
);
select is(
  (select count(*) from told where n = 1), 4::bigint, 'announced, failed twice, ended: no more was ever said'
);
select is(
  (select count(*) from told where n = 1 and notice is not null), 1::bigint,
  'and only the last of it, if none went out before'
);
select is(pg_temp.pay(4, 100), 'not_due', 'money after the grace renews nothing by itself');
select is(
  (select count(*) from ledger.transfers as t where t.kind = 'renewal' and t.created_at = app.now()), 0::bigint,
  'nor is it taken'
);

-- The price rises while 2 and 3 have a period to run; 3 is short of the new one only.
select is(pg_temp.at('1996-07-28 12:00:00+00', 3), 'renewal-announced-short', 'the next end comes');
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now()) where r.currency = 'XTS';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 120, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
select is(
  (select count(*) from told where n = 3 and notice ->> 'text' like 'renewal-announced%'), 0::bigint,
  'an announcement of the old price does not go out any more'
);
select is(
  pg_temp.at('1996-07-31 11:30:00+00', 3), 'renewal-price-risen', 'told late, T-30 min: the end is too near to wait for'
);
select is(
  (select (s.renew_at, s.expires_at)::text from subs as s where s.n = 3),
  ('1996-08-03 11:30:00+00'::timestamptz, '1996-08-04 11:30:00+00'::timestamptz)::text,
  'so access is kept for three days until the attempt, and a grace from then on'
);
select is(pg_temp.at('1996-08-03 11:30:00+00', 3), 'renewal-grace', 'where money is short');
select is(pg_temp.pay(3, 70), 'renewed', 'and comes');
select is((select s.ends_at from subs as s where s.n = 3), '1996-08-30 12:00:00+00', 'a month from the old end');
update billing.subscriptions as s set renew_at = null where s.id = (select x.id from subs as x where x.n = 3);

-- Said at the very end of the grace: silence is no answer, and nobody loses his access over it.
update billing.subscriptions as s set renew_at = '1996-08-31 10:00:00+00'
where s.id = (select x.id from subs as x where x.n = 3);
select set_config('test.now', '1996-08-31 10:00:00+00', true);
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
where r.currency = 'XTS' and upper_inf(r.valid);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 150, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
select is(pg_temp.at('1996-08-31 10:00:00+00', 3), 'renewal-price-risen', 'two hours before access ends');
select results_eq(
  $$select
      s.renew_at, t.notice #>> '{buttons, 0, 0, data}', t.notice #>> '{buttons, 1, 0, data}',
      t.notice #>> '{args, was, money}'
    from subs as s cross join told as t
    where s.n = 3 and t.n = 3 and t.notice ->> 'text' = 'renewal-price-risen'$$,
  $$select '1996-09-03 10:00:00+00'::timestamptz, 'topup:150', 'auto:off', '120'
    from billing.prices as r where r.currency = 'XTS' and upper_inf(r.valid)$$,
  'it is not charged yet; what is missing can be topped up, or refused, by one tap'
);
select is(
  pg_temp.at('1996-08-31 12:00:00+00', 3) is null and (select s.status = 'active' from subs as s where s.n = 3), true,
  'access goes on'
);

select * from finish();
rollback;
