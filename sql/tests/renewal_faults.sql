-- What cost customers a renewal, their access or their money though it was no fault of theirs: refunds that were
-- charged again, offers that were missing for a moment, rows that failed because of us. By jobs and by what operators
-- and users call, as it happened.
begin;
select plan(51);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-01-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '"-infinity"' where name = 'promises_since';
update app.flags set enabled = true where name in ('auto_renewal', 'expiry', 'purchases', 'topups');
delete from app.brake_uses;
update app.brakes set most = 50, share = 0 where name = 'expire';
update app.brakes set most = 5, share = 0 where name = 'park';
\set price 100
\ir fixtures/plan.psql

\ir fixtures/newcomers.psql
create temporary view told as
select
  -m.lane::bigint as n, m.id, m.payload ->> 'notice' as notice, m.payload ->> 'text' as text,
  m.payload -> 'args' as args
from outbox.messages as m
where m.topic = 'telegram' and m.lane::bigint < 0;

create function pg_temp.sub(p_n bigint) returns bigint
language sql
as $$ select s.id from subs as s where s.n = p_n $$;
create function pg_temp.balance(p_n bigint) returns bigint
language sql
as $$ select billing.balance_of(pg_temp.who(p_n), 'XTS') $$;
create function pg_temp.buy(p_n bigint) returns text
language sql
as $$
  select p.outcome
  from billing.offers as f
  cross join lateral api.open_order(-p_n, f.price_id) as o
  cross join lateral api.pay_from_balance(-p_n, o.order_token) as p
$$;
-- Somebody who bought a period and has so much left.
create function pg_temp.subscribe(p_n bigint, p_left bigint) returns void
language plpgsql
as $$
begin
  insert into people
  select p_n, s.user_id from api.start(-p_n, sha256(format('tap %s', p_n)::bytea), null, 'Ann', 'en') as s;
  perform inbox._book_payment(-p_n, 'tap', format('tap %s', p_n), null, 100 + p_left, 'XTS');
  perform pg_temp.buy(p_n);
  update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
  where a.subscription_id = pg_temp.sub(p_n);
end
$$;
-- What pg_cron does in a minute; the outcome of renewal.
create function pg_temp.minute() returns text
language plpgsql
as $$
declare
  v_step jobs.step;
begin
  begin
    v_step := jobs.renew_due(1000);
  exception when others then
    return sqlstate;
  end;
  perform jobs.expire_due(1000);
  return format('%s done, %s parked', v_step.done, v_step.parked);
end
$$;
-- Every hour from now on until then.
create function pg_temp.until(p_time text) returns void
language plpgsql
as $$
declare
  v_at timestamptz := app.now();
begin
  while v_at < p_time::timestamptz loop
    v_at := least(v_at + interval '1 hour', p_time::timestamptz);
    perform pg_temp.heard(), set_config('test.now', v_at::text, true), pg_temp.minute();
  end loop;
end
$$;
create function pg_temp.charges(p_n bigint) returns bigint
language sql
as $$
  select count(*) from ledger.entries as e
  join ledger.accounts as a on a.id = e.account_id
  join ledger.transfers as t on t.id = e.transfer_id
  where a.user_id = pg_temp.who(p_n) and a.name = 'cash' and t.kind = 'renewal'
$$;

-- A refund is a decision about renewal
select pg_temp.subscribe(1, 100), pg_temp.subscribe(2, 100), pg_temp.subscribe(3, 100), pg_temp.subscribe(4, 0),
  pg_temp.subscribe(7, 100);
select pg_temp.until('1996-01-30 13:00:00+00');
select is(array[pg_temp.charges(1), pg_temp.charges(2)], '{1, 1}', 'two are renewed a day before the end');
select is(
  ops.refund(pg_temp.who(1), 2, 'he did not want the renewal') ->> 'outcome',
  'refunded', 'the one is given his money back'
);
select is(
  (select s.ends_at from subs as s where s.n = 1), '1996-01-31 12:00:00+00'::timestamptz, 'and has what he had before'
);
select is((select s.renew_at from subs as s where s.n = 1), null, 'nothing looks at it for renewal');
select is((select p.next_charge_at from api.profile(-1) as p), null, 'the profile names no charge');
select is((select p.cancelled from api.profile(-1) as p), true, 'but says that it ends');
select is(
  (select t.args ->> 'renews' from told as t where t.n = 1 and t.text = 'refunded'), 'no', 'as the notice does'
);
select is(
  ops.refund(pg_temp.who(2), 2, 'half', 50) ->> 'outcome', 'refunded', 'the other gets a part of it'
);
select ops.refund(pg_temp.who(2), 2, 'and half', 50);
select is(
  (select s.cancelled_at is not null from subs as s where s.n = 2), true,
  'and the rest: all parts together are a refund in full'
);
select is(
  ops.refund(pg_temp.who(3), 1, 'the first month was bad') ->> 'outcome',
  'refunded', 'a third gets back what he paid earlier'
);
select is(
  (select s.cancelled_at from subs as s where s.n = 3),
  null, 'which says nothing about what he paid for since'
);
select is(
  ops.refund(pg_temp.who(7), 2, 'a present for a good customer', p_ends_renewal => false) ->> 'outcome',
  'refunded', 'a fourth gets his money back, and goes on'
);
select is((select s.cancelled_at from subs as s where s.n = 7), null, 'an operator can say so');
select is(
  (select t.args ->> 'renews' from told as t where t.n = 7 and t.text = 'refunded'), 'yes', 'and the notice does'
);
create temporary table said as select count(*) as times from told as t where t.n = 7 and t.notice = 'announced';
select pg_temp.until('1996-01-30 16:00:00+00');
select is(pg_temp.charges(7), 1::bigint, 'nothing is charged at once');
select is(
  (select count(*) from told as t where t.n = 7 and t.notice = 'announced'), (select s.times + 1 from said as s),
  'it is announced once more'
);
select pg_temp.until('1996-01-31 07:00:00+00');
select is(pg_temp.charges(7), 2::bigint, 'and charged when there was time to answer');
select is_empty(
  $$select b.* from ops.broken_promises_of_refunds as b where b.promise = 'refunds_are_not_taken_again'$$,
  'which breaks no promise'
);
select pg_temp.until('1996-02-01 13:00:00+00');
select is(
  array[pg_temp.charges(1), pg_temp.charges(2)], '{1, 1}', 'what was given back is not taken again'
);
select is(array[pg_temp.balance(1), pg_temp.balance(2)], '{100, 100}', 'it stays on the balance');
select is((select array_agg(s.status order by s.n) from subs as s where s.n < 3), '{expired, expired}', 'and it ends');

-- Free time never ends in a charge that was not announced for it
select is(
  (select s.status from subs as s where s.n = 4), 'expired', 'a fourth, without money, has ended'
);
select pg_temp.subscribe(5, 1000), pg_temp.subscribe(6, 1000);
select pg_temp.heard_until('1996-03-01 12:00:00+00');
select pg_temp.minute();
select is(
  (select count(*) from told as t where t.n = 5 and t.notice = 'announced'),
  1::bigint, 'two days before the end it was announced'
);
select ops.grant_days(pg_temp.who(5), 1, 'for the trouble');
select pg_temp.until('1996-03-01 12:10:00+00');
select is(
  (select count(*) from told as t where t.n = 5 and t.notice = 'announced'),
  2::bigint, 'of a gift the charge is announced anew'
);
select ops.change_end(pg_temp.who(6), '1996-03-01 14:00:00+00', 'less');
select pg_temp.until('1996-03-01 16:00:00+00');
select is(pg_temp.charges(6), 0::bigint, 'whose end comes earlier is not charged unannounced');
select is(
  (select count(*) from told as t where t.n = 6 and t.notice = 'announced'), 2::bigint, 'but told first'
);
select pg_temp.until('1996-03-01 19:00:00+00');
select is(pg_temp.charges(6), 1::bigint, 'and charged with time to answer');

-- What could not be sent back is no money for a renewal of which nothing was said since
select is(
  (select count(*) from told as t where t.n = 5 and t.notice = 'announced'), 2::bigint, 'he was told'
);
select set_config(
  'test.refund',
  ops.payout((select p.id from billing.payments as p where p.external_id = 'tap 5'), 'he asked for it', 1000)
  ->> 'refund_id',
  true
);
select pg_temp.until('1996-03-02 14:00:00+00');
select is(pg_temp.charges(5), 0::bigint, 'without money nothing is charged');
select ops.refund_failed(current_setting('test.refund')::bigint, 'the card is gone');
select pg_temp.until('1996-03-02 14:20:00+00');
select is(pg_temp.charges(5), 0::bigint, 'nor when it comes back');
select is(
  (select count(*) from told as t where t.n = 5 and t.notice = 'announced'), 3::bigint, 'before that was announced'
);

-- An offer that is missing for a while
select pg_temp.heard_until('1996-04-01 12:00:00+00');
update billing.subscriptions as s set cancelled_at = app.now(), renew_at = null
where s.id in (select x.id from subs as x) and s.status = 'active';
select pg_temp.until('1996-04-06 12:00:00+00');
select pg_temp.subscribe(10, 351), pg_temp.subscribe(11, 351), pg_temp.subscribe(12, 351);
select pg_temp.until('1996-05-03 00:00:00+00');
create function pg_temp.close() returns void
language sql
as $$
  update billing.prices set valid = tstzrange(lower(valid), app.now()) where currency = 'XTS' and upper_inf(valid)
$$;
create function pg_temp.open(p_amount bigint) returns void
language sql
as $$
  insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
  select p.id, 30, 'day', p_amount, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap'
$$;
select pg_temp.close();
select pg_temp.until('1996-05-03 13:00:00+00');
select pg_temp.open(100);
select isnt(
  (select s.renew_at from subs as s where s.n = 10), null, 'a look that finds no offer is not the last one'
);
select pg_temp.until('1996-05-05 12:00:00+00');
select is(pg_temp.charges(10), 1::bigint, 'so it is renewed when there is one again');
select is(
  (select count(*) from told as t where t.n = 10 and t.notice = 'unavailable'), 0::bigint, 'and nobody was troubled'
);

-- Missing to the end
select pg_temp.until('1996-05-20 12:00:00+00');
select pg_temp.close();
select pg_temp.until('1996-06-04 14:00:00+00');
select is(
  (select count(*) from told as t where t.notice = 'unavailable'), 3::bigint, 'when it lasts, he is told, once'
);
select pg_temp.open(100);
select pg_temp.until('1996-06-04 14:30:00+00');
select is(
  (select t.notice from told as t where t.n = 10 order by t.id desc limit 1), 'announced',
  'there again, one who was told that it cannot be renewed is told that it will be'
);
select pg_temp.until('1996-06-05 07:00:00+00');
select is(pg_temp.charges(10), 2::bigint, 'and it is');

-- A price that rises
select pg_temp.until('1996-06-27 12:00:00+00');
select pg_temp.close(), pg_temp.open(130);
select pg_temp.until('1996-06-27 12:30:00+00');
select pg_temp.until('1996-07-02 12:00:00+00');
select is(
  array[
    (select n.created_at < s.ends_at - interval '6 days'
      from billing.notices as n join subs as s on s.id = n.subscription_id
      where s.n = 11 and n.kind = 'price_risen')
  ],
  '{t}', 'of a higher price he hears a week before the end'
);
select pg_temp.until('1996-07-04 12:00:00+00');
select is(pg_temp.charges(11), 3::bigint, 'and is renewed');

-- A purchase is no word about a cancellation
select pg_temp.until('1996-07-10 12:00:00+00');
select api.cancel(-10);
select inbox._book_payment(-10, 'tap', 'more', null, 1000, 'XTS');
select is(pg_temp.buy(10), 'fulfilled', 'who cancelled buys more');
select isnt((select s.cancelled_at from subs as s where s.n = 10), null, 'and stays cancelled');
select is((select s.renew_at from subs as s where s.n = 10), null, 'nothing will be charged by itself');
select is((select r.outcome from api.resume(-10) as r), 'resumed', 'until he says so');

-- Rows that fail because of us
select pg_temp.until('1996-09-20 12:00:00+00');
select pg_temp.subscribe(n, 1000) from generate_series(20, 29) as n;
select pg_temp.until('1996-10-19 11:50:00+00');
create function pg_temp.fail() returns trigger
language plpgsql
as $$
begin
  raise exception 'a rule of the next release' using errcode = 'check_violation';
end
$$;
create trigger fail before insert on billing.periods for each row execute function pg_temp.fail();
select pg_temp.heard_until('1996-10-19 12:00:00+00');
select is(pg_temp.minute(), '23514', 'when all fail alike, the run fails');
select is((select count(*) from jobs.parked where sqlstate = '23514'), 0::bigint, 'and nobody is parked');

update billing.subscriptions as s set auto_renew = false, renew_at = app.now() where s.id = pg_temp.sub(29);
select is(pg_temp.minute(), '1 done, 0 parked', 'nor when one of ten goes through: the brake holds');
drop trigger fail on billing.periods;
select is(pg_temp.minute(), '9 done, 0 parked', 'when it is over, all are renewed');

-- One that fails by itself
select pg_temp.until('1996-11-18 11:50:00+00');
do $$
begin
  execute format(
    'create trigger fail before insert on billing.periods for each row when (new.subscription_id = %s) '
    'execute function pg_temp.fail()', pg_temp.sub(20)
  );
end
$$;
select pg_temp.until('1996-11-18 12:00:00+00');
select is(
  (select array_agg(p.row_id) from jobs.parked as p where p.job = 'renew_due'),
  array[pg_temp.sub(20)], 'one alone is parked'
);
select pg_temp.until('1996-11-21 12:00:00+00');
select is(
  (select s.status from subs as s where s.n = 20), 'active', 'who is parked for renewal does not end'
);
drop trigger fail on billing.periods;
select pg_temp.until('1996-11-21 13:10:00+00');
select is(pg_temp.charges(20), 2::bigint, 'and is tried again by itself');
select is((select count(*) from jobs.parked where job = 'renew_due'), 0::bigint, 'then it is parked no longer');

select * from finish();
rollback;
