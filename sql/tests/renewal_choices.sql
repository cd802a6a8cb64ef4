-- What operators and owners decide about renewal and prices, and what is held when too much happens at once.
begin;
select plan(44);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-01-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.flags set enabled = true where name in ('auto_renewal', 'expiry', 'purchases', 'topups');
delete from app.brake_uses;
update app.brakes set most = 3, share = 0 where name in ('expire', 'offers_lost');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');

\ir fixtures/newcomers.psql
create temporary view told as
select -m.lane::bigint as n, m.id, m.payload ->> 'notice' as notice, m.payload ->> 'text' as text
from outbox.messages as m
where m.topic = 'telegram' and m.lane::bigint < 0;

create function pg_temp.buy(p_n bigint, p_price_id bigint) returns text
language sql
as $$
  select coalesce(p.outcome, o.outcome)
  from api.open_order(-p_n, p_price_id) as o
  left join lateral api.pay_from_balance(-p_n, o.order_token) as p on o.order_token is not null
$$;
create function pg_temp.price() returns bigint
language sql
as $$
  select r.id from billing.prices as r
  where r.currency = 'XTS' and r.valid @> app.now() and r.period_count = 30
$$;
create function pg_temp.subscribe(p_n bigint, p_left bigint) returns void
language plpgsql
as $$
begin
  insert into people
  select p_n, s.user_id from api.start(-p_n, sha256(format('tap %s', p_n)::bytea), null, 'Ann', 'en') as s;
  perform inbox._book_payment(-p_n, 'tap', format('tap %s', p_n), null, 100 + p_left, 'XTS');
  perform pg_temp.buy(p_n, pg_temp.price());
end
$$;
create function pg_temp.until(p_time text) returns void
language plpgsql
as $$
declare
  v_at timestamptz := app.now();
begin
  while v_at < p_time::timestamptz loop
    v_at := least(v_at + interval '1 hour', p_time::timestamptz);
    perform pg_temp.heard(), set_config('test.now', v_at::text, true), jobs.renew_due(1000), jobs.expire_due(1000);
  end loop;
end
$$;

-- Prices
select is(ops.change_price('tap', 30, 'day', 100) ->> 'outcome', 'changed', 'a length gets its first price');
select is(ops.change_price('tap', 30, 'day', 100) ->> 'outcome', 'unchanged', 'the same again changes nothing');
select is(ops.change_price('nosuch', 30, 'day', 100) ->> 'outcome', 'no_such_plan', 'a plan that is not there');
select is(ops.change_price('tap', 30, 'day', 0) ->> 'outcome', 'amount_out_of_range', 'nothing is free');
select is(
  ops.change_price('tap', 30, 'day', 100, '1995-01-01 00:00:00+00') ->> 'outcome', 'in_the_past', 'history stays'
);
select throws_ok(
  $$update billing.prices set amount = 1 where id = pg_temp.price()$$,
  'TK064', null, 'what was offered is not rewritten'
);
select throws_ok(
  $$update billing.prices set currency = 'XXX' where id = pg_temp.price()$$, 'TK064', null, 'nor in what currency'
);
select lives_ok(
  $$update billing.prices set valid = tstzrange(lower(valid), null) where id = pg_temp.price()$$,
  'only when it is valid'
);
select is(ops.change_price('tap', 30, 'day', 150, '1996-03-01') ->> 'outcome', 'changed', 'a price is planned');
select is(ops.change_price('tap', 30, 'day', 160, '1996-03-01') ->> 'outcome', 'changed', 'and planned otherwise');
select set_config('test.now', '1996-01-02 12:00:00+00', true);
select is(ops.change_price('tap', 30, 'day', 110) ->> 'outcome', 'changed', 'until then another one');
select results_eq(
  $$select r.amount, r.valid from billing.prices as r where r.currency = 'XTS' order by r.valid$$,
  $$values
    (100::bigint, tstzrange('1996-01-01 12:00:00+00', '1996-01-02 12:00:00+00')),
    (110, tstzrange('1996-01-02 12:00:00+00', '1996-03-01')),
    (160, tstzrange('1996-03-01', null))$$,
  'there is never a moment without one'
);

-- By hand
select pg_temp.subscribe(1, 510), pg_temp.subscribe(2, 510);
select is(ops.cancel(pg_temp.who(1), 'he wrote to us') ->> 'outcome', 'cancelled', 'an operator cancels');
select is(
  ops.cancel(pg_temp.who(1), 'he wrote to us', p_request => '00000000-0000-4000-8000-000000000001') ->> 'outcome',
  'already_cancelled', 'once'
);
select is(
  ops.cancel(pg_temp.who(1), 'he wrote to us', p_request => '00000000-0000-4000-8000-000000000001') ->> 'outcome',
  'already_cancelled', 'the same request gets the same answer'
);
select is((select p.cancelled from api.profile(-1) as p), true, 'the profile says so');
create temporary view offered as select min(o.price_id) as price_id from billing.offers as o;
select is(api.will_renew(-1, price_id), false, 'and an order, that it stays so') from offered;
select is(api.will_renew(-2, price_id), true, 'of somebody else, that it is renewed by itself') from offered;
select is(
  api.will_renew(-1, price_id, null, true), true, 'and so is one more subscription, which begins with its own choices'
) from offered;
select set_config('test.then', current_setting('test.now'), true);
select set_config('test.now', '1999-01-01 12:00:00+00', true);
select is(api.will_renew(-1, price_id), true, 'what is bought after the end is a new beginning') from offered;
select set_config('test.now', current_setting('test.then'), true);
select throws_ok('select api.will_renew(-99, 1)', 'TK010', null, 'of a stranger nothing is said');
select is(
  (select u.actor ~ '^operator:' and u.reason = 'he wrote to us' from app.audit as u
   where u.action = 'subscription.cancelled' and u.subject_id = (select s.id from subs as s where s.n = 1)),
  true, 'the audit says who and why'
);
select is(
  ops.set_auto_renew(pg_temp.who(2), false, 'as he asked') ->> 'outcome', 'off', 'auto-renewal is switched off'
);
select pg_temp.until('1996-01-31 12:00:00+00');
select is(
  ops.set_auto_renew(pg_temp.who(2), true, 'as he asked', p_request => '00000000-0000-4000-8000-000000000002')
  ->> 'outcome', 'on', 'and on'
);
select is(
  ops.set_auto_renew(pg_temp.who(2), true, 'as he asked', p_request => '00000000-0000-4000-8000-000000000002')
  ->> 'outcome', 'on', 'the same request gets the same answer'
);
select is(
  ops.set_auto_renew(pg_temp.who(1), true, 'as he asked') ->> 'outcome', 'nothing_to_renew', 'not of a cancelled one'
);
select bag_eq(
  $$select t.n, t.text from told as t where t.text ~ 'by-hand$'$$,
  $$values
    (1::bigint, 'cancelled-by-hand'), (2, 'auto-renewal-off-by-hand'), (2, 'auto-renewal-on-by-hand')$$,
  'they were told'
);
select pg_temp.until('1996-01-31 14:00:00+00');
select is(
  array[(select count(*) from told as t where t.n = 2 and t.notice in ('announced', 'renewed'))], '{1}',
  'what an operator switched on is announced before it is charged'
);

-- Plans
select pg_temp.until('1996-02-10 12:00:00+00');
select pg_temp.subscribe(4, 510);
select is(ops.retire_plan('nosuch', true) ->> 'outcome', 'no_such_plan', 'a plan that is not there');
select is(ops.retire_plan('tap', true) ->> 'outcome', 'retired', 'a plan is sold to nobody new');
select is_empty($$select * from billing.offers as o where o.currency = 'XTS'$$, 'it is not on offer');
insert into people
select 5, s.user_id from api.start(-5, sha256('tap 5'), null, 'Eve', 'en') as s;
select is(pg_temp.buy(5, pg_temp.price()), 'no_such_price', 'nobody else can buy it');
select is(pg_temp.buy(4, pg_temp.price()), 'fulfilled', 'who has it can, by hand');
select is((select p.can_renew from api.profile(-4) as p), true, 'and by one tap');
select isnt((select p.next_charge_at from api.profile(-4) as p), null, 'and is renewed by itself');
select is(ops.retire_plan('tap', false) ->> 'subscribers', '2', 'it is not renewed either');
select is((select p.next_charge_at from api.profile(-4) as p), null, 'nothing will be charged');
update billing.plans set active = true, renewable = true where code = 'tap';

-- Too many at once
select ops.change_price('tap', 30, 'day', 100);
select pg_temp.subscribe(n, 1000) from generate_series(10, 14) as n;
select is(billing.offers_lost(), null, 'all can be renewed');
delete from billing.prices as r where r.currency = 'XTS' and lower(r.valid) > app.now();
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now() + interval '1 hour')
where r.currency = 'XTS' and r.valid @> app.now();
select pg_temp.until('1996-03-09 12:00:00+00');
select jobs.check_offers(1);
select matches(
  (select a.detail from jobs.alarms as a where a.name = 'offers_lost'), 'subscriptions cannot be renewed',
  'a price that is missing is an alarm'
);
select pg_temp.until('1996-03-15 12:00:00+00');
select is(
  (select array_agg(distinct s.status) from subs as s where s.n >= 10), '{active}',
  'nobody ends when many lose their offer at once'
);
select is((select b.held > 0 from app.brakes as b where b.name = 'offers_lost'), true, 'they are held');
select ops.change_price('tap', 30, 'day', 100);
select pg_temp.until('1996-03-16 12:00:00+00');
select is(
  (select count(*) from told as t where t.notice = 'renewed' and t.n >= 10), 5::bigint, 'and renewed when there is one'
);
select pg_temp.until('1996-04-01 12:00:00+00');
update billing.subscriptions as s set cancelled_at = app.now(), renew_at = null, expires_at = s.ends_at
where s.id in (select x.id from subs as x where x.n >= 10);
select pg_temp.until('1996-04-20 12:00:00+00');
select is(
  (select count(*) from subs as s where s.n >= 10 and s.status = 'expired'), 0::bigint, 'more ends than usual are held'
);
select ops.release_brake('expire', 'they cancelled');
select jobs.expire_due(1000);
select is(
  (select count(*) from subs as s where s.n >= 10 and s.status = 'expired'),
  5::bigint, 'until somebody says that it is so'
);

select * from finish();
rollback;
