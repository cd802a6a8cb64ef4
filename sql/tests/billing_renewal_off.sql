-- Who is not renewed although he wants to be, because the shop renews nothing, or because it did not deliver: the
-- screens say so, and his end is announced like that of anybody who renews by hand.
begin;
select plan(35);

\ir fixtures/clock.psql
select set_config('test.now', '1996-03-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '"UTC"' where name = 'timezone';
update app.settings set value = '0' where name in ('quiet_from', 'quiet_to');
update app.settings set value = '6' where name = 'delivery_hours_new';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update app.flags set enabled = true
where name in ('purchases', 'topups', 'auto_renewal', 'expiry', 'reminders', 'method_charges');
update app.brakes set most = 100, share = 0, held = 0, held_since = null, released_until = null;
\set price 100
\ir fixtures/plan.psql
insert into billing.plans (code, title, benefits) values ('less', '{"en": "Less"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 60, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'less';
\ir fixtures/panel.psql

\set people 5
\ir fixtures/people.psql
\ir fixtures/offers.psql
\ir fixtures/subscriptions.psql
do $$
begin
  perform inbox._book_payment(p.telegram_id, 'tap', format('off %s', p.telegram_id), null, 1000, 'XTS') from people as p;
end
$$;
create temporary view told as
select m.lane::bigint as n, m.id, m.payload ->> 'notice' as rule, billing.prepare_notice(m.lane, m.payload) as notice
from outbox.messages as m
where m.kind = 'billing.notice' and m.lane::bigint < 0;
-- The jobs, as far as they are switched on; what was said to a user, or null.
create function pg_temp.at(p_now timestamptz, p_n bigint) returns text
language plpgsql
as $$
declare
  v_last bigint := coalesce((select max(t.id) from told as t), 0);
begin
  perform set_config('test.now', p_now::text, true);
  perform billing.renew_batch(1000) where app.flag('auto_renewal');
  perform billing.expire_batch(1000) where app.flag('expiry');
  perform billing.notify_batch(1000);
  return (select string_agg(t.rule, ', ' order by t.id) from told as t where t.n = p_n and t.id > v_last);
end
$$;
create function pg_temp.shown(p_n bigint) returns text
language sql
as $$
  select format('%s, %s', case when p.auto_renew then 'on' else 'off' end, coalesce(p.next_charge_amount::text, 'nothing'))
  from api.profile(p_n) as p
$$;

-- The owner switches renewal off.
select is(pg_temp.buy(-1, 'tap'), 'fulfilled', 'a user buys, and has money for the next period');
select is(pg_temp.shown(-1), 'on, 100', 'which the screen says will be charged');
update app.flags set enabled = false where name = 'auto_renewal';
select is(pg_temp.shown(-1), 'on, 100', 'also with renewal switched off, which only pauses');
select ops.release_brake('unrenewed', 'renewal stays off', '100 years');
select is(pg_temp.shown(-1), 'off, nothing', 'until the ends are let through: then it says that nothing is');
select is(
  (select (a.r).outcome from (select api.set_auto_renew(-1, true) as r) as a), 'switched_off', 'so does the switch'
);
select is((select auto_renew from subs where n = -1), true, 'his choice stays');
select is(
  (select s.auto_renew from api.schedule_change(-1, pg_temp.price('less')) as s), false,
  'what he has chosen to follow does not follow by itself'
);
select api.schedule_change(-1, pg_temp.price('tap'));
select is(pg_temp.at('1996-03-28 12:00:00+00', -1), 'ending', 'three days before he hears that it ends');
select is(
  (select t.notice #>> '{args, why}' from told as t where t.n = -1 order by t.id desc limit 1), 'off',
  'because it is not renewed'
);
select is(pg_temp.at('1996-03-31 12:00:00+00', -1), 'ends_24h', 'and a day before access does');
select is(pg_temp.shown(-1), 'off, nothing', 'in its grace, too');
select is(pg_temp.at('1996-04-01 09:00:00+00', -1), 'ends_3h', 'and three hours');
select is(pg_temp.at('1996-04-01 12:00:00+00', -1), 'ended', 'then it has ended');
select set_config('test.now', '1996-04-03 12:00:00+00', true);
insert into app.told (user_id, subscription_id, period_number, what, at, sent_at)
select s.user_id, s.id, 1, n.kind, n.created_at, n.created_at as sent_at
from billing.notices as n join subs as s on s.id = n.subscription_id
where s.n = -1;
select is_empty(
  $$select b.subject
    from ops.broken_promises_of_warning as b
    join subs as s on b.subject ~ format('^subscription %s\M', s.id)$$,
  'nobody had to find that out by himself'
);

-- Renewal is on again, after somebody was told that his plan ends.
select set_config('test.now', '1996-04-05 12:00:00+00', true);
select is(pg_temp.buy(-5, 'tap'), 'fulfilled', 'a user buys while renewal is off');
select is(pg_temp.at('1996-05-02 12:00:00+00', -5), 'ending', 'and hears that it ends');
select set_config('test.now', '1996-05-04 13:00:00+00', true);
select ops.set_flag('auto_renewal', true, 'we renew again');
select is(pg_temp.at('1996-05-04 13:00:00+00', -5), 'announced', 'it is announced first when renewal is on again');
select is(pg_temp.shown(-5), 'on, 100', 'as the screen says');
select is((select s.period_number from subs as s where s.n = -5), 1, 'and not charged before he can answer');
select is(
  (select b.released_until from app.brakes as b where b.name = 'unrenewed'), null,
  'and another time it only pauses until somebody says otherwise'
);

-- Renewal that only pauses ends nothing.
select set_config('test.now', '1996-05-01 12:00:00+00', true);
select is(pg_temp.buy(-2, 'tap'), 'fulfilled', 'another user buys');
update app.flags set enabled = false where name in ('auto_renewal', 'expiry');
select is(pg_temp.shown(-2), 'on, 100', 'who is charged when the pause is over');
select is(pg_temp.at('1996-05-28 12:00:00+00', -2), null, 'is not told of an end');
update app.flags set enabled = true where name in ('auto_renewal', 'expiry');

-- What was bought is not delivered and refunded; days that were given stay.
select set_config('test.now', '1996-07-01 12:00:00+00', true);
select is(pg_temp.buy(-3, 'tap'), 'fulfilled', 'a third user buys');
select billing.extend(pg_temp.who(3), '7 days', gen_random_uuid(), 'operator:tap', 'tapped');
select set_config('test.now', '1996-07-01 18:00:00+00', true);
select billing.refund_undelivered_batch(50);
select is(
  (select (s.status, s.ends_at, s.auto_renew, s.renew_at)::text from subs as s where s.n = -3),
  '(active,"1996-07-08 18:00:00+00",t,)', 'he has the days, and nothing is charged at their end'
);
select is(pg_temp.shown(-3), 'off, nothing', 'as the screen says');
select billing.extend(pg_temp.who(3), '4 days', gen_random_uuid(), 'operator:tap', 'we are sorry');
select is(pg_temp.shown(-3), 'off, nothing', 'four days more change nothing of it');
select billing.keep_terms(s, s.id) from billing.subscriptions as s join subs as b on b.id = s.id where b.n = -3;
select is(pg_temp.shown(-3), 'off, nothing', 'nor does a gift');
select is(pg_temp.at('1996-07-09 18:00:00+00', -3), 'ending', 'he hears that they end');
select is(pg_temp.at('1996-07-12 06:00:00+00', -3), null, 'near the end');
select is(billing.renew_now(pg_temp.who(3)), 'not_due', 'money that comes is not taken for it');
select is_empty(
  $$select b.subject
    from ops.broken_promises_of_screens as b
    join subs as s on b.subject ~ format('^subscription %s\M', s.id)$$,
  'the screens tell the truth'
);
select is(
  (select (a.r).outcome from (select api.set_auto_renew(-3, true) as r) as a), 'on', 'he may switch it on'
);
select is(pg_temp.shown(-3), 'on, 100', 'then it is charged');

-- Nor does a purchase leave it off.
select set_config('test.now', '1996-09-01 12:00:00+00', true);
select pg_temp.buy(-4, 'tap');
select billing.extend(pg_temp.who(4), '7 days', gen_random_uuid(), 'operator:tap', 'tapped');
select set_config('test.now', '1996-09-01 18:00:00+00', true);
select billing.refund_undelivered_batch(50);
select pg_temp.buy(-4, 'tap');
select is(pg_temp.shown(-4), 'on, 100', 'who buys again is renewed again');

select * from finish();
rollback;
