-- What was paid and did not come by its deadline is refunded, once, and the user told; what came late is made up
-- for. Through the listener's own calls: claim, ack, bury.
begin;
select plan(104);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '6' where name = 'delivery_hours_new';
update app.settings set value = '24' where name = 'delivery_hours_renewal';
update app.settings set value = '15' where name = 'late_delivery_minutes';
update app.brakes set most = 5, share = 0, held = 0, held_since = null, released_until = null
where name = 'refund_undelivered';
delete from app.brake_uses;
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql
-- The lanes of a live database are none of ours.
update outbox.topics set concurrency = null, rate = null, paused_until = null where name = 'vpn';
update outbox.destinations set failures = 0, paused_until = null where topic = 'vpn';
update outbox.lanes set ready_at = 'infinity' where topic = 'vpn';
update app.users set role = null;

\set people 16
\ir fixtures/people.psql
\ir fixtures/told.psql
update app.users set role = 'owner' where id = (select id from people where telegram_id = -4);
create temporary view standing as
select
  p.telegram_id, s.id, s.status, s.ends_at, s.auto_renew, billing.balance_of(p.id, 'XTS') as balance,
  s.renew_at, a.desired_present, a.desired_generation, a.applied_generation, a.last_error, a.access_id
from people as p
join billing.subscriptions as s on s.user_id = p.id
join ops.access as a on a.subscription_id = s.id;

create function pg_temp.buy(p_who integer) returns text
language sql
as $$
  select inbox._book_payment(p_who, 'tap', gen_random_uuid()::text, null, 3000, 'XTS');
  select p.outcome
  from billing.offers as f
  cross join lateral api.open_order(p_who, f.price_id) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;
-- What the listener does with the message of a subscription that is due: the panel takes it, or it is buried.
create function pg_temp.listener(p_who integer, p_reason text default null) returns text
language plpgsql
as $$
declare
  v_answer json;
  v_outcome text;
begin
  update outbox.destinations set failures = 0 where topic = 'vpn';
  update outbox.lanes as l set ready_at = clock_timestamp() - interval '1 s', token = null, claimed_to = null
  from standing as s
  where l.topic = 'vpn' and l.lane = s.access_id::text and s.telegram_id = p_who;
  v_answer := outbox.claim('vpn', 100);
  select case
    when p_reason is not null then outbox.bury('vpn', d.lane, d.id, d.token, p_reason, 'the panel is down')
    else outbox.ack(
      'vpn', array[d.lane], array[d.id], array[d.token],
      array[(d.payload::jsonb || '{"link": "vless://tap"}')::jsonb]
    )::text
  end
  into v_outcome
  from (
    select m ->> 0 as lane, (m ->> 1)::bigint as id, (v_answer ->> 'token')::bigint as token, m -> 3 as payload
    from json_array_elements(v_answer -> 'messages') as m
    where m ->> 0 = (select s.access_id::text from standing as s where s.telegram_id = p_who)
  ) as d;
  return v_outcome;
end
$$;
create function pg_temp.tick() returns jobs.step
language sql
as $$
  select jobs.make_up_late(100);
  select jobs.refund_undelivered(50)
$$;

-- A purchase that never reaches the panel: one answer, many attempts, a listener that gives up: all the same.
select is(pg_temp.buy(-1), 'fulfilled', 'a period is bought');
select is((select balance from standing where telegram_id = -1), 0::bigint, 'with all the money');
select is(pg_temp.listener(-1, 'rejected'), 'waiting', 'a proxy answers 404 in the panel''s place');
select is(pg_temp.listener(-1, 'attempts'), 'waiting', 'the panel is down for long');
select is(pg_temp.listener(-1, 'prepare'), 'waiting', 'a column is missing');
select pg_temp.at('1996-02-01 17:59:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'for hours nothing is taken back');
select results_eq(
  'select status, balance, auto_renew from standing where telegram_id = -1',
  $$values ('active'::text, 0::bigint, true)$$, 'the customer has what he bought'
);
select pg_temp.at('1996-02-01 18:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'then the shop''s patience ends');
select results_eq(
  'select status, ends_at, balance, auto_renew, renew_at, last_error from standing where telegram_id = -1',
  $$values (
    'expired'::text, '1996-02-01 12:00:00+00'::timestamptz, 3000::bigint, true, null::timestamptz,
    'prepare: the panel is down'
  )$$,
  'the money is back, the time is gone, his settings are as he chose them'
);
select results_eq(
  $$select r.cause = format('undelivered:%s:1', s.id), r.amount, r.actor
    from billing.refunds as r join standing as s on s.id = r.subscription_id where s.telegram_id = -1$$,
  $$values (true, 3000::bigint, 'system'::text)$$,
  'by a refund with its cause'
);
select results_eq(
  $$select text, args -> 'amount' ->> 'money', args ->> 'runs' from told where lane = '-1' order by text$$,
  $$values ('refunded-undelivered'::text, '3000'::text, 'no'::text)$$,
  'the user is told'
);
select results_eq(
  $$select m.payload ->> 'screen' from outbox.messages as m where m.kind = 'inbox.refresh' and m.lane = '-1'$$,
  $$values ('undelivered'::text)$$,
  'and the screen that says that he has paid is asked to say this instead'
);
select results_eq(
  $$select text, args ->> 'error', args -> 'amount' ->> 'money' from told where lane = '-4'$$,
  $$values ('admin-undelivered'::text, 'prepare: the panel is down'::text, '3000'::text)$$,
  'and so are the admins'
);
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');
select pg_temp.at('1996-02-03 18:00:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'nothing more is given back');
select is(jobs.renew_due(100), (0, 0, false)::jobs.step, 'and nothing is charged again');
select is((select count(*) from told where lane in ('-1', '-4')), 2::bigint, 'nobody is told again');
select is(pg_temp.listener(-1), '1', 'when the panel is back it learns what is desired');
select is(
  (select applied_generation from standing where telegram_id = -1), 2::bigint, 'as it is desired now: absent'
);
select is(
  (
    select count(*)
    from vpn.late_deliveries as d
    join standing as s on s.id = d.subscription_id
    where s.telegram_id = -1
  ),
  0::bigint, 'and for what was refunded no time is owed'
);

-- A renewal, while the panel is down for longer than any number of attempts: the old access runs.
select pg_temp.at('1996-02-04 12:00:00+00');
select is(pg_temp.buy(-2), 'fulfilled', 'another user buys');
select is(pg_temp.listener(-2), '1', 'and gets it');
select pg_temp.at('1996-02-10 12:00:00+00');
select is(pg_temp.buy(-2), 'fulfilled', 'then buys a second period');
select is(pg_temp.buy(-2), 'fulfilled', 'and a third, which waits in the same message');
select is((select ends_at from standing where telegram_id = -2), '1996-05-04 12:00:00+00', 'ninety days');
select is(pg_temp.listener(-2, 'rejected'), 'waiting', 'that the panel rejects');
select pg_temp.at('1996-03-06 11:59:00+00');
select is(
  pg_temp.tick(), (0, 0, false)::jobs.step, 'nothing is refunded before the period has begun, and a day is over'
);
select pg_temp.at('1996-03-06 12:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'then it is');
select results_eq(
  'select status, ends_at, balance, auto_renew from standing where telegram_id = -2',
  $$values ('expired'::text, '1996-03-05 12:00:00+00'::timestamptz, 6000::bigint, true)$$,
  'both are refunded, what was delivered before was used'
);
select results_eq(
  $$select p.number, p.closed_at from billing.periods as p
    join standing as s on s.id = p.subscription_id where s.telegram_id = -2 order by p.number$$,
  $$values
    (1, null::timestamptz), (2, '1996-03-05 12:00:00+00'::timestamptz), (3, '1996-04-04 12:00:00+00'::timestamptz)$$,
  'nothing is left of the two'
);
select results_eq(
  $$select text, args -> 'amount' ->> 'money' from told where lane = '-2'$$,
  $$values ('refunded-undelivered'::text, '6000'::text)$$,
  'the user is told once'
);
select is(pg_temp.buy(-2), 'fulfilled', 'he buys again');
select is(pg_temp.listener(-2), '1', 'and now the panel takes it');
select pg_temp.at('1996-03-08 12:00:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'so it stays paid');

-- A panel that was not asked is no evidence: what was used is delivered, whatever fails later.
select is(pg_temp.buy(-5), 'fulfilled', 'a period');
select is(pg_temp.listener(-5), '1', 'is delivered');
select pg_temp.at('1996-04-02 12:00:00+00');
select results_eq('select outcome from api.cancel(-5)', $$values ('cancelled'::text)$$, 'and cancelled at its end');
select is(pg_temp.listener(-5, 'rejected'), 'waiting', 'which the panel rejects');
select pg_temp.at('1996-04-06 12:00:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'nothing is refunded of what was used');
select is((select balance from standing where telegram_id = -5), 0::bigint, 'the money was earned');

-- A gift that comes after what is refunded stays, and does not end in a charge
select is(pg_temp.buy(-6), 'fulfilled', 'a period is bought');
select lives_ok(
  $$select billing.extend(p.id, '7 days', gen_random_uuid(), 'operator:tap', 'tapped') from people as p
    where p.telegram_id = -6$$,
  'seven days are given'
);
select pg_temp.at('1996-04-06 18:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'and nothing of it is delivered');
select results_eq(
  'select ends_at, renew_at, auto_renew from standing where telegram_id = -6',
  $$values ('1996-04-13 18:00:00+00'::timestamptz, null::timestamptz, true)$$,
  'of what is refunded the gift takes the place, and nothing is charged at its end'
);
select is(
  (
    select sum(d.lost)
    from vpn.late_deliveries as d
    join standing as s on s.id = d.subscription_id
    where s.telegram_id = -6
  ),
  null, 'nothing came late yet'
);
select is(pg_temp.listener(-6), '1', 'the panel is back');

-- Late
select pg_temp.at('1996-04-07 12:00:00+00');
select results_eq('select outcome from api.start_trial(-3)', $$values ('started'::text)$$, 'a trial begins');
select is(pg_temp.buy(-7), 'fulfilled', 'and a period');
select is(pg_temp.buy(-8), 'fulfilled', 'and another one');
select pg_temp.at('1996-04-07 12:00:30+00');
select is(pg_temp.listener(-8), '1', 'which comes within a minute');
select pg_temp.at('1996-04-07 12:10:00+00');
select is(pg_temp.listener(-7), '1', 'one that comes after ten');
select pg_temp.at('1996-04-07 18:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'and the trial not for hours');
select is((select text from told where lane = '-3'), 'gift-undelivered', 'which its user is told');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'once');
select pg_temp.at('1996-04-07 22:00:00+00');
select is(pg_temp.listener(-3), '1', 'after ten hours it comes');
select lives_ok('select pg_temp.tick()', 'and what was lost is looked at');
select results_eq(
  'select telegram_id, ends_at from standing where telegram_id in (-3, -7, -8) order by telegram_id',
  $$values
    (-8, '1996-05-07 12:00:00+00'::timestamptz), (-7, '1996-05-07 12:00:00+00'), (-3, '1996-04-10 22:00:00+00')$$,
  'ten hours are added, ten minutes are not'
);
select results_eq(
  $$select lane, text from told where text ~ '^access' order by lane$$,
  $$values ('-3'::text, 'access-works-late'::text), ('-7', 'access-works')$$,
  'who waited hears that it works'
);
select lives_ok('select pg_temp.tick()', 'it is looked at again');
select is(
  (select ends_at from standing where telegram_id = -3), '1996-04-10 22:00:00+00', 'and nothing is added twice'
);

-- The brake: many at once are an outage and not so many customers' misfortune.
update app.brakes set most = 2, held = 0, held_since = null, held_at = null where name = 'refund_undelivered';
delete from app.brake_uses;
select is(
  (select count(*) from generate_series(-12, -10) as n where pg_temp.buy(n) = 'fulfilled'), 3::bigint, 'three buy'
);
select pg_temp.at('1996-04-08 05:00:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'and the panel is down: nobody is refunded');
select results_eq(
  $$select b.held, (select a.detail from jobs.alarms as a where a.name = 'brake_refund_undelivered')
    from app.brakes as b where b.name = 'refund_undelivered'$$,
  $$values (3, '3 held, see ops.brakes'::text)$$, 'but the admins hear of it'
);
select is_empty(
  $$select * from ops.violations where invariant = 'undelivered_is_refunded'$$, 'what is held is no broken promise'
);
select is(pg_temp.listener(-12), '1', 'one is delivered after all');
select is(pg_temp.tick(), (2, 0, false)::jobs.step, 'so few are not held');
select is(
  (select count(*) from standing where telegram_id in (-10, -11) and balance = 3000), 2::bigint,
  'the two have their money'
);

-- Letters of an older database
insert into outbox.dead_letters (id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason)
select
  nextval('outbox.message_ids'), 'vpn', s.access_id::text, 'vpn.apply', '{}', clock_timestamp(), 20, false, 'attempts'
from standing as s where s.telegram_id = -8;
select lives_ok('select pg_temp.tick()', 'a dead letter of access');
select is_empty($$select * from outbox.dead_letters where topic = 'vpn' and not dropped$$, 'goes out once more');

-- What is bought while a trial waits has a deadline of its own.
update app.brakes set most = 50, held = 0, held_since = null, held_at = null where name = 'refund_undelivered';
select pg_temp.at('1996-04-20 04:00:00+00');
select lives_ok('select pg_temp.tick()', 'what else waits is done');
select results_eq('select outcome from api.start_trial(-13)', $$values ('started'::text)$$, 'a trial is late');
select pg_temp.at('1996-04-20 10:30:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'is told after its deadline');
select is(pg_temp.buy(-13), 'fulfilled', 'who buys all the same');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'waits for it, and hears nothing again of the trial');
select is(
  (select balance from standing where telegram_id = -13), 0::bigint, 'nothing goes back before it should have begun'
);

-- Of another plan: what is refunded took the gift's place, and gives it back as it was.
insert into billing.plans (code, title, benefits) values ('top', '{"en": "Top"}', '{"en": "Dearer"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 9000, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'top';
create temporary view ahead as
select p.telegram_id, l.code, d.kind, d.starts_at, coalesce(d.closed_at, d.ends_at) as ends_at
from people as p
join billing.subscriptions as s on s.user_id = p.id
join billing.periods as d on d.subscription_id = s.id
join billing.plans as l on l.id = d.plan_id
where d.closed_at is distinct from d.starts_at and coalesce(d.closed_at, d.ends_at) > app.now();
select pg_temp.at('1996-05-01 12:00:00+00');
select lives_ok('select pg_temp.tick()', 'what is late is given back');
select lives_ok(
  $$select billing.extend(p.id, '365 days', gen_random_uuid(), 'operator:tap', 'tapped') from people as p
    where p.telegram_id = -14$$,
  'a year of the small plan is given'
);
select is(pg_temp.listener(-14), '1', 'and works');
select inbox._book_payment(-14, 'tap', gen_random_uuid()::text, null, 9000, 'XTS');
select is(
  (
    select p.outcome
    from billing.offers as f
    join billing.plans as l on l.id = f.plan_id and l.code = 'top'
    cross join lateral api.open_order(-14, f.price_id) as o
    cross join lateral api.pay_from_balance(-14, o.order_token) as p
  ),
  'fulfilled', 'the large one is bought'
);
select pg_temp.at('1996-05-02 12:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'but not delivered');
select results_eq(
  'select s.balance, a.code, a.kind, a.starts_at, a.ends_at from ahead as a join standing as s using (telegram_id)
   where telegram_id = -14',
  $$values (
    9000::bigint, 'tap'::text, 'grant'::text, '1996-05-02 12:00:00+00'::timestamptz,
    '1997-05-02 12:00:00+00'::timestamptz
  )$$,
  'the money is back, and the year is one of the small plan'
);
select is((select plan_title from api.home(-14)), 'Tap', 'as the screens say');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'nobody is told of the gift beside that');

-- What was not delivered was no purchase: he is as new as before
select
  ops.create_code('FIRST', 'percent', 10, 'tap', p_first_only => true),
  ops.create_code('FORNEW', 'balance', 10, 'tap', p_audience => 'new'),
  ops.create_code('TRIAL', 'trial', 24, 'tap');
create function pg_temp.fits(p_who integer, p_code text) returns boolean
language sql
as $$
  select billing.promo_fits(c, p.id) from billing.promo_codes as c cross join people as p
  where c.code = p_code and p.telegram_id = p_who
$$;
create function pg_temp.trial_hours(p_who integer) returns integer
language sql
as $$ select billing.trial_hours_for(p.id) from people as p where p.telegram_id = p_who $$;
select is(pg_temp.buy(-15), 'fulfilled', 'a first purchase');
select ok(not pg_temp.fits(-15, c.code), format('%s is for those who have bought nothing', c.code))
from unnest(array['FIRST', 'FORNEW', 'TRIAL']) as c (code);
select is(pg_temp.trial_hours(-15), null, 'so is the trial');
select pg_temp.at('1996-05-02 19:00:00+00');
insert into jobs.parked (job, row_id, sqlstate, error, retry_at)
select 'refund_undelivered', s.id, 'P0001', 'tap', app.now() + interval '1 hour'
from standing as s
where s.telegram_id = -15;
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'what fails is passed over for an hour');
select pg_temp.at('1996-05-02 20:00:00+00');
select is(pg_temp.tick(), (1, 0, false)::jobs.step, 'it is not delivered');
select is_empty($$select from jobs.parked where job = 'refund_undelivered'$$, 'and parked no longer');
select ok(pg_temp.fits(-15, c.code), format('%s is for him again', c.code))
from unnest(array['FIRST', 'FORNEW', 'TRIAL']) as c (code);
select is(pg_temp.trial_hours(-15), 72, 'and the trial');
select is((select t.outcome from api.start_trial(-15) as t), 'started', 'which he takes');
select is((select t.outcome from api.start_trial(-15) as t), 'already_used', 'once');
select is_empty(
  $$select v.* from ops.violations_of_trials as v$$, 'as everybody'
);

-- Nor is what no panel has room for paid in vain: there is no message for it.
update vpn.panels set enabled = false;
select is(pg_temp.buy(-16), 'fulfilled', 'a period is bought while no panel is free');
select is((select access_id from standing where telegram_id = -16), null, 'so it has no access');
select pg_temp.at('1996-05-03 01:59:00+00');
select is(pg_temp.tick(), (0, 0, false)::jobs.step, 'it waits');
select pg_temp.at('1996-05-03 02:00:00+00');
select is(pg_temp.tick(), (2, 0, false)::jobs.step, 'as long as anything else, such as the trial of before');
select results_eq(
  'select status, balance from standing where telegram_id = -16', $$values ('expired'::text, 3000::bigint)$$,
  'then the money is back'
);
select is(
  (
    select t.args ->> 'error' from told as t
    where t.lane = '-4' and t.args ->> 'user' = (select p.id::text from people as p where p.telegram_id = -16)
  ),
  'no VPN panel has room', 'and the admins read why'
);

select * from finish();
rollback;
