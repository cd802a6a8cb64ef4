-- The end of subscriptions: everything due, whole or not at all, and a bad row harms no other.
begin;
select plan(45);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal');
update jobs.jobs set enabled = true where name = 'renew_due';
insert into billing.plans (code, title, benefits)
values ('tap', '{"en": "Tap", "ru": "Кран"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code = 'tap';

-- 1 has a trial, 2 a paid subscription, 3 a trial without a chat, 4 a trial that was extended; the trials of
-- 100 to 139 are the crowd.
create temporary table people as
select s.user_id as id, t.n as telegram_id
from generate_series(1, 139) as t (n)
cross join lateral api.start(-t.n, sha256(format('tap %s', t.n)::bytea), null, 'Ann', 'en') as s
where t.n <= 4 or t.n >= 100;
do $$
begin
  perform api.start_trial(-p.telegram_id) from people as p where p.telegram_id <> 2;
  perform inbox._book_payment(-2, 'tap', 'tap expiry 2', null, 100, 'XTS');
  perform inbox._book_payment(-4, 'tap', 'tap expiry 4', null, 100, 'XTS');
  perform api.pay_from_balance(-2, (api.open_order(-2, (select f.price_id from billing.offers as f))).order_token);
  perform api.pay_from_balance(-4, (api.open_order(-4, (select f.price_id from billing.offers as f))).order_token);
  perform api.set_reachable(-3, false);
end
$$;
create temporary view subs as
select p.telegram_id, s.*
from billing.subscriptions as s
join people as p on p.id = s.user_id;
delete from outbox.messages where kind <> 'vpn.apply' and lane::bigint < 0;
update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
where a.subscription_id in (select id from subs);

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

-- What is due
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$, 'nothing is due before its time'
);
select set_config('test.now', '1996-02-04 11:59:59+00', true);
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$, 'not a second'
);
select set_config('test.now', '1996-02-04 12:00:00+00', true);
select is(
  (select status from api.home(-1)), 'expired', 'at its time it is over for the screens, whether or not the job ran'
);
update billing.subscriptions as s
set ends_at = s.ends_at - interval '1 hour', expires_at = s.ends_at - interval '1 hour'
where s.id = (select x.id from subs as x where x.telegram_id = 3);
select results_eq(
  'select * from billing.expire_batch(1)', $$values (1, 0, true)$$, 'a full batch says that more may be due'
);
select is((select status from subs where telegram_id = 3), 'expired', 'the oldest comes first');
set session authorization tickover_cron;
select jobs.expire_due(1000);
reset session authorization;
select is((select count(*) from subs where status = 'expired'), 42::bigint, 'everything due is taken');
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$, 'once'
);
select is((select status from subs where telegram_id = 4), 'active', 'who bought during the trial stays');
select is((select status from subs where telegram_id = 2), 'active', 'and who has paid time left');

-- What the end means
select results_eq(
  $$select a.desired_present, a.desired_generation, a.applied_generation
    from ops.access as a where a.subscription_id = (select id from subs where telegram_id = 100)$$,
  $$values (false, 2::bigint, 1::bigint)$$,
  'access is desired no longer'
);
select is(
  (
    select count(*)
    from outbox.messages as m
    where m.topic = 'vpn' and m.lane = (
      select a.access_id::text from subs as x join ops.access as a on a.subscription_id = x.id where x.telegram_id = 100
    )
  ),
  1::bigint,
  'one message waits for the panel'
);
select results_eq(
  $$select actor, action, before, after
    from app.audit
    where subject = 'subscription' and subject_id = (select id from subs where telegram_id = 100)
    order by id desc limit 1$$,
  $$values (
    'job:expire_due'::text, 'subscription.expired'::text, '{"status": "active"}'::jsonb,
    '{"status": "expired", "ends_at": "1996-02-04T12:00:00+00:00"}'::jsonb
  )$$,
  'the audit says who did it'
);
select results_eq(
  $$select count(*), count(distinct q.id)
    from billing.personal_prices as q
    left join app.audit as l on l.subject = 'personal_price' and l.subject_id = q.id
    where q.user_id in (select id from people) and q.reason = 'notice:trial_ended' and l.id is null$$,
  $$values (41::bigint, 41::bigint)$$, 'what was given to each trial that ended says so itself'
);
select results_eq(
  $$select m.kind, billing.prepare_notice('-100', m.payload) - 'chat_id' - 'locale' - 'timezone' - 'now', m.useful_until
    from outbox.messages as m where m.topic = 'telegram' and m.lane = '-100'$$,
  $$values (
    'billing.notice'::text,
    '{
      "text": "trial-ended-offer",
      "args": {
        "plan": {"text": {"en": "Tap", "ru": "Кран"}}, "ended_at": {"time": "1996-02-04T12:00:00+00:00"},
        "percent": 30, "until": {"time": "1996-02-05T12:00:00+00:00"}
      },
      "buttons": [[{"text": "button-buy", "data": "go:plans"}, {"text": "button-close", "data": "close"}]]
    }'::jsonb,
    '1996-02-07 12:00:00+00'::timestamptz
  )$$,
  'the user is told, with a way to buy'
);
select is(
  (select m.payload ->> 'screen' from outbox.messages as m where m.topic = 'inbox' and m.lane = '-100'), 'menu',
  'and the screen is drawn again'
);
select is(
  (select count(*) from outbox.messages as m where m.topic in ('telegram', 'inbox') and m.lane = '-3'), 0::bigint,
  'a chat that takes no messages gets none'
);
select is((select status from subs where telegram_id = 3), 'expired', 'though its subscription ends like any other');
select set_config('test.now', '1996-03-02 12:00:00+00', true);
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$, 'at the end of a paid period its grace begins'
);
select is((select status from api.home(-2)), 'grace', 'which the screens say');
select set_config('test.now', '1996-03-03 12:00:00+00', true);
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$,
  'an attempt to renew that was missed goes first'
);
select is(
  pg_temp.undone(
    'update app.flags set enabled = false where name = ''auto_renewal''',
    'select x from billing.expire_batch(1000) as x'
  ),
  '(0,0,f)', 'also while renewal is switched off'
);
select is(
  pg_temp.undone(
    $$update app.flags set enabled = false where name = 'auto_renewal';
      update app.brakes set released_until = 'infinity' where name = 'unrenewed'$$,
    'select x from billing.expire_batch(1000) as x'
  ),
  '(1,0,f)', 'unless that is meant to end it'
);
select is(
  pg_temp.undone(
    $$insert into jobs.parked (job, row_id, version, sqlstate, error, retry_at)
      select 'renew_due', x.id, x.period_number, 'P0001', 'broken', 'infinity' from subs as x where x.telegram_id = 2$$,
    'select x from billing.expire_batch(1000) as x'
  ),
  '(0,0,f)', 'not when renewal failed'
);
select is((select b.done > 0 from billing.renew_batch(1000) as b), true, 'it finds no money');
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (1, 0, false)$$, 'then it ends'
);
select is((select s.renew_at from subs as s where s.telegram_id = 2), null, 'and is not looked at any more');
select results_eq(
  $$select n.notice ->> 'text', n.notice #>> '{buttons, 0, 0, text}'
    from outbox.messages as m
    cross join lateral billing.prepare_notice('-2', m.payload) as n (notice)
    where m.topic = 'telegram' and m.lane = '-2'$$,
  $$values ('subscription-ended'::text, 'button-renew'::text)$$,
  'its user hears of a subscription'
);
update billing.subscriptions as s set cancelled_at = s.ends_at - interval '9 days'
where s.id = (select x.id from subs as x where x.telegram_id = 2);
select is(
  (
    select billing.prepare_notice('-2', m.payload) ->> 'text' from outbox.messages as m
    where m.topic = 'telegram' and m.lane = '-2'
  ),
  'subscription-ended-cancelled', 'and one who had cancelled it, that it was wished so'
);

-- Coming back
do $$
begin
  perform inbox._book_payment(-100, 'tap', 'tap expiry 100', null, 100, 'XTS');
  perform api.pay_from_balance(-100, (api.open_order(-100, (select f.price_id from billing.offers as f))).order_token);
end
$$;
select results_eq(
  $$select status, source, period_number, ends_at from subs where telegram_id = 100$$,
  $$values ('active'::text, 'paid'::text, 2, '1996-04-02 12:00:00+00'::timestamptz)$$,
  'who buys again goes on with the same subscription, from now'
);
select is(
  billing.prepare_notice('-100', (select payload from outbox.messages where topic = 'telegram' and lane = '-100')),
  null,
  'and the notice of the end, if it still waits, is no longer true'
);

-- Poison: a trigger that two of the crowd cannot pass
update billing.subscriptions as s
set status = 'active', ends_at = '1996-03-01 00:00:00+00', expires_at = '1996-03-01 00:00:00+00'
where s.id in (select id from subs where telegram_id > 100);
create function pg_temp.fail() returns trigger
language plpgsql
as $$
begin
  raise exception 'row % is poison', new.id using errcode = current_setting('test.sqlstate');
end
$$;
create trigger all_fail after update on billing.subscriptions for each row execute function pg_temp.fail();
select set_config('test.sqlstate', '23514', true);
select throws_ok(
  'select billing.expire_batch(1000)', '23514', null, 'when all fail alike it is no row''s fault: the run fails'
);
drop trigger all_fail on billing.subscriptions;
select is_empty($$select from jobs.parked where job = 'expire_due'$$, 'and nobody is parked');
create temporary table poison as select id from subs where telegram_id in (110, 139);
do $$
declare
  v_id bigint;
begin
  for v_id in select id from poison loop
    execute format(
      'create trigger poison_%s after update on billing.subscriptions for each row when (new.id = %s) '
      'execute function pg_temp.fail()', v_id, v_id
    );
  end loop;
end
$$;
select set_config('test.sqlstate', '22012', true);
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (37, 2, false)$$, 'all but the bad rows end'
);
select is(
  (select array_agg(telegram_id order by telegram_id) from subs where telegram_id > 100 and status = 'active'),
  '{110, 139}', 'the bad rows are as they were'
);
select results_eq(
  $$select p.row_id, p.sqlstate, p.error from jobs.parked as p
    where p.job = 'expire_due' and p.row_id in (select id from poison) order by p.row_id$$,
  $$select id, '22012'::text, format('row %s is poison', id) from poison order by id$$,
  'and parked with their errors'
);
select is(
  (select array_agg(distinct a.desired_generation) from ops.access as a join poison as x on x.id = a.subscription_id),
  '{2}', 'nothing else of a bad row was done'
);
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 0, false)$$, 'the next batch passes over them'
);
select ok(ops.unpark('expire_due', (select min(id) from poison)), 'let go');
select results_eq(
  'select * from billing.expire_batch(1000)', $$values (0, 1, false)$$, 'they are tried, and parked, again'
);

-- What is no fault of a row
select ok(ops.unpark('expire_due', (select min(id) from poison)), 'let go');
select set_config('test.sqlstate', '40P01', true);
select throws_ok(
  'select billing.expire_batch(1000)', '40P01', null,
  'a deadlock parks nobody: the run fails, and the next one tries again'
);
select is(
  (select count(*) from jobs.parked as p where p.job = 'expire_due' and p.row_id = (select min(x.id) from poison as x)),
  0::bigint,
  'indeed nobody'
);

-- What falls due within one minute lies together, by id; but nobody is early, nor does a minute pass by the one before
do $$
declare
  v_id bigint;
begin
  for v_id in select id from poison loop
    execute format('drop trigger if exists poison_%s on billing.subscriptions', v_id);
  end loop;
end
$$;
update billing.subscriptions as s
set ends_at = due.at, expires_at = due.at, renew_at = null, status = 'active'
from (
  values
    (100, '1996-06-01 12:00:50+00'::timestamptz), (101, '1996-06-01 12:00:10+00'), (102, '1996-06-01 11:59:59+00')
) as due (telegram_id, at)
join people as p on p.telegram_id = due.telegram_id
where s.user_id = p.id;
update billing.subscriptions as s set status = 'expired', renew_at = null
from people as p
where s.user_id = p.id and p.telegram_id not in (100, 101, 102);
create function pg_temp.due(p_now timestamptz, p_limit integer) returns bigint[]
language sql
as $$
  select set_config('test.now', p_now::text, true);
  select array_agg(s.telegram_id order by s.telegram_id)
  from unnest(billing.due_to_expire(p_limit)) as d (id)
  join subs as s on s.id = d.id
$$;
select is(pg_temp.due('1996-06-01 12:00:49+00', 9), '{101,102}', 'nobody is ended a second early');
select is(pg_temp.due('1996-06-01 12:00:50+00', 9), '{100,101,102}', 'nor later than that');
select is(pg_temp.due('1996-06-01 12:01:00+00', 2), '{100,102}', 'the minute before goes first, then the lower id');

select * from finish();
rollback;
