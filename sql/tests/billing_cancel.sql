-- What a user decides about the next period: cancelling and taking it back, and renewal by itself on and off.
begin;
select plan(44);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '24' where name = 'grace_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal');
\set price 100
\ir fixtures/plan.psql

\set people 6
\ir fixtures/people.psql
\ir fixtures/offers.psql
do $$
begin
  for v_n in -4..-1 loop
    perform inbox._book_payment(v_n, 'tap', format('cancel %s', v_n), null, 100, 'XTS');
    perform pg_temp.buy(v_n);
  end loop;
  perform api.start_trial(-5);
end
$$;
create temporary view subs as
select p.telegram_id, s.*, a.desired_expires_at, a.desired_generation, a.desired_present
from billing.subscriptions as s
join people as p on p.id = s.user_id
join ops.access as a on a.subscription_id = s.id;
create temporary view ann as select s.* from subs as s where s.telegram_id = -1;
create temporary view bob as select s.* from subs as s where s.telegram_id = -2;

-- Cancelling
select results_eq(
  'select auto_renew, cancelled, can_renew, expires_at, next_charge_at, next_charge_amount from api.profile(-1)',
  $$values (
    true, false, true, '1996-03-03 12:00:00+00'::timestamptz, '1996-03-01 12:00:00+00'::timestamptz, 100::bigint
  )$$,
  'a subscription that goes on'
);
select results_eq(
  'select outcome, ends_at from api.cancel(-1)',
  $$values ('cancelled'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'it is cancelled'
);
select results_eq(
  'select status, cancelled_at, auto_renew, ends_at, expires_at, renew_at, desired_expires_at, desired_present
    from ann',
  $$values (
    'active'::text, app.now(), true, '1996-03-02 12:00:00+00'::timestamptz, '1996-03-02 12:00:00+00'::timestamptz,
    null::timestamptz, '1996-03-02 12:00:00+00'::timestamptz, true
  )$$,
  'access goes on to the end of what was paid, without grace or renewal, and the panel knows'
);
select results_eq(
  'select auto_renew, cancelled, can_renew, ends_at, expires_at, next_charge_at, next_charge_amount, next_plan_title
    from api.profile(-1)',
  $$values (
    true, true, true, '1996-03-02 12:00:00+00'::timestamptz, '1996-03-02 12:00:00+00'::timestamptz,
    null::timestamptz, null::bigint, null::text
  )$$,
  'and so does the profile'
);
select results_eq(
  $$select a.actor = format('user:%s', ann.user_id), a.before ->> 'cancelled_at', a.after ->> 'cancelled_at' is null
    from app.audit as a join ann on ann.id = a.subject_id
    where a.action = 'subscription.cancelled'$$,
  $$values (true, null::text, false)$$,
  'the audit has it'
);
select results_eq(
  'select outcome, ends_at from api.cancel(-1)',
  $$values ('already_cancelled'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'a second tap'
);
select is((select desired_generation from ann), 2::bigint, 'troubles the panel no second time');
select is(
  (select outcome from api.set_auto_renew(-1, false)), 'nothing_to_renew', 'there is no renewal to switch off'
);
select is((select outcome from api.cancel(-5)), 'not_active', 'a trial ends by itself');
select is((select outcome from api.cancel(-6)), 'not_active', 'where there is nothing there is nothing to cancel');
select throws_ok('select api.cancel(-9)', 'TK010', null, 'a stranger');

-- Taking it back
select results_eq(
  'select outcome, ends_at, auto_renew from api.resume(-1)',
  $$values ('resumed'::text, '1996-03-02 12:00:00+00'::timestamptz, true)$$,
  'it is taken back'
);
select results_eq(
  'select cancelled_at, expires_at, renew_at, desired_expires_at from ann',
  $$values (
    null::timestamptz, '1996-03-03 12:00:00+00'::timestamptz, '1996-02-24 12:00:00+00'::timestamptz,
    '1996-03-03 12:00:00+00'::timestamptz
  )$$,
  'grace and renewal are back'
);
select is((select outcome from api.resume(-1)), 'not_cancelled', 'a second tap');
select is((select outcome from api.resume(-6)), 'not_cancelled', 'nothing to take back');
select throws_ok('select api.resume(-9)', 'TK010', null, 'a stranger');
select ok(
  exists (
    select from app.audit as a join ann as x on x.id = a.subject_id where a.action = 'subscription.resumed'
  ),
  'the audit has it'
);
do $$
begin
  perform api.cancel(-1);
  perform inbox._book_payment(-1, 'tap', 'cancel again', null, 200, 'XTS');
end
$$;
select is(pg_temp.buy(-1), 'fulfilled', 'who buys another period');
select results_eq(
  'select cancelled_at, expires_at, renew_at from ann',
  $$values ('1996-02-01 12:00:00+00'::timestamptz, '1996-04-01 12:00:00+00'::timestamptz, null::timestamptz)$$,
  'has not changed his mind about what comes after it'
);

-- At the end
do $$ begin perform api.cancel(-2); perform set_config('test.now', '1996-03-02 11:59:59+00', true); end $$;
select is((select status from api.home(-2)), 'activating', 'until the last second');
select is((select outcome from api.resume(-2)), 'resumed', 'it can be taken back');
do $$ begin perform api.cancel(-2); perform set_config('test.now', '1996-03-02 12:00:00+00', true); end $$;
select results_eq(
  'select status, expires_at from api.home(-2)',
  $$values ('expired'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'then it is over, without grace'
);
select is((select outcome from api.resume(-2)), 'expired', 'and cannot be taken back');
select is((select outcome from api.cancel(-2)), 'not_active', 'nor cancelled');
select results_eq(
  'select auto_renew, cancelled, can_renew, renewal_price_id from api.profile(-2)',
  'select false, false, true, price_id from billing.offers',
  'it can be bought again with one tap'
);

-- In the grace
select results_eq(
  'select status, ends_at, expires_at, next_charge_at from api.profile(-3)',
  $$values (
    'grace'::text, '1996-03-02 12:00:00+00'::timestamptz, '1996-03-03 12:00:00+00'::timestamptz, app.now()
  )$$,
  'a period is over, access is kept, and what the job has missed is made up for'
);
select is((select outcome from api.access(-3)), 'activating', 'a key that is not there yet is still to come');
update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
where a.subscription_id = (select s.id from subs as s where s.telegram_id = -3);
select results_eq(
  'select outcome, link, ends_at from api.access(-3)',
  $$values ('ready'::text, 'vless://x'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'and the key is shown'
);
select results_eq(
  'select outcome, ends_at from api.cancel(-3)',
  $$values ('cancelled'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'cancelled in the grace'
);
select results_eq(
  'select h.status, s.expires_at, s.desired_expires_at
    from api.home(-3) as h join subs as s on s.user_id = h.user_id',
  $$values ('expired'::text, '1996-03-02 12:00:00+00'::timestamptz, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'it ends at once'
);
select is((select outcome from api.resume(-3)), 'expired', 'for good');

-- Renewal by itself
select set_config('test.now', '1996-02-10 12:00:00+00', true);
select results_eq(
  'select outcome, next_charge_at, amount, currency from api.set_auto_renew(-4, false)',
  $$values ('off'::text, null::timestamptz, null::bigint, null::text)$$,
  'switched off'
);
select results_eq(
  'select s.auto_renew, s.expires_at, s.renew_at, p.auto_renew, p.next_charge_at
    from subs as s cross join api.profile(-4) as p where s.telegram_id = -4',
  $$values (
    false, '1996-03-03 12:00:00+00'::timestamptz, '1996-02-24 12:00:00+00'::timestamptz, false, null::timestamptz
  )$$,
  'it keeps its grace, and is looked at, to be told of its end'
);
select results_eq(
  'select outcome, next_charge_at, amount, currency from api.set_auto_renew(-4, true)',
  $$values ('on'::text, '1996-03-01 12:00:00+00'::timestamptz, 100::bigint, 'XTS'::text)$$,
  'switched on, it says what will be charged when'
);
select results_eq(
  'select outcome, next_charge_at, amount from api.set_auto_renew(-4, true)',
  $$values ('on'::text, '1996-03-01 12:00:00+00'::timestamptz, 100::bigint)$$,
  'a second tap says it again'
);
select results_eq(
  $$select a.action, a.actor
    from app.audit as a join subs as s on s.id = a.subject_id and s.telegram_id = -4
    where a.action like '%renewal%' order by a.id$$,
  $$select action, format('user:%s', id)
    from people cross join (values ('subscription.auto_renewal_off'), ('subscription.auto_renewal_on')) as t (action)
    where telegram_id = -4$$,
  'each switch is in the audit once'
);
select is((select outcome from api.set_auto_renew(-4, null)), 'on', 'neither on nor off changes nothing');
select is((select outcome from api.set_auto_renew(-5, true)), 'nothing_to_renew', 'a trial is not renewed');
select is((select outcome from api.set_auto_renew(-6, true)), 'nothing_to_renew', 'nor nothing');
select throws_ok('select api.set_auto_renew(-9, true)', 'TK010', null, 'a stranger');

-- Switched on again after attempts were given up
update billing.prices set valid = tstzrange(lower(valid), app.now()) where currency = 'XTS';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 120, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
do $$ begin perform api.set_auto_renew(-4, false); end $$;
update billing.subscriptions as s set renew_at = null
where s.id = (select x.id from subs as x where x.telegram_id = -4);
select set_config('test.now', '1996-02-29 12:00:00+00', true);
select results_eq(
  $$select a.outcome, a.next_charge_at, a.amount, s.before
    from (select announced_amount as before from subs where telegram_id = -4) as s
    cross join api.set_auto_renew(-4, true) as a$$,
  $$values ('on'::text, '1996-03-01 12:00:00+00'::timestamptz, 120::bigint, 100::bigint)$$,
  'it is looked at again, at the price of today'
);
select results_eq(
  'select s.announced_amount, s.renewal_price_id = o.price_id from subs as s cross join billing.offers as o
    where s.telegram_id = -4',
  'values (120::bigint, true)',
  'which was told by this'
);
do $$
begin
  perform api.set_auto_renew(-4, false);
  perform set_config('test.now', '1996-03-02 18:00:00+00', true);
end
$$;
select results_eq(
  'select outcome, next_charge_at from api.set_auto_renew(-4, true)',
  $$values ('on'::text, app.now())$$,
  'within the last day, and in the grace, the next attempt is made at once'
);

-- The shop's books
select is_empty(
  $$select v.invariant, v.subject
    from ops.violations as v join subs as s on v.subject ~ format('^subscription %s\M', s.id)
    where v.invariant not in ('nothing_is_overdue', 'undelivered_is_refunded')$$,
  'all invariants hold, but that no job has run meanwhile'
);

select * from finish();
rollback;
