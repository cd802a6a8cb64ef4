-- What was paid and could not be delivered is refunded, once, and the user told; through the listener's own
-- calls: claim, ack, bury.
begin;
select plan(47);

-- Business time is what this transaction says. Long ago, so that rows of a live database are not touched.
create or replace function app.now() returns timestamptz
language sql
stable
as $$ select current_setting('test.now')::timestamptz $$;
select set_config('test.now', '1996-02-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 3000, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'tap';
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'xray-api', 'http://panel');
-- The lanes of a live database are none of ours.
update outbox.topics set concurrency = null, rate = null, failures = 0, paused_until = null where name = 'vpn';
update outbox.lanes set ready_at = 'infinity' where topic = 'vpn';
update app.users set is_admin = false;

create temporary table people as
select s.user_id as id, t.n as telegram_id
from (values (-1), (-2), (-3), (-4)) as t (n)
cross join lateral api.start(t.n, sha256(format('tap %s', t.n)::bytea), null, 'Ann', 'en') as s;
update app.users set is_admin = true where id = (select id from people where telegram_id = -4);
create temporary view standing as
select
  p.telegram_id, s.id, s.status, s.ends_at, s.auto_renew, billing.balance_of(p.id, 'XTS') as balance,
  a.desired_present, a.desired_generation, a.applied_generation, a.last_error
from people as p
join billing.subscriptions as s on s.user_id = p.id
join vpn.access as a on a.subscription_id = s.id;
create temporary view told as
select m.lane, m.payload ->> 'text' as text, m.payload -> 'args' as args
from outbox.messages as m
where m.topic = 'telegram' and m.lane in ('-1', '-2', '-3', '-4');

create function pg_temp.buy(p_who integer) returns text
language sql
as $$
  select api.payment_received(p_who, 'tap', gen_random_uuid()::text, null, 3000, 'XTS');
  select p.outcome
  from billing.offers as f
  cross join lateral api.open_order(p_who, f.price_id) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;
-- What the listener does with the message of a subscription that is due: the panel takes it, or it is buried.
create function pg_temp.listener(p_who integer, p_reason text default null) returns text
language sql
as $$
  with claimed as materialized (select outbox.claim('vpn', 100) as answer),
  due as materialized (
    select m ->> 0 as lane, (m ->> 1)::bigint as id, (c.answer ->> 'token')::bigint as token, m -> 3 as payload
    from claimed as c
    cross join json_array_elements(c.answer -> 'messages') as m
    where m ->> 0 = (select s.id::text from standing as s where s.telegram_id = p_who)
  )
  select case
    when p_reason is not null then outbox.bury('vpn', d.lane, d.id, d.token, p_reason, 'the panel is down')
    else outbox.ack(
      'vpn', array[d.lane], array[d.id], array[d.token],
      array[(d.payload::jsonb || '{"link": "vless://tap"}')::jsonb]
    )::text
  end
  from due as d
$$;

-- A purchase that never reaches the panel
select is(pg_temp.buy(-1), 'fulfilled', 'a period is bought');
select is((select balance from standing where telegram_id = -1), 0::bigint, 'with all the money');
select is(pg_temp.listener(-1, 'attempts'), 'dead', 'and the panel is down for good');
select results_eq(
  'select status, ends_at, balance, auto_renew, last_error from standing where telegram_id = -1',
  $$values (
    'expired'::text, '1996-02-01 12:00:00+00'::timestamptz, 3000::bigint, false, 'the panel is down'::text
  )$$,
  'the money is back, the time is gone, nothing will be charged again'
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
  $$select text, args ->> 'error', args -> 'amount' ->> 'money' from told where lane = '-4'$$,
  $$values ('admin-undelivered'::text, 'the panel is down'::text, '3000'::text)$$,
  'and so are the admins'
);
select results_eq(
  $$select d.kind, d.reason, d.hook_error from outbox.dead_letters as d
    where d.topic = 'vpn' and d.lane = (select id::text from standing where telegram_id = -1)$$,
  $$values ('vpn.apply'::text, 'attempts'::text, null::text)$$,
  'the message is a dead letter, and its hook did not fail'
);
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');
select results_eq(
  'select desired_present, desired_generation from standing where telegram_id = -1', 'values (false, 2::bigint)',
  'access is withdrawn'
);
select is(pg_temp.listener(-1, 'attempts'), 'dead', 'which does not reach the panel either');
select is((select balance from standing where telegram_id = -1), 3000::bigint, 'nothing more is given back');
select is((select count(*) from told where lane in ('-1', '-4')), 2::bigint, 'and nobody is told again');
select lives_ok(
  $$select ops.redrive(array_agg(d.id)) from outbox.dead_letters as d
    where d.topic = 'vpn' and d.lane = (select id::text from standing where telegram_id = -1)$$,
  'an operator tries again'
);
select is(pg_temp.listener(-1), '1', 'and the panel takes it');
select is(
  (select applied_generation from standing where telegram_id = -1), 2::bigint, 'as it is desired now: absent'
);

-- An extension
select is(pg_temp.buy(-2), 'fulfilled', 'another user buys');
select is(pg_temp.listener(-2), '1', 'and gets it');
select set_config('test.now', '1996-02-21 12:00:00+00', true);
select is(pg_temp.buy(-2), 'fulfilled', 'then buys a second period');
select is(pg_temp.buy(-2), 'fulfilled', 'and a third, which waits in the same message');
select is((select ends_at from standing where telegram_id = -2), '1996-05-01 12:00:00+00', 'ninety days');
select is(pg_temp.listener(-2, 'rejected'), 'dead', 'that the panel rejects');
select results_eq(
  'select status, ends_at, balance, auto_renew from standing where telegram_id = -2',
  $$values ('active'::text, '1996-03-02 12:00:00+00'::timestamptz, 6000::bigint, false)$$,
  'both are refunded, what was delivered before goes on'
);
select results_eq(
  $$select p.number, p.closed_at from billing.periods as p
    join standing as s on s.id = p.subscription_id where s.telegram_id = -2 order by p.number$$,
  $$values
    (1, null::timestamptz), (2, '1996-03-02 12:00:00+00'::timestamptz), (3, '1996-04-01 12:00:00+00'::timestamptz)$$,
  'nothing is left of the two'
);
select results_eq(
  $$select text, args -> 'amount' ->> 'money', args ->> 'runs' from told where lane = '-2'$$,
  $$values ('refunded-undelivered'::text, '6000'::text, 'yes'::text)$$,
  'the user is told once'
);
select is(pg_temp.listener(-2, 'rejected'), 'dead', 'the panel rejects what is left, too');
select is(
  (select ends_at from standing where telegram_id = -2), '1996-03-02 12:00:00+00', 'that takes nothing more'
);
select is(pg_temp.buy(-2), 'fulfilled', 'the user buys again');
select is(
  (select count(*) from ops.violations where invariant = 'undelivered_is_refunded'), 0::bigint,
  'the old letter is not that period''s'
);
select is(pg_temp.listener(-2), '1', 'and now the panel takes it');
select is((select balance from standing where telegram_id = -2), 6000::bigint, 'so it stays paid');

-- A gift that comes after what is refunded stays
select lives_ok(
  $$select billing.extend(p.id, '7 days', gen_random_uuid(), 'operator:tap', 'tapped') from people as p
    where p.telegram_id = -2$$,
  'seven days are given'
);
select is(pg_temp.listener(-2), '1', 'and delivered');
select is(pg_temp.buy(-2), 'fulfilled', 'a period is bought');
select lives_ok(
  $$select billing.extend(p.id, '7 days', gen_random_uuid(), 'operator:tap', 'tapped') from people as p
    where p.telegram_id = -2$$,
  'seven days more are given'
);
select is(pg_temp.listener(-2, 'attempts'), 'dead', 'and nothing of it is delivered');
select is(
  (select ends_at from standing where telegram_id = -2), '1996-04-15 12:00:00+00',
  'of what the period is refunded for, the gift takes the place'
);

-- A trial
select results_eq('select outcome from api.start_trial(-3)', $$values ('started'::text)$$, 'a trial begins');
select is(pg_temp.listener(-3, 'attempts'), 'dead', 'and is not delivered');
select results_eq(
  $$select s.status, s.ends_at from standing as s where s.telegram_id = -3$$,
  $$values ('active'::text, '1996-02-24 12:00:00+00'::timestamptz)$$,
  'nothing is taken from who paid nothing'
);
select is((select text from told where lane = '-3'), 'gift-undelivered', 'but the user is told');
select is(
  (select count(*) from told where lane = '-4' and args -> 'amount' ->> 'money' = '0'), 1::bigint,
  'and so are the admins'
);
select lives_ok(
  $$select ops.redrive(array_agg(d.id)) from outbox.dead_letters as d
    where d.topic = 'vpn' and d.lane = (select id::text from standing where telegram_id = -3)$$,
  'an operator tries again'
);
select is(pg_temp.listener(-3, 'attempts'), 'dead', 'in vain');
select is((select count(*) from told where lane = '-3'), 1::bigint, 'of which the user hears nothing more');

-- Delivered, and only our note of it failed
select lives_ok(
  $$select vpn.give_up(s.id, 'done', 'no such column') from standing as s where s.telegram_id = -1$$,
  'a done hook failed'
);
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');

select * from finish();
rollback;
