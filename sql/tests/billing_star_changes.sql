-- What Telegram charges each month, when what it pays for changes: the order cannot be bought, the plan is taken out of
-- renewal, or another one replaces it. And what a refund leaves of renewal.
begin;
select plan(42);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-06-01 12:00:00+00', true);

\set people 9
\ir fixtures/stars.psql
update app.settings set value = '30' where name = 'order_minutes';
insert into billing.plans (code, title, benefits) values
  ('large', '{"en": "Large"}', '{"en": "For tests"}'), ('small', '{"en": "Small"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('large', 250), ('small', 60)) as o (plan, amount) join billing.plans as p on p.code = o.plan;

-- How often a person was told that Telegram charges nothing more for what could not be bought.
create function pg_temp.told_to_choose(p_n bigint) returns bigint
language sql as $$
  select count(*) from outbox.messages as m
  where m.lane = p_n::text and m.kind = 'telegram.notice' and m.payload ->> 'text' = 'cart-price-changed-monthly'
$$;
create function pg_temp.offered(p_n bigint) returns bigint
language plpgsql as $$
declare
  v_order constant uuid := pg_temp.order(p_n, 'day');
begin
  return (select m.amount from api.monthly_offer(p_n, v_order) as m);
end
$$;
create function pg_temp.pays(p_n bigint, p_amount bigint) returns bigint
language sql as $$
  select ledger.post('topup', format('tap:%s:%s', p_n, p_amount), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(pg_temp.who(p_n), 'cash', 'XTS'), p_amount)::ledger.leg
  ])
$$;
create function pg_temp.buy(p_n bigint, p_plan text) returns text
language sql as $$
  select (api.pay_from_balance(p_n, o.order_token)).outcome
  from billing.offers as f
  join billing.plans as p on p.id = f.plan_id and p.code = p_plan
  cross join lateral api.open_order(p_n, f.price_id) as o
  where f.period_unit = 'day'
$$;
create function pg_temp.grant(p_n bigint, p_plan text, p_days integer) returns bigint
language sql as $$
  select billing.grant_period(
    w.id, p.id, 'grant',
    (w.number, w.at, w.at + make_interval(days => p_days), w.at, w.number)::billing.span,
    p_actor => 'operator:tap', p_subscription_id => w.subscription_id
  )
  from (
    select u.id, s.id as subscription_id, coalesce(s.period_number, 0) + 1 as number, greatest(s.ends_at, app.now()) as at
    from people as u left join billing.subscriptions as s on s.user_id = u.id
    where u.telegram_id = p_n
  ) as w
  join billing.plans as p on p.code = p_plan
$$;
create function pg_temp.terms(p_n bigint) returns text
language sql as $$
  select format(
    '%s: %s %s, %s', s.status, p.code, s.announced_amount, case when (billing.next_charge(s)).at is null then 'never' end
  )
  from billing.subscriptions as s
  join billing.prices as r on r.id = s.renewal_price_id
  join billing.plans as p on p.id = r.plan_id
  where s.user_id = pg_temp.who(p_n)
$$;
create function pg_temp.stopped(p_n bigint) returns boolean
language sql as $$ select (pg_temp.method(p_n)).stopped_at is not null $$;

-- A month that buys nothing
select pg_temp.subscribe(-1), pg_temp.subscribe(-2), pg_temp.subscribe(-3), pg_temp.subscribe(-4);
select is(
  (select billing.pre_checkout(pg_temp.who(-1), t.token, 80, 'XTR') from tokens as t where t.n = -1), 'ok',
  'a month may be paid'
);
select ops.change_price('tap', 30, 'day', 120, '1996-06-01 12:05:00+00');
select set_config('test.now', '1996-06-01 12:06:00+00', true);
select is(
  (select billing.pre_checkout(pg_temp.who(-1), t.token, 80, 'XTR') from tokens as t where t.n = -1), 'expired',
  'not for what has another price by now'
);
select is(pg_temp.charged(-1, 'one'), 'credited', 'what was on its way is credited');
select is(pg_temp.told_to_choose(-1), 1::bigint, 'its payer reads that it ends');
select is(pg_temp.stopped(-1), true, 'it is stopped');
select is(pg_temp.said(-1), 'true', 'and Telegram is told');
select is(pg_temp.offered(-1), 96::bigint, 'so another one is offered');
select set_config('test.now', '1996-07-01 12:06:00+00', true);
select is(pg_temp.charged(-1, 'one 2'), 'credited_without_order', 'who is charged all the same');
select is(pg_temp.said(-1), 'true', 'has it stopped again');
select api.note_subscription(-1, (select token from tokens where n = -1), 'active');
select is(pg_temp.stopped(-1), true, 'and when it is switched on in Telegram');

insert into app.blocked (telegram_id, reason, since) values (-2, 'tap', app.now());
select set_config('test.now', '1996-06-01 12:06:00+00', true);
select is(pg_temp.charged(-2, 'two'), 'credited', 'to whom nothing is sold');
select is(pg_temp.said(-2), 'true', 'nothing is charged for');

-- Another order was paid meanwhile, and this one is over
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
select pg_temp.pays(-3, 60);
select is(pg_temp.buy(-3, 'small'), 'fulfilled', 'who has bought something else');
select set_config('test.now', '1996-06-01 13:00:00+00', true);
select is(pg_temp.charged(-3, 'three'), 'credited_without_order', 'and pays late');
select is(pg_temp.said(-3), 'true', 'is not charged for what he will not get');

-- Nothing is on offer for a day
update billing.prices as r set valid = tstzrange(lower(r.valid), '1996-06-01 13:00:00+00')
where r.id = pg_temp.price('day');
select is(pg_temp.charged(-4, 'four'), 'credited_without_order', 'an order waits for its offer');
select is(pg_temp.stopped(-4), false, 'and what is charged for it stays');
select set_config('test.now', '1996-06-02 13:01:00+00', true);
select billing.buy_waiting() from generate_series(1, 4);
select is(pg_temp.told_to_choose(-4), 1::bigint, 'until it waits no longer');
select is(pg_temp.said(-4), 'true', 'then Telegram is told');
select is_empty(
  $$select from ops.violations_of_payments where invariant = 'nobody_is_charged_for_nothing'$$,
  'all of them are known'
);
update billing.payment_methods as m set stopped_at = null where m.id = (pg_temp.method(-1)).id;
select is(
  (select count(*)::integer from ops.violations_of_payments where invariant = 'nobody_is_charged_for_nothing'), 1,
  'one that goes on for an order that nobody bought is found'
);
update billing.payment_methods as m set stopped_at = app.now() where m.id = (pg_temp.method(-1)).id;
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1996-06-02 13:01:00+00', null)
from billing.plans as p where p.code = 'tap';

-- Another plan in its place
select pg_temp.lives(-5, '1996-08-01 12:00:00+00', 'five');
select set_config('test.now', '1996-08-10 12:00:00+00', true);
select pg_temp.pays(-5, 250);
select is(pg_temp.buy(-5, 'large'), 'fulfilled', 'who takes a dearer plan');
select is(pg_temp.stopped(-5), false, 'goes on being charged by Telegram');
select is(pg_temp.said(-5), null, 'which hears nothing');
select is(pg_temp.expects(-5), 100::bigint, 'what it brings is known');
select is(pg_temp.offered(-5), null, 'and no second one is sold');

-- A plan that is bought by the month in place of free time, by somebody who had auto-renewal off
select pg_temp.grant(-6, 'small', 10);
update billing.subscriptions as s set auto_renew = false where s.user_id = pg_temp.who(-6);
select pg_temp.lives(-6, '1996-08-11 12:00:00+00', 'six');
select is(pg_temp.stopped(-6), false, 'it is charged each month');
select is(pg_temp.terms(-6), 'active: tap 100, ', 'and renews');
select is(
  (
    select count(*)::integer from billing.periods as p
    where p.subscription_id = (select s.id from subs as s where s.n = -6) and p.kind = 'grant' and p.closed_at is null
  ), 1, 'free time comes after it'
);

-- A refund ends a plan, and free time of another one takes its place
select set_config('test.now', '1996-09-01 12:00:00+00', true);
select pg_temp.pays(-7, 251);
select is(pg_temp.buy(-7, 'large'), 'fulfilled', 'who has a plan');
select set_config('test.now', '1996-09-21 12:00:00+00', true);
select pg_temp.grant(-7, 'small', 10);
select is(pg_temp.terms(-7), 'active: large 250, ', 'and free time of another one');
select is(
  ops.refund(pg_temp.who(-7), 1, 'tap', 125) ->> 'outcome', 'refunded', 'and gets half of his money'
);
select is(
  (select (billing.running_plan(s)).code from billing.subscriptions as s where s.user_id = pg_temp.who(-7)), 'small',
  'has the other plan from then on'
);
select is(pg_temp.terms(-7), 'active: large 250, ', 'and is renewed as before');
select is(
  (
    select a.actor from app.audit as a
    where a.subject = 'subscription' and a.subject_id = (select s.id from subs as s where s.n = -7)
    order by a.id desc limit 1
  ), 'system', 'nobody chose the order of what is left'
);
select is_empty('select from ops.broken_promises_of_choices', 'what was chosen stays');

-- A plan out of renewal
select pg_temp.lives(-9, '1996-10-01 12:00:00+00', 'nine');
select ops.retire_plan('tap', false);
select is(pg_temp.stopped(-9), false, 'while the plan runs, nothing changes');
select is(pg_temp.at('1996-10-28 12:00:00+00', -9), 'renewal-unavailable', 'who reads that nothing is charged');
select is(pg_temp.said(-9), 'true', 'is not charged by Telegram');
select api.cancel(-9), api.resume(-9);
select is((pg_temp.method(-9)).error, null, 'nor asked to switch it on there');
update billing.plans as p set active = true, renewable = true where p.code = 'tap';
select is(pg_temp.at('1996-10-30 12:00:00+00', -9), 'renewal-announced-short', 'when the plan is back he has to pay');
select is((pg_temp.method(-9)).error, 'resume_in_telegram', 'or to switch it on');

select * from finish();
rollback;
