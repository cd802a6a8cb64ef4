-- Notices by rules: who hears what, and when; what is dropped, and why; what an owner can write, and what he sees.
begin;
select plan(104);

\ir fixtures/clock.psql
select set_config('test.now', '1996-03-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '"UTC"' where name = 'timezone';
update app.settings set value = '0' where name in ('quiet_from', 'quiet_to');
update app.flags set enabled = true where name in ('auto_renewal', 'expiry', 'trials', 'reminders');
\set price 100
\ir fixtures/plan.psql
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'marzban', 'http://panel');

\ir fixtures/newcomers.psql
create temporary view told as
select -m.lane::bigint as n, m.id, billing.prepare_notice(m.lane, m.payload) as notice, m.payload ->> 'notice' as rule
from outbox.messages as m
where m.kind = 'billing.notice' and m.lane::bigint < 0;

create function pg_temp.sub(p_n bigint) returns bigint
language sql
as $$ select min(s.id) from subs as s where s.n = p_n $$;
create function pg_temp.person(p_n bigint) returns bigint
language sql
as $$
  insert into people
  select p_n, s.user_id from api.start(-p_n, sha256(format('tap %s', -p_n)::bytea), null, 'Ann', 'en') as s
  on conflict do nothing;
  select p.id from people as p where p.n = p_n
$$;
create function pg_temp.pay(p_n bigint, p_amount bigint) returns text
language plpgsql
as $$
begin
  perform ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(pg_temp.person(p_n), 'cash', 'XTS'), p_amount)::ledger.leg
  ]);
  return billing.renew_now(pg_temp.person(p_n));
end
$$;
-- A period of 30 days from now, paid, and no money left.
create function pg_temp.subscribe(p_n bigint) returns void
language plpgsql
as $$
declare
  v_user constant bigint := pg_temp.person(p_n);
  v_price billing.prices;
begin
  perform pg_temp.pay(p_n, 100);
  select r.* into v_price from billing.prices as r join billing.plans as p on p.id = r.plan_id where p.code = 'tap';
  perform billing.grant_period(
    v_user, v_price.plan_id, 'paid',
    billing.next_period((select s from billing.subscriptions as s where s.user_id = v_user limit 1), 30, 'day'),
    v_price.id, null,
    ledger.post('purchase', format('tap:%s', gen_random_uuid()), array[
      (ledger.account(v_user, 'cash', 'XTS'), -100)::ledger.leg,
      (ledger.account(null, 'revenue', 'XTS'), 100)::ledger.leg
    ]),
    p_subscription_id => (select s.id from billing.subscriptions as s where s.user_id = v_user limit 1)
  );
end
$$;
create function pg_temp.off(p_n bigint) returns void
language sql
as $$ select api.set_auto_renew(-p_n, false) $$;
-- The jobs, in their order; what was said to a user, or null.
create function pg_temp.at(p_now timestamptz, p_n bigint) returns text
language plpgsql
as $$
declare
  v_last bigint := coalesce((select max(t.id) from told as t), 0);
begin
  perform set_config('test.now', p_now::text, true);
  perform billing.renew_batch(1000), billing.expire_batch(1000), billing.notify_batch(1000);
  return (select string_agg(t.rule, ', ' order by t.id) from told as t where t.n = p_n and t.id > v_last);
end
$$;
create function pg_temp.dropped(p_n bigint) returns text
language sql
as $$
  select string_agg(format('%s: %s', t.kind, t.dropped), ', ' order by t.ends_at, t.kind)
  from billing.notices as t
  where t.subscription_id = pg_temp.sub(p_n) and t.dropped is not null
$$;
create function pg_temp.text(p_n bigint) returns text
language sql
as $$ select t.notice ->> 'text' from told as t where t.n = p_n order by t.id desc limit 1 $$;
create function pg_temp.button(p_n bigint) returns text
language sql
as $$ select t.notice #>> '{buttons, 0, 0, data}' from told as t where t.n = p_n order by t.id desc limit 1 $$;

-- A trial: 1 to 4 March 12:00
do $$ begin perform pg_temp.person(1); perform api.start_trial(-1); end $$;
update vpn.access as a set applied_generation = 1, link = 'vless://x' where a.subscription_id = pg_temp.sub(1);
insert into vpn.usage (access_id, used_bytes, read_at)
select a.id, 0, app.now() from vpn.access as a where a.subscription_id = pg_temp.sub(1);
select is(pg_temp.at('1996-03-01 12:01:00+00', 1), null, 'at first nothing is said');
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(1)),
  '1996-03-01 14:00:00+00', 'and nobody looks before the first moment'
);
select is(pg_temp.at('1996-03-01 13:59:59+00', 1), null, 'not a second before');
select is(pg_temp.at('1996-03-01 14:00:00+00', 1), 'never_connected', 'two hours without a connection');
select is(pg_temp.text(1) || ' ' || pg_temp.button(1), 'never-connected go:access', 'offer help');
update vpn.usage as u set connected_at = app.now()
from vpn.access as a where a.id = u.access_id and a.subscription_id = pg_temp.sub(1);
select is(
  (select t.notice from told as t where t.rule = 'never_connected'), null, 'which is not said any more once he connects'
);
select is(pg_temp.at('1996-03-01 18:00:00+00', 1), 'trial_6h', '+6 h');
select is(pg_temp.at('1996-03-03 12:00:00+00', 1), 'trial_48h', '+48 h');
select is(pg_temp.text(1) || ' ' || pg_temp.button(1), 'trial-second-day go:plans', 'with a way to buy');
select is(pg_temp.at('1996-03-03 12:01:00+00', 1), null, 'once');
select is(pg_temp.at('1996-03-04 06:00:00+00', 1), 'trial_ends', 'six hours before the end');
select is(
  (select t.useful_until from outbox.messages as t where t.payload ->> 'notice' = 'trial_ends' and t.lane = '-1'),
  '1996-03-04 11:00:00+00', 'useful until its deadline'
);
select is(pg_temp.at('1996-03-04 12:00:00+00', 1), 'ended', 'and the end');
select results_eq(
  $$select t.notice ->> 'text', t.notice #>> '{args, percent}', t.notice #>> '{args, until, time}'
    from told as t where t.n = 1 order by t.id desc limit 1$$,
  $$values ('trial-ended-offer', '30', '1996-03-05T12:00:00+00:00')$$,
  'that comes with an offer'
);
select is(
  (select o.amount from billing.offers_to(pg_temp.person(1)) as o where o.currency = 'XTS'), 70::bigint,
  'which is what everything costs him'
);
select is(pg_temp.at('1996-03-05 12:00:00+00', 1), null, 'a trial is not invited back');
select is(
  (select o.amount from billing.offers_to(pg_temp.person(1)) as o where o.currency = 'XTS'), 100::bigint,
  'and the offer is over after a day'
);
select is(pg_temp.dropped(1), null, 'nothing was dropped');

update billing.notice_rules as r set enabled = false where r.name = 'never_connected';

-- 2 pays by hand, 3 renews, 4 is short, 5 cancels; all until 4 April 12:00, access of 2 to 4 a day longer.
select set_config('test.now', '1996-03-05 12:00:00+00', true);
select pg_temp.subscribe(n), pg_temp.at('1996-03-05 12:00:00+00', n) from unnest('{2, 3, 4, 5, 6}'::bigint[]) as n;
select pg_temp.pay(3, 100), pg_temp.off(2), pg_temp.off(6);
select api.cancel(-5);
select is(pg_temp.at('1996-04-01 11:59:59+00', 2), null, 'four weeks of silence');
select is(pg_temp.at('1996-04-01 12:00:00+00', 2), 'ending', 'three days before the end');
select is(
  pg_temp.text(2) || (select t.notice #>> '{args, why}' from told as t where t.n = 2 and t.rule = 'ending'),
  'renewal-endingoff', 'the one who has to renew by hand'
);
select matches(pg_temp.button(2), '^price:', 'by one tap');
select is(
  (select string_agg(format('%s %s', t.n, t.rule), ', ' order by t.n) from told as t where t.n in (3, 4, 5)),
  '3 announced, 4 announced, 5 ending', 'and the one who has cancelled; the others hear of their charge'
);
select is(
  (select t.notice #>> '{args, why}' from told as t where t.n = 5 and t.rule = 'ending'), 'cancelled', 'and why'
);
-- 6 renews after it was warned.
select is(pg_temp.at('1996-04-03 12:00:00+00', 5), 'ends_24h', 'a day before the end of one without grace');
select pg_temp.subscribe(6);
select is(
  (select count(*) from told as t where t.n = 6 and t.notice is not null and t.rule = 'ending'), 0::bigint,
  'a warning that waits is not sent after a renewal'
);
select is(pg_temp.at('1996-04-04 09:00:00+00', 5), 'ends_3h', 'three hours before');
select is(pg_temp.at('1996-04-04 12:00:00+00', 2), 'ends_24h', 'the others have the grace first');
select is(
  (select t.notice #>> '{args, expires_at, time}' from told as t where t.n = 2 order by t.id desc limit 1),
  '1996-04-05T12:00:00+00:00', 'and hear when access really ends'
);
select is(pg_temp.at('1996-04-05 09:00:00+00', 4), 'ends_3h', 'one who is short as well');
select is(pg_temp.text(4) || ' ' || pg_temp.button(4), 'access-ends-soon topup:100', 'and can top up');
select is(pg_temp.pay(4, 100), 'renewed', 'who does');
select is(
  (select t.notice from told as t where t.n = 4 and t.rule = 'ends_3h'), null, 'is not warned any more'
);
select is(pg_temp.at('1996-04-05 12:00:00+00', 5), 'win_back_1d', 'a day after the end');
select is(pg_temp.text(5), 'win-back', 'an invitation');
select is(pg_temp.at('1996-04-07 12:00:00+00', 5), 'win_back_3d', 'and two days later the last one');
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(5)), null,
  'then nobody looks any more'
);
select is(
  (select string_agg(t.rule, ', ' order by t.id) from told as t where t.n = 3), 'announced, renewed',
  'one who renews hears of nothing else'
);
select is(
  (select string_agg(t.rule, ', ' order by t.id) from told as t where t.n = 6), 'ending', 'nor does who has renewed'
);
select is(pg_temp.at('1996-05-01 11:59:59+00', 6), null, 'until the next end');
select is(pg_temp.at('1996-05-01 12:00:00+00', 6), 'ending', 'which has its own');

-- Bought again after the end, all begins anew.
select pg_temp.subscribe(5);
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(5)), app.now(),
  'who comes back is looked at again'
);

-- Late
select set_config('test.now', '1996-06-01 12:00:00+00', true);
update billing.notice_rules as r set deadline = '1 day' where r.name = 'ends_24h';
select pg_temp.subscribe(n), pg_temp.off(n), pg_temp.at('1996-06-01 12:00:00+00', n)
from unnest('{10, 11}'::bigint[]) as n;
select is(pg_temp.at('1996-06-29 11:00:00+00', 10), 'ending', 'a day down: still within the deadline');
select is(pg_temp.at('1996-07-02 10:00:00+00', 10), 'ends_3h', 'three days down: the last warning');
select is(pg_temp.dropped(10), 'ends_24h: overtaken', 'stands for the one before it');
select is(pg_temp.at('1996-08-20 12:00:00+00', 10), 'ended', 'a jump of the clock by weeks: no invitation');
select is(
  pg_temp.dropped(10), 'ends_24h: overtaken, win_back_1d: late, win_back_3d: late', 'comes after its deadline, and why'
);
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(10)), null, 'nor later'
);
select set_config('test.now', '1996-06-29 11:00:00+00', true);
select is(pg_temp.at('1996-07-02 10:00:00+00', 10), null, 'nor when the clock goes back');

-- Who is told
select set_config('test.now', '1996-09-01 12:00:00+00', true);
select pg_temp.subscribe(n), pg_temp.off(n), pg_temp.at('1996-09-01 12:00:00+00', n)
from unnest('{20, 21, 22, 23, 24}'::bigint[]) as n;
select results_eq('select * from api.notice_preferences(-20)', 'values (true, true)', 'without a choice, all');
select results_eq('select * from api.set_notice_preference(-20, false)', $$values ('ok')$$, 'who wants no tips');
select results_eq('select * from api.set_notice_preference(-20, false)', $$values ('ok')$$, 'and says so twice');
select results_eq('select * from api.notice_preferences(-20)', 'values (false, true)', 'is believed');
select is(
  (
    select count(*) from app.audit as a
    where a.action = 'user.notices_chosen' and a.subject_id = pg_temp.person(20)
  ),
  1::bigint, 'and the audit says it once'
);
select throws_ok('select api.set_notice_preference(-999, true)', 'TK010');
select api.set_reachable(-21, false);
select set_config('test.now', '1996-09-20 12:00:00+00', true);
select ops.revoke(pg_temp.person(22), 'tap');
select is(pg_temp.at('1996-10-01 12:00:00+00', 20), 'ends_24h', 'hears that it ends');
-- 23 has another one that runs.
select set_config('test.now', '1996-10-02 09:00:00+00', true);
insert into people select 23, p.id from people as p where p.n = 23 on conflict do nothing;
do $$
begin
  perform billing.grant_period(
    pg_temp.person(23), (select p.id from billing.plans as p where p.code = 'tap'), 'grant',
    (1, app.now(), app.now() + interval '1 day', app.now(), 1)::billing.span
  );
end
$$;
select is(pg_temp.at('1996-10-02 12:00:00+00', 20), 'ended', 'and that it has ended');
select is(
  (select string_agg(t.kind, ', ') from billing.notices as t where t.subscription_id <> pg_temp.sub(23)
    and t.subscription_id in (select s.id from subs as s where s.n = 23)),
  null, 'a gift of a day is not followed by warnings of days'
);
select pg_temp.at('1996-10-03 12:00:00+00', 20);
select is(pg_temp.dropped(20), 'ending: late, win_back_1d: opted_out', 'but is not invited');
select matches(pg_temp.dropped(21), 'ends_24h: unreachable', 'who cannot be reached is not told, and that is recorded');
select is(
  (select count(*) from billing.notices as t where t.subscription_id = pg_temp.sub(22) and t.kind ~ 'win_back'),
  0::bigint, 'what was taken back is not followed by an invitation'
);
select is(
  (select string_agg(t.rule, ', ' order by t.id) from told as t where t.n = 24 and t.rule ~ 'win_back'), 'win_back_1d',
  'others are'
);

-- Quiet hours, on each one's clock
update app.settings set value = '22' where name = 'quiet_from';
update app.settings set value = '9' where name = 'quiet_to';
update app.settings set value = '"Europe/Moscow"' where name = 'timezone';
select results_eq(
  $$select billing.after_quiet_hours(t.at::timestamptz, t.zone) from (values
    ('1997-01-10 18:59+00', 'UTC'), ('1997-01-10 19:00+00', 'UTC'), ('1997-01-11 05:59+00', 'UTC'),
    ('1997-01-11 06:00+00', 'UTC'),
    -- Clocks go forward on 30 March at 1:00 UTC, and back on 26 October.
    ('1997-03-29 22:00+00', 'Europe/Berlin'), ('1997-03-30 02:30+00', 'Europe/Berlin'),
    ('1997-10-25 22:00+00', 'Europe/Berlin'), ('1997-10-26 07:59+00', 'Europe/Berlin'),
    ('1997-10-26 08:00+00', 'Europe/Berlin')
  ) as t (at, zone)$$,
  $$values
    ('1997-01-10 18:59+00'::timestamptz), ('1997-01-11 06:00+00'), ('1997-01-11 06:00+00'), ('1997-01-11 06:00+00'),
    ('1997-03-30 07:00+00'), ('1997-03-30 07:00+00'),
    ('1997-10-26 08:00+00'), ('1997-10-26 08:00+00'), ('1997-10-26 08:00+00')$$,
  'last from ten to nine, also in the night in which clocks change'
);
update app.settings set value = '9' where name = 'quiet_from';
update app.settings set value = '22' where name = 'quiet_to';
select is(
  billing.after_quiet_hours('1997-01-10 12:00+00', 'UTC'), '1997-01-10 19:00+00',
  'or through the day, where an owner says so'
);
update app.settings set value = '22' where name = 'quiet_from';
update app.settings set value = '9' where name = 'quiet_to';
select set_config('test.now', '1997-02-27 23:30:00+00', true);
select pg_temp.subscribe(30), pg_temp.off(30), pg_temp.at('1997-02-27 23:30:00+00', 30);
update app.users as u set timezone = 'Europe/Berlin' where u.id = pg_temp.person(30);
select is(pg_temp.at('1997-03-26 23:30:00+00', 30), null, 'half past midnight in Berlin: it waits');
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(30)), '1997-03-27 08:00:00+00',
  'until nine'
);
select is(pg_temp.at('1997-03-27 07:59:00+00', 30), null, 'not a minute less');
select is(pg_temp.at('1997-03-27 08:00:00+00', 30), 'ending', 'then it comes, once');
select is(pg_temp.at('1997-03-27 08:01:00+00', 30), null, 'once');
-- Clocks change, and nine is an hour earlier.
select is(pg_temp.at('1997-03-29 23:30:00+00', 30), null, 'the next one waits in the short night');
select is(pg_temp.at('1997-03-30 06:59:00+00', 30), null, 'until nine');
select is(pg_temp.at('1997-03-30 07:00:00+00', 30), 'ends_24h', 'which is an hour earlier');
select is(pg_temp.at('1997-03-30 20:30:00+00', 30), 'ends_3h', 'what is urgent does not wait');
-- A tip for which the night is too long, and a warning for which it is.
update billing.notice_rules as r set deadline = '3 hours' where r.name in ('win_back_1d', 'ending');
select is(pg_temp.at('1997-03-31 23:30:00+00', 30), 'ended', 'in the night');
select is(pg_temp.dropped(30), 'win_back_1d: quiet_hours', 'a tip is dropped rather than late');
select pg_temp.subscribe(31), pg_temp.off(31), pg_temp.at('1997-03-31 23:30:00+00', 31);
select is(pg_temp.at('1997-04-27 23:30:00+00', 31), 'ending', 'a warning disturbs rather than being late');
update app.settings set value = '0' where name in ('quiet_from', 'quiet_to');

-- What an owner does
select set_config('test.now', '1998-01-01 12:00:00+00', true);
select pg_temp.subscribe(40), pg_temp.off(40), pg_temp.at('1998-01-01 12:00:00+00', 40);
insert into billing.notice_rules (
  name, description, category, enabled, anchor, after, deadline, audience, text
) values ('ends_7d', 'A week before.', 'service', false, 'end', '-7 days', '1 day', '{off}', 'renewal-ending');
select pg_temp.at('1998-01-20 12:00:00+00', 40);
select results_eq(
  $$select d.rule, d.text, d.send_at, d.verdict from ops.notices_due('9 days') as d
    where d.user_id = pg_temp.person(40)$$,
  $$values
    ('ends_7d', 'renewal-ending', '1998-01-24 12:00:00+00'::timestamptz, 'disabled'),
    ('ending', 'renewal-ending', '1998-01-28 12:00:00+00', 'send')$$,
  'a rule that is off shows whom it would reach'
);
update billing.notice_rules as r set enabled = true where r.name = 'ends_7d';
select is(
  (select d.verdict from ops.notices_due('9 days') as d where d.user_id = pg_temp.person(40) and d.rule = 'ends_7d'),
  'send', 'one that is on, whom it will'
);
select is(
  (select w.look_at from billing.notice_watch as w where w.subscription_id = pg_temp.sub(40)), '1998-01-24 12:00:00+00',
  'and is looked at in time'
);
select is(
  (select string_agg(d.rule, ', ' order by d.send_at) from ops.notices_due('20 days') as d
    where d.user_id = pg_temp.person(40)),
  'ends_7d, ending, ends_24h, ends_3h, ended, win_back_1d, win_back_3d', 'the whole way to the end can be seen'
);
select is(pg_temp.at('1998-01-24 12:00:00+00', 40), 'ends_7d', 'what was shown is what comes');
update billing.notice_rules as r set after = '-5 days' where r.name = 'ends_7d';
select is(pg_temp.at('1998-01-26 12:00:00+00', 40), null, 'nobody hears it again because it was edited');
select pg_temp.subscribe(41), pg_temp.pay(41, 100);
select results_eq(
  $$select d.rule, d.send_at, d.verdict from ops.notices_due('29 days') as d
    where d.user_id = pg_temp.person(41) and d.verdict <> 'disabled'$$,
  $$values
    ('announced', '1998-02-22 12:00:00+00'::timestamptz, 'send'), ('renewed', '1998-02-24 12:00:00+00', 'send')$$,
  'charges are foreseen as well'
);
select is(
  (select count(*) from app.audit as a where a.action = 'notice_rule.changed' and a.subject_key = 'ends_7d'), 2::bigint,
  'edits are in the audit'
);
select throws_ok(format($$update billing.notice_rules set %s$$, t.edit), t.state)
from (values
  ('enabled = false where name = ''renewed''', '23514'),
  ('deadline = ''4 days'' where name = ''ending''', '23514'),
  ('after = ''-2 hours'' where name = ''trial_6h''', '23514'),
  ('audience = ''{everybody}'' where name = ''ending''', '23514'),
  ('audience = ''{}'' where name = ''ending''', '23514'),
  ('audience = ''{renews}'' where name = ''win_back_1d''', '23514'),
  ('anchor = null where name = ''ending''', '23514'),
  ('text = ''no-such-text'' where name = ''ending''', '23514'),
  ('urgent = true where name = ''win_back_1d''', '23514'),
  ('offer_percent = 30 where name = ''win_back_1d''', '23514'),
  ('offer_percent = 30, offer_for = ''1 day'' where name = ''ending''', '23514'),
  ('name = ''ended_somehow'' where name = ''ended''', 'TK065')
) as t (edit, state);
select throws_ok(
  $$insert into billing.notices (subscription_id, period_number, kind, amount, created_at, ends_at)
    select n.subscription_id, n.period_number, n.kind, 7, n.created_at, n.ends_at
    from billing.notices as n where n.kind = 'ends_7d' and n.subscription_id = pg_temp.sub(40)$$,
  '23505'
);
select throws_ok($$update app.settings set value = '"Mars/Olympus"' where name = 'timezone'$$);

-- An invitation with an offer, to one who takes tips
update billing.notice_rules as r set offer_percent = 20, offer_for = '2 days' where r.name = 'win_back_3d';
select pg_temp.at('1998-02-01 12:00:00+00', 40);
select is(pg_temp.at('1998-02-04 12:00:00+00', 40), 'win_back_3d', 'an invitation');
select is(
  (
    select array[t.notice #>> '{args, offer}', t.notice #>> '{args, percent}']
    from told as t
    where t.n = 40
    order by t.id desc
    limit 1
  ),
  '{yes, 20}', 'with an offer'
);

-- A bad row does not hold up its neighbours.
select set_config('test.now', '1999-01-01 12:00:00+00', true);
select pg_temp.subscribe(n), pg_temp.off(n), pg_temp.at('1999-01-01 12:00:00+00', n)
from unnest('{50, 51, 52}'::bigint[]) as n;
create function pg_temp.fail() returns trigger
language plpgsql
as $$ begin raise exception 'tap' using errcode = '22000'; end $$;
select format(
  'create trigger tap before insert on billing.notices for each row when (new.subscription_id = %s) '
  'execute function pg_temp.fail()',
  pg_temp.sub(51)
) \gexec
select set_config('test.now', '1999-01-28 12:00:00+00', true);
select is((select b.parked from billing.notify_batch(1000) as b), 1, 'it is parked');
select is(
  (select string_agg(t.n::text, ', ' order by t.n) from told as t where t.n >= 50 and t.rule = 'ending'), '50, 52',
  'its neighbours hear'
);
select results_eq('select * from billing.notify_batch(1000)', 'values (0, 0, false)', 'and it waits');
drop trigger tap on billing.notices;
select is(pg_temp.at('1999-01-28 13:00:01+00', 51), 'ending', 'until it is tried again');

select * from finish();
rollback;
