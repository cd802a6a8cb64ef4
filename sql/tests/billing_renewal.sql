-- Auto-renewal: what is charged, what is written with it, and what is not done. A to G are the paths on which money
-- can go wrong.
begin;
select plan(87);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-01-31 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.flags set enabled = true where name in ('auto_renewal', 'expiry');

-- tap: a month for 100, a day for 7; top: a month for 300.
insert into billing.plans (code, title, benefits)
values
  ('tap', '{"en": "Tap", "ru": "Кран"}', '{"en": "For tests"}'),
  ('tap_top', '{"en": "Top"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 1, o.unit, o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('tap', 'month', 100), ('tap', 'day', 7), ('tap_top', 'month', 300)) as o (plan, unit, amount)
join billing.plans as p on p.code = o.plan;
create temporary view prices as
select r.*, p.code from billing.prices as r join billing.plans as p on p.id = r.plan_id where p.code like 'tap%';

create temporary table people (telegram_id bigint primary key, id bigint);
create temporary view subs as
select p.telegram_id, s.* from billing.subscriptions as s join people as p on p.id = s.user_id;
create temporary view waiting as
select m.*, -m.lane::bigint as n from outbox.messages as m where m.topic = 'telegram' and m.lane::bigint < 0;

create function pg_temp.sub(p_n bigint) returns bigint
language sql
as $$ select s.id from subs as s where s.telegram_id = p_n $$;
create function pg_temp.forget() returns void
language sql
as $$
  delete from outbox.messages as m
  using waiting as w
  where m.topic = w.topic and m.lane = w.lane and m.id = w.id
$$;
-- Money from nowhere: how it comes is not what these tests are about.
create function pg_temp.give(p_n bigint, p_amount bigint) returns bigint
language sql
as $$
  select ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account((select p.id from people as p where p.telegram_id = p_n), 'cash', 'XTS'), p_amount)::ledger.leg
  ])
$$;
create function pg_temp.balance(p_n bigint) returns bigint
language sql
as $$ select billing.balance_of((select p.id from people as p where p.telegram_id = p_n), 'XTS') $$;
-- A user with one paid period from now, and so much money left.
create function pg_temp.subscribe(p_n bigint, p_plan text, p_unit text, p_left bigint) returns void
language plpgsql
as $$
declare
  v_price billing.prices;
  v_user bigint;
begin
  select r.id, r.plan_id, r.period_count, r.period_unit, r.amount into
    v_price.id, v_price.plan_id, v_price.period_count, v_price.period_unit, v_price.amount
  from prices as r
  where r.code = p_plan and r.period_unit = p_unit and upper_inf(r.valid);
  select s.user_id into v_user from api.start(-p_n, sha256(format('tap %s', p_n)::bytea), null, 'Ann', 'en') as s;
  insert into people values (p_n, v_user);
  perform pg_temp.give(p_n, v_price.amount + p_left);
  perform billing.grant_period(
    v_user, v_price.plan_id, 'paid', billing.next_period(null, v_price.period_count, v_price.period_unit),
    v_price.id, null,
    ledger.post('purchase', format('tap:%s', gen_random_uuid()), array[
      (ledger.account(v_user, 'cash', 'XTS'), -v_price.amount)::ledger.leg,
      (ledger.account(null, 'revenue', 'XTS'), v_price.amount)::ledger.leg
    ])
  );
  delete from outbox.messages as m where m.topic = 'telegram' and m.lane = (-p_n)::text;
  update vpn.access as a
  set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
  where a.subscription_id = pg_temp.sub(p_n);
end
$$;
-- What is asked of a notice: its text, an argument, and the button beside close.
create function pg_temp.notices(p_n bigint) returns table (
  text text, args jsonb, button text, data text, labelled jsonb
)
language sql
as $$
  select
    x.notice ->> 'text', x.notice -> 'args',
    x.notice #>> '{buttons, 0, 0, text}', x.notice #>> '{buttons, 0, 0, data}', x.notice #> '{buttons, 0, 0, args}'
  from waiting as w
  cross join lateral (select billing.prepare_notice(w.lane, w.payload)) as x (notice)
  where w.n = p_n
  order by w.id
$$;
create function pg_temp.renew_now(p_n bigint) returns text
language sql
as $$ select billing.renew_now((select p.id from people as p where p.telegram_id = p_n)) $$;
create function pg_temp.run(out done integer, out parked integer, out more boolean)
language sql
as $$ select r.done, r.parked, r.more from billing.renew_batch(1000) as r $$;
create function pg_temp.price(p_plan text, p_unit text, p_amount bigint) returns void
language plpgsql
as $$
declare
  v_plan bigint := (select p.id from billing.plans as p where p.code = p_plan);
begin
  update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
  where r.plan_id = v_plan and r.period_unit = p_unit and upper_inf(r.valid);
  insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
  select v_plan, 1, p_unit, p_amount, 'XTS', tstzrange(app.now(), null)
  where p_amount is not null;
end
$$;

-- What a query gives after a change, with all that both do undone again.
create function pg_temp.undone(p_change text, p_query text) returns text
language plpgsql
as $$
declare
  v_result text;
begin
  execute p_change;
  execute p_query into v_result;
  raise exception using errcode = 'TK999', message = v_result;
exception when sqlstate 'TK999' then
  return sqlerrm;
end
$$;

-- 1 pays; 2 would, but cannot be extended; 3 is short; 4 is another neighbour; 5 fails at the ledger.
select pg_temp.subscribe(t.n, 'tap', 'month', t.money)
from (values (1, 1000), (2, 100), (3, 99), (4, 100), (5, 100)) as t (n, money);
create temporary table identities as
select a.subscription_id, a.key, a.uuid, a.panel_id
from vpn.access as a
where a.subscription_id in (select s.id from subs as s);

-- Before it is charged, it is announced.
select set_config('test.now', '1996-02-22 12:00:00+00', true);
select results_eq('select * from pg_temp.run()', 'values (5, 0, false)', 'a week before the end it looks at the price');
select is_empty('select * from waiting', 'of which there is nothing to say');
select set_config('test.now', '1996-02-26 11:59:59+00', true);
select results_eq('select * from pg_temp.run()', 'values (0, 0, false)', 'nothing is due before its time');
select set_config('test.now', '1996-02-26 12:00:00+00', true);
select results_eq('select * from pg_temp.run()', 'values (5, 0, false)', 'three days before the end it is announced');
select results_eq(
  $$select n.text, n.args - array['topup', 'topup_is'], n.button, n.data from pg_temp.notices(1) as n$$,
  $$values (
    'renewal-announced',
    '{
      "plan": {"text": {"en": "Tap", "ru": "Кран"}}, "next": {"text": {"en": "Tap", "ru": "Кран"}},
      "count": 1, "unit": "month",
      "amount": {"money": 100, "currency": "XTS"}, "balance": {"money": 1000, "currency": "XTS"},
      "missing": {"money": 0, "currency": "XTS"}, "risen": "no", "was": {"money": 100, "currency": "XTS"},
      "at": {"time": "1996-02-28T12:00:00+00:00"}, "ends_at": {"time": "1996-02-29T12:00:00+00:00"},
      "expires_at": {"time": "1996-03-01T12:00:00+00:00"}
    }'::jsonb,
    'button-profile', 'go:profile'
  )$$,
  'with what will be charged and when'
);
select results_eq(
  $$select n.text, n.args -> 'missing' ->> 'money', n.button, n.labelled, n.data from pg_temp.notices(3) as n$$,
  $$values (
    'renewal-announced-short', '1',
    'button-topup-amount', '{"amount": {"money": 50, "currency": "XTS"}}'::jsonb, 'topup:50'
  )$$,
  'who has too little may top up what is missing, at least the smallest top-up'
);
select is(
  (select w.useful_until from waiting as w where w.n = 1), '1996-02-28 12:00:00+00'::timestamptz,
  'an announcement is of no use once it is charged'
);
select is(pg_temp.balance(1), 1000::bigint, 'nothing is charged yet');
select is(
  (select array_agg(distinct s.renew_at) from subs as s), '{1996-02-28 12:00:00+00}',
  'the first attempt is 24 h before the end'
);
select results_eq('select * from pg_temp.run()', 'values (0, 0, false)', 'it is announced once');
select pg_temp.forget();

-- B: the period of 2 cannot be written. G: the payment of 5 cannot.
create function pg_temp.fail() returns trigger
language plpgsql
as $$
begin
  raise exception 'row is poison' using errcode = current_setting('test.sqlstate');
end
$$;
do $$
begin
  execute format(
    'create trigger b before insert on billing.periods for each row when (new.subscription_id = %s) '
    'execute function pg_temp.fail()', pg_temp.sub(2)
  );
  execute format(
    'create trigger g before insert on ledger.transfers for each row when (new.idempotency_key = %L) '
    'execute function pg_temp.fail()', format('renewal:%s:2', pg_temp.sub(5))
  );
end
$$;
select set_config('test.now', '1996-02-28 12:00:00+00', true);

-- What is no fault of a row parks nobody.
select set_config('test.sqlstate', '40P01', true);
select throws_ok('select billing.renew_batch(1000)', '40P01', null, 'a deadlock parks nobody: the run fails');
select is((select count(*) from jobs.parked where job = 'renew_due'), 0::bigint, 'indeed nobody');
select set_config('test.sqlstate', '22012', true);

-- D: whatever fails before the commit
select is(
  pg_temp.undone('select', 'select x from billing.renew_batch(1000) as x'), '(3,2,f)', 'D: it is done'
);
select results_eq(
  $$select s.period_number, pg_temp.balance(1), (select count(*) from waiting) from subs as s where s.telegram_id = 1$$,
  $$values (1, 1000::bigint, 0::bigint)$$,
  'D: without the commit nothing has happened'
);
select results_eq('select * from pg_temp.run()', 'values (3, 2, false)', 'D: and the next run does it');

-- A: all of it
select results_eq(
  $$select t.kind, e.amount, e.balance_after, a.name
    from ledger.transfers as t
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    where t.idempotency_key = format('renewal:%s:2', pg_temp.sub(1))
    order by e.amount$$,
  $$values ('renewal', -100::bigint, 900::bigint, 'cash'), ('renewal', 100, null, 'revenue')$$,
  'A: the balance is charged, once and under the name of its period'
);
select results_eq(
  $$select p.kind, p.starts_at, p.ends_at, p.price_id, p.created_at, p.generation
    from billing.periods as p where p.number = 2 and p.subscription_id = pg_temp.sub(1)$$,
  $$select
      'paid', '1996-02-29 12:00:00+00'::timestamptz, '1996-03-31 12:00:00+00'::timestamptz, r.id, app.now(), 2::bigint
    from prices as r where r.code = 'tap' and r.period_unit = 'month'$$,
  'A: the next period starts at the end of the last one, and ends a month further by the anchor: the 31st is back'
);
select ok(
  (
    select p.transfer_id = t.id
    from billing.periods as p
    join ledger.transfers as t on t.idempotency_key = format('renewal:%s:2', p.subscription_id)
    where p.number = 2 and p.subscription_id = pg_temp.sub(1)
  ),
  'A: and names its charge'
);
select results_eq(
  $$select s.status, s.source, s.period_number, s.anchor_number, s.anchor_at, s.ends_at, s.expires_at, s.renew_at,
      s.announced_amount
    from subs as s where s.telegram_id = 1$$,
  $$values (
    'active', 'paid', 2, 1, '1996-01-31 12:00:00+00'::timestamptz, '1996-03-31 12:00:00+00'::timestamptz,
    '1996-04-01 12:00:00+00'::timestamptz, '1996-03-24 12:00:00+00'::timestamptz, 100::bigint
  )$$,
  'A: the subscription goes on, and is looked at again before its new end'
);
select results_eq(
  $$select a.desired_present, a.desired_expires_at, a.desired_generation
    from ops.access as a where a.subscription_id = pg_temp.sub(1)$$,
  $$values (true, '1996-04-01 12:00:00+00'::timestamptz, 2::bigint)$$,
  'A: the panel is to know the new end, grace included'
);
select results_eq(
  $$select u.actor, u.action, u.before, u.after - 'price_id' from app.audit as u
    where u.subject = 'subscription' and u.subject_id = pg_temp.sub(1)
    order by u.id desc limit 1$$,
  $$values (
    'job:renew_due', 'subscription.renewed',
    '{"ends_at": "1996-02-29T12:00:00+00:00", "period_number": 1}'::jsonb,
    '{"ends_at": "1996-03-31T12:00:00+00:00", "period_number": 2, "amount": 100}'::jsonb
  )$$,
  'A: the audit says so'
);
select is(
  (
    select count(*) from outbox.messages as m
    where m.topic = 'vpn' and m.lane in (
      select a.access_id::text from ops.access as a where a.subscription_id = pg_temp.sub(1)
    )
  ),
  1::bigint, 'A: one message waits for the panel'
);
select results_eq(
  $$select n.text, n.args, n.button from pg_temp.notices(1) as n$$,
  $$values (
    'subscription-renewed',
    '{
      "plan": {"text": {"en": "Tap", "ru": "Кран"}}, "count": 1, "unit": "month",
      "amount": {"money": 100, "currency": "XTS"}, "balance": {"money": 900, "currency": "XTS"},
      "ends_at": {"time": "1996-03-31T12:00:00+00:00"}
    }'::jsonb,
    'button-profile'
  )$$,
  'A: and one tells the user'
);
select is(
  (select s.period_number from subs as s where s.telegram_id = 4), 2, 'A: neighbours of bad rows are renewed as well'
);

-- B and G: nothing
select is(
  (select array_agg(s.period_number) from subs as s where s.telegram_id in (2, 5)), '{1, 1}', 'B, G: not extended'
);
select is(array[pg_temp.balance(2), pg_temp.balance(5)], '{100, 100}', 'B, G: not charged');
select is(
  (
    select count(*)
    from ledger.transfers as t
    join subs as s on t.idempotency_key = format('renewal:%s:2', s.id)
    where s.telegram_id in (2, 5)
  ),
  0::bigint, 'B, G: no transfer is left'
);
select is(
  (select count(*) from waiting as w where w.n in (2, 5)), 0::bigint, 'B, G: nobody is told of what did not happen'
);
select is(
  (
    select array_agg(distinct a.desired_generation)
    from ops.access as a
    where a.subscription_id in (pg_temp.sub(2), pg_temp.sub(5))
  ),
  '{1}', 'B, G: access is as it was'
);
select results_eq(
  $$select s.telegram_id, p.sqlstate, p.error from jobs.parked as p join subs as s on s.id = p.row_id
    where p.job = 'renew_due' order by 1$$,
  $$values (2::bigint, '22012', 'row is poison'), (5, '22012', 'row is poison')$$,
  'B, G: they are parked with their errors'
);
select results_eq('select * from pg_temp.run()', 'values (0, 0, false)', 'B, G: and passed over');
select is(
  pg_temp.renew_now(2), 'failed', 'B: money that arrives meanwhile finds it no better'
);
drop trigger b on billing.periods;
drop trigger g on ledger.transfers;
select is(
  pg_temp.undone(
    $$update jobs.parked set version = version - 1, retry_at = 'infinity'
      where job = 'renew_due' and row_id = pg_temp.sub(5)$$,
    'select r from pg_temp.run() as r'
  ),
  '(1,0,f)', 'B, G: who was parked for the period before is renewed for this one'
);
select ok(ops.unpark('renew_due', pg_temp.sub(5)), 'B, G: the cause being fixed');
select results_eq('select * from pg_temp.run()', 'values (1, 0, false)', 'B, G: it is tried again');
select is(
  pg_temp.renew_now(2), 'renewed', 'B: money that arrives tries at once'
);
select is(
  (select count(*) from jobs.parked where job = 'renew_due'), 0::bigint, 'B: what was renewed is parked no longer'
);
select is(array[pg_temp.balance(2), pg_temp.balance(5)], '{0, 0}', 'B, G: charged once');

-- C: the identity at the panel
select is_empty(
  $$select * from identities except select a.subscription_id, a.key, a.uuid, a.panel_id from vpn.access as a$$,
  'C: key, uuid and panel stay'
);

-- E: short of money
select results_eq(
  $$select s.period_number, pg_temp.balance(3), s.renew_at, s.ends_at from subs as s where s.telegram_id = 3$$,
  $$values (1, 99::bigint, '1996-02-29 06:00:00+00'::timestamptz, '1996-02-29 12:00:00+00'::timestamptz)$$,
  'E: no money moves, and it is tried again'
);
select results_eq(
  $$select n.text, n.args -> 'missing' ->> 'money', n.args -> 'balance' ->> 'money', n.data
    from pg_temp.notices(3) as n$$,
  $$values ('renewal-short', '1', '99', 'topup:50')$$,
  'E: the user hears of it'
);
select results_eq(
  $$select u.actor, u.after from app.audit as u
    where u.action = 'renewal.short' and u.subject_id = pg_temp.sub(3)$$,
  $$values (
    'job:renew_due',
    '{"amount": 100, "balance": 99, "renew_at": "1996-02-29T06:00:00+00:00", "period_number": 1}'::jsonb
  )$$,
  'E: the audit says by how much'
);

-- F: what was told is not told again
update billing.subscriptions as s set renew_at = app.now() where s.id = pg_temp.sub(3);
select results_eq('select * from pg_temp.run()', 'values (1, 0, false)', 'F: another attempt');
select is((select count(*) from waiting as w where w.n = 3), 1::bigint, 'F: no second notice');
select pg_temp.give(3, 1);
select is_empty(
  'select * from pg_temp.notices(3) as n where n.text is not null', 'F: nor the first one once it is not true any more'
);
select is(pg_temp.renew_now(3), 'renewed', 'money renews at once');
select is(
  (select u.actor from app.audit as u
   where u.action = 'subscription.renewed' and u.subject_id = pg_temp.sub(3)),
  'system', 'without the job'
);
select is(pg_temp.renew_now(3), 'not_due', 'and once');
update billing.periods as p set closed_at = p.starts_at
where p.number = 2 and p.subscription_id = pg_temp.sub(3);
select is_empty(
  $$select * from pg_temp.notices(3) as n where n.text is not null$$, 'of a charge that was given back nobody is told'
);

-- The price
select pg_temp.subscribe(n, 'tap', 'month', 1000) from generate_series(10, 13) as n;
select set_config('test.now', '1996-03-25 12:00:00+00', true);
select is((select r.done >= 4 from pg_temp.run() as r), true, 'announced');
select pg_temp.forget();
select set_config('test.now', '1996-03-26 12:00:00+00', true);
select pg_temp.price('tap', 'month', 120);
select api.set_reachable(-12, false);
select set_config('test.now', '1996-03-27 12:00:00+00', true);
select is((select r.done >= 4 from pg_temp.run() as r), true, 'the price has risen since');
select is(pg_temp.balance(10), 1000::bigint, 'nothing is charged');
select results_eq(
  $$select s.announced_amount, s.renew_at, r.amount
    from subs as s join billing.prices as r on r.id = s.renewal_price_id where s.telegram_id = 10$$,
  $$values (120::bigint, '1996-03-30 12:00:00+00'::timestamptz, 120::bigint)$$,
  'before the new price was told, and three days have passed to answer'
);
select results_eq(
  $$select n.text, n.args -> 'was' ->> 'money', n.args -> 'amount' ->> 'money', n.args -> 'at' ->> 'time', n.button
    from pg_temp.notices(10) as n where n.text is not null$$,
  $$values ('renewal-price-risen', '100', '120', '1996-03-30T12:00:00+00:00', 'button-renew-for')$$,
  'so the user is told'
);
select pg_temp.send();
select is(
  pg_temp.renew_now(10), 'not_due', 'money that arrives does not shorten that time'
);
select is(
  (select s.announced_amount from subs as s where s.telegram_id = 12), 100::bigint, 'who cannot be told'
);
select pg_temp.price('tap', 'month', 110);
select set_config('test.now', '1996-03-28 06:00:00+00', true);
update billing.subscriptions as s set auto_renew = false, renew_at = app.now() where s.id = pg_temp.sub(11);
select is((select r.done from pg_temp.run() as r), 2, 'who was told has time until the third day');
select is(
  (select count(*) from pg_temp.notices(11) as n where n.text is not null), 0::bigint,
  'and who switched it off hears nothing more of a charge'
);
select set_config('test.now', '1996-03-30 12:00:00+00', true);
select is((select r.done >= 4 from pg_temp.run() as r), true, 'the next attempt');
select is(
  array[pg_temp.balance(10), pg_temp.balance(13)], '{890, 890}',
  'charges what is on offer, if that is not more than what was told'
);
select is(pg_temp.balance(12), 1000::bigint, 'is not charged more');
select results_eq(
  $$select pg_temp.balance(11), s.renew_at from subs as s where s.telegram_id = 11$$,
  $$values (1000::bigint, null::timestamptz)$$,
  'nor is who said no'
);
select is(
  pg_temp.renew_now(11), 'not_due', 'money that arrives does not, either'
);

-- The offer
select set_config('test.now', '1996-03-28 06:00:00+00', true);
select pg_temp.subscribe(20, 'tap_top', 'month', 1000);
select pg_temp.subscribe(21, 'tap_top', 'month', 1000);
select pg_temp.subscribe(22, 'tap', 'month', 1000);
select pg_temp.subscribe(23, 'tap', 'month', 0);
update billing.subscriptions as s set renewal_price_id = r.id, announced_amount = r.amount
from prices as r
where r.code = 'tap' and r.period_unit = 'month' and upper_inf(r.valid)
  and s.id = pg_temp.sub(21);
select set_config('test.now', '1996-04-27 06:00:00+00', true);
update billing.plans set renewable = false where code = 'tap_top';
update billing.subscriptions as s set renew_at = app.now() where s.id in (pg_temp.sub(20), pg_temp.sub(21));
select is((select r.done from pg_temp.run() as r) >= 4, true, 'a day before the end');
select results_eq(
  $$select n.text, n.button, s.renew_at, pg_temp.balance(20)
    from pg_temp.notices(20) as n cross join subs as s where s.telegram_id = 20$$,
  $$values ('renewal-unavailable', 'button-buy', '1996-04-27 06:10:00+00'::timestamptz, 1000::bigint)$$,
  'what is not renewed any more is not renewed, and the user told once'
);
select is(
  pg_temp.renew_now(20), 'unavailable', 'money does not help'
);
select is((select count(*) from waiting as w where w.n = 20), 1::bigint, 'nor is it told again');
select results_eq(
  $$select p.code, s.source, pg_temp.balance(21)
    from subs as s join billing.plans as p on p.id = s.plan_id where s.telegram_id = 21$$,
  $$values ('tap', 'paid', 890::bigint)$$,
  'a plan that was chosen for the next period begins with it'
);

-- Another currency, because its user chose it and not because the shop's is another one now: no account in it yet, and
-- nothing that was ever told
select set_config('test.now', '1996-04-27 08:00:00+00', true);
update app.settings set value = '"XXX"' where name = 'currency';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 1, 'month', 1, 'XXX', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
select is(
  (
    select c.currency
    from billing.subscriptions as s
    cross join lateral billing.next_charge(s) as c
    where s.id = pg_temp.sub(23)
  ),
  'XTS',
  'who has something that runs keeps his currency when the shop''s changes'
);
update app.users as u set currency = 'XXX' where u.id = (select s.user_id from subs as s where s.telegram_id = 23);
update billing.subscriptions as s set renew_at = app.now() where s.id = pg_temp.sub(23);
select pg_temp.forget();
select is((select r.done > 0 from pg_temp.run() as r), true, 'an account that is missing holds nobody up');
select results_eq(
  $$select n.text, n.args -> 'amount' from pg_temp.notices(23) as n where n.text is not null$$,
  $$values ('renewal-price-risen', '{"money": 1, "currency": "XXX"}'::jsonb)$$,
  'a price in another currency is told before it is charged, however small its number'
);
select pg_temp.send();
select set_config('test.now', '1996-04-30 08:00:00+00', true);
select is((select r.done > 0 from pg_temp.run() as r), true, 'at the next attempt');
select is(
  (select w.payload ->> 'notice' from waiting as w where w.n = 23 order by w.id desc limit 1), 'grace',
  'who was told is told that it is short'
);
select is(
  (select u.after ->> 'amount' from app.audit as u
   where u.action = 'renewal.short' and u.subject_id = pg_temp.sub(23)
   order by u.id desc limit 1),
  '1', 'though it is, without an account in it'
);
update app.settings set value = '"XTS"' where name = 'currency';

-- Late, and short periods
select set_config('test.now', '1996-05-01 00:00:00+00', true);
select pg_temp.subscribe(30, 'tap', 'month', 1000);
select pg_temp.subscribe(31, 'tap', 'day', 1000);
select results_eq(
  $$select s.renew_at from subs as s where s.telegram_id = 31$$, $$values ('1996-05-01 18:00:00+00'::timestamptz)$$,
  'a period of a day is first looked at six hours before its end'
);
select set_config('test.now', '1996-05-03 06:00:00+00', true);
select is((select r.done > 0 from pg_temp.run() as r), true, 'after two days without jobs');
select results_eq(
  $$select p.starts_at, p.ends_at from billing.periods as p
    where p.number = 2 and p.subscription_id = pg_temp.sub(31)$$,
  $$values ('1996-05-03 06:00:00+00'::timestamptz, '1996-05-04 06:00:00+00'::timestamptz)$$,
  'a period that would be over is not sold: it starts now'
);
select set_config('test.now', '1996-06-05 00:00:00+00', true);
select is((select r.done > 0 from pg_temp.run() as r), true, 'after a month without jobs');
select results_eq(
  $$select s.status, p.starts_at, p.ends_at, pg_temp.balance(30)
    from billing.periods as p join subs as s on s.id = p.subscription_id where p.number = 2 and s.telegram_id = 30$$,
  $$values ('active', '1996-06-05 00:00:00+00'::timestamptz, '1996-07-05 00:00:00+00'::timestamptz, 890::bigint)$$,
  'who can pay is renewed from now on, once'
);

-- The kill switch
select set_config('test.now', '1996-07-04 12:00:00+00', true);
update app.flags set enabled = false where name = 'auto_renewal';
select is(jobs.start_run('renew_due'), null, 'switched off, the job does not start');
select is(
  pg_temp.renew_now(30), 'not_due', 'nor is anything renewed by money that arrives'
);
update app.flags set enabled = true where name = 'auto_renewal';
select is(
  pg_temp.renew_now(30), 'renewed', 'switched on, it is'
);
select is(
  pg_temp.renew_now(31), 'not_due', 'what is over is not renewed by itself'
);

-- No charge without its access
delete from vpn.access as a where a.subscription_id = pg_temp.sub(22);
delete from vpn.desired as d where d.subscription_id = pg_temp.sub(22);
select throws_ok(
  $$select billing.renew_apply(billing.plan_renewals(array[pg_temp.sub(22)]), 'tap')$$,
  'TK050', null, 'a subscription without access is not charged'
);

-- What falls due within one minute lies together, by id; but nobody is early, nor does a minute pass by the one before
update billing.subscriptions as s set renew_at = null from people as p where s.user_id = p.id;
update billing.subscriptions as s
set renew_at = due.at
from (
  values (1, '1999-06-01 12:00:50+00'::timestamptz), (2, '1999-06-01 12:00:10+00'), (3, '1999-06-01 11:59:59+00')
) as due (telegram_id, at)
join people as p on p.telegram_id = due.telegram_id
where s.user_id = p.id;
create function pg_temp.due(p_now timestamptz, p_limit integer) returns bigint[]
language sql
as $$
  select set_config('test.now', p_now::text, true);
  select array_agg(s.telegram_id order by s.telegram_id)
  from unnest(billing.due_to_renew(p_limit)) as d (id)
  join subs as s on s.id = d.id
$$;
select is(pg_temp.due('1999-06-01 12:00:49+00', 9), '{2,3}', 'nobody is charged a second early');
select is(pg_temp.due('1999-06-01 12:00:50+00', 9), '{1,2,3}', 'nor later than that');
select is(pg_temp.due('1999-06-01 12:01:00+00', 2), '{1,3}', 'the minute before goes first, then the lower id');

select * from finish();
rollback;
