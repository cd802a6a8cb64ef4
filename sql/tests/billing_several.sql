-- Several subscriptions of one person: each is bought, renewed, changed, given back and ended by itself, one balance
-- pays for all of them, and nothing is done to one that nobody named.
begin;
select plan(127);

\ir fixtures/clock.psql
\ir fixtures/sent.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '{"XTS": 5000}' where name = 'topup_max';
update app.settings set value = '1' where name = 'subscriptions_per_user';
update app.settings set value = '6' where name in ('delivery_hours_new', 'delivery_hours_renewal');
update app.settings set value = '"-infinity"' where name = 'promises_since';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'auto_renewal', 'expiry');
update app.brakes set released_until = '1997-01-01';
\ir fixtures/plans.psql
update billing.plans set title = title || '{"ru": "Малый"}' where code = 'small';
update app.settings set value = '"small"' where name = 'trial_plan';
\ir fixtures/panel.psql

\set people 3
\ir fixtures/people.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
-- A person's subscriptions by their numbers.
create temporary view subs as
select
  p.telegram_id,
  row_number() over (partition by p.id order by s.id)::integer as n,
  s.*
from billing.subscriptions as s
join people as p on p.id = s.user_id;
create temporary view said as
select
  m.id, p.telegram_id, m.kind, coalesce(m.payload ->> 'text', m.payload ->> 'notice') as text,
  coalesce(m.payload -> 'args', '{}') as args, m.payload, m.lane
from outbox.messages as m
join people as p on p.telegram_id::text = m.lane
where m.kind in ('telegram.notice', 'billing.notice')
order by m.id;
create temporary table tokens (name text primary key, token uuid);

create function pg_temp.sub(p_who bigint, p_n integer) returns bigint
language sql
as $$ select s.id from subs as s where s.telegram_id = p_who and s.n = p_n $$;
create function pg_temp.give(p_who bigint, p_amount bigint) returns bigint
language sql
as $$
  select ledger.post('topup', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(null, 'clearing.tap', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(pg_temp.who(p_who), 'cash', 'XTS'), p_amount)::ledger.leg
  ])
$$;
create function pg_temp.spend(p_who bigint) returns jsonb
language sql
as $$ select ops.debit(pg_temp.who(p_who), pg_temp.balance(p_who), 'for a test', false) $$;
create function pg_temp.open(
  p_name text, p_who bigint, p_plan text, p_n integer default null, p_new boolean default false
) returns text
language plpgsql
as $$
declare
  v_order record;
begin
  select o.* into v_order
  from api.open_order(p_who, pg_temp.price(p_plan), pg_temp.sub(p_who, p_n), p_new) as o;
  insert into tokens values (p_name, v_order.order_token);
  return v_order.outcome;
end
$$;
create function pg_temp.pay(p_name text, p_who bigint) returns text
language sql
as $$
  select p.outcome
  from tokens as t
  cross join lateral api.pay_from_balance(p_who, t.token) as p
  where t.name = p_name
$$;
-- What the panel says of a subscription that is due there.
create function pg_temp.delivered(p_id bigint) returns void
language sql
as $$
  select vpn.applied(a.access_id::text, '{}', jsonb_build_object(
    'generation', a.desired_generation, 'present', a.desired_present, 'link', 'vless://s_' || a.subscription_id
  ))
  from ops.access as a
  where a.subscription_id = p_id
$$;
create function pg_temp.forget() returns void
language sql
as $$
  select pg_temp.heard();
  delete from outbox.messages as m where m.topic = 'telegram' and m.lane in ('-1', '-2', '-3')
$$;
create function pg_temp.notices(p_who bigint) returns table (text text, plan text, data text)
language sql
as $$
  select x.notice ->> 'text', x.notice #>> '{args, plan, text, en}', x.notice #>> '{buttons, 0, 0, data}'
  from said as w
  cross join lateral (
    select case w.kind
      when 'billing.notice' then billing.prepare_notice(w.lane, w.payload)
      else app.prepare_notice(w.lane, w.payload)
    end
  ) as x (notice)
  where w.telegram_id = p_who and x.notice is not null
  order by w.id
$$;

-- Nobody has one
select is((billing.subscription_of(pg_temp.who(-1))).id, null, 'who has none has none');
select is(billing.why_no_subscription(pg_temp.who(-1), null), null, 'which is no problem');
select is((select subscriptions from api.home(-1)), 0, 'home counts none');
select is_empty('select * from api.subscriptions(-1)', 'and lists none');

-- The first one, as ever
select pg_temp.give(-1, 100);
select is(pg_temp.open('first', -1, 'small'), 'open', 'an order opens for who has none');
select is(
  (select o.subscription_id from billing.orders as o join tokens as t on t.token = o.token), null, 'for none yet'
);
select is(pg_temp.open('twin', -1, 'small'), 'open', 'another order, too');
select is(pg_temp.pay('first', -1), 'fulfilled', 'it is bought');
select is(
  (select o.subscription_id from billing.orders as o join tokens as t on t.token = o.token where t.name = 'first'),
  pg_temp.sub(-1, 1), 'and the order says which came of it'
);
select pg_temp.delivered(pg_temp.sub(-1, 1));
select pg_temp.give(-1, 100);
select is(pg_temp.pay('twin', -1), 'fulfilled', 'what was opened before there was one');
select results_eq(
  'select n, period_number from subs where telegram_id = -1', 'values (1, 2)', 'is for the one that there is now'
);
select is(
  (select plan_title from api.home(-1)), 'Small', 'one alone has no number'
);
select is(
  (select e #>> '{args, plan, text, en}' from billing.operation_notice(pg_temp.who(-1), 'time-granted') as e),
  'Small', 'nor has it in notices'
);

-- One more
select is(
  (select outcome from api.open_order(-1, pg_temp.price('large'), null, true)), 'no_more_subscriptions',
  'one is all in a shop of one for each'
);
update app.settings set value = '2' where name = 'subscriptions_per_user';
select pg_temp.heard_until('1996-02-02 12:00:00+00');
select is(pg_temp.open('second', -1, 'large', null, true), 'open', 'where two are allowed an order opens');
select is(pg_temp.pay('second', -1), 'insufficient_funds', 'the new one costs what it costs: nothing is credited');
select is(pg_temp.open('third', -1, 'small', null, true), 'open', 'and another one');
select pg_temp.give(-1, 400);
select is(pg_temp.pay('second', -1), 'fulfilled', 'it is bought');
select is(pg_temp.pay('third', -1), 'changed', 'a third is one too many, though its order was opened in time');
select results_eq(
  'select n, period_number, ends_at from subs where telegram_id = -1 order by n',
  $$values (1, 2, '1996-04-01 12:00:00+00'::timestamptz), (2, 1, '1996-03-03 12:00:00+00')$$,
  'two subscriptions, each with its end'
);
select pg_temp.delivered(pg_temp.sub(-1, 2));
select is(pg_temp.balance(-1), 100::bigint, 'and what is left is the person''s');
select is(
  (select count(distinct a.key) from vpn.access as a join subs as s on s.id = a.subscription_id and s.telegram_id = -1),
  2::bigint, 'each has its own key'
);

-- Nothing is guessed
select is((billing.subscription_of(pg_temp.who(-1))).id, null, 'none of two is the one');
select is(
  (billing.subscription_of(pg_temp.who(-1), pg_temp.sub(-1, 2))).id, pg_temp.sub(-1, 2), 'unless it is named'
);
select is(
  (billing.subscription_of(pg_temp.who(-2), pg_temp.sub(-1, 2))).id, null, 'by its user'
);
select is(t.outcome, t.expected, t.name)
from (values
  ((select outcome from api.open_order(-1, pg_temp.price('small'))), 'several_subscriptions', 'an order asks which'),
  ((select outcome from api.cancel(-1)), 'several_subscriptions', 'so does cancelling'),
  ((select outcome from api.resume(-1)), 'several_subscriptions', 'and its way back'),
  ((select outcome from api.set_auto_renew(-1, false)), 'several_subscriptions', 'and auto-renewal'),
  ((select outcome from api.schedule_change(-1, pg_temp.price('small'))), 'several_subscriptions', 'and a change'),
  ((select outcome from billing.schedule_change(pg_temp.who(-1), pg_temp.price('small'))),
    'several_subscriptions', 'which has its own word inside'),
  (ops.cancel(pg_temp.who(-1), 'tap') ->> 'outcome', 'several_subscriptions', 'operators say which to cancel'),
  (ops.revoke(pg_temp.who(-1), 'tap') ->> 'outcome', 'several_subscriptions', 'to end'),
  (ops.grant_days(pg_temp.who(-1), 3, 'tap') ->> 'outcome', 'several_subscriptions', 'to lengthen'),
  (ops.change_end(pg_temp.who(-1), '1996-05-01', 'tap') ->> 'outcome', 'several_subscriptions', 'to move'),
  (ops.set_auto_renew(pg_temp.who(-1), false, 'tap') ->> 'outcome', 'several_subscriptions', 'to switch'),
  (ops.refund(pg_temp.who(-1), 1, 'tap') ->> 'outcome', 'several_subscriptions', 'and to refund')
) as t (outcome, expected, name);
select is(t.outcome, 'unknown_subscription', t.name)
from (values
  ((select outcome from api.open_order(-2, pg_temp.price('small'), pg_temp.sub(-1, 1))), 'nobody buys for it'),
  ((select outcome from api.cancel(-2, pg_temp.sub(-1, 1))), 'nor cancels it'),
  ((select outcome from api.resume(-2, pg_temp.sub(-1, 1))), 'nor takes that back'),
  ((select outcome from api.set_auto_renew(-2, false, pg_temp.sub(-1, 1))), 'nor switches its renewal'),
  ((select outcome from api.schedule_change(-2, pg_temp.price('small'), pg_temp.sub(-1, 1))), 'nor changes its plan'),
  (ops.cancel(pg_temp.who(-2), 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome', 'or cancelled'),
  (ops.revoke(pg_temp.who(-2), 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome', 'or ended'),
  (ops.extend(pg_temp.who(-2), '1 day', 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome',
    'or made longer'),
  (ops.change_end(pg_temp.who(-2), '1996-05-01', 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome',
    'or moved'),
  (ops.set_auto_renew(pg_temp.who(-2), false, 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome',
    'or switched'),
  (ops.refund(pg_temp.who(-2), 1, 'tap', p_subscription_id => pg_temp.sub(-1, 1)) ->> 'outcome',
    'or refunded under a name that is not its user''s')
) as t (outcome, name);
select is((select outcome from api.access(-2, pg_temp.sub(-1, 1))), 'none', 'and nobody sees its key');
select results_eq(
  'select n, status, ends_at, cancelled_at, auto_renew from subs where telegram_id = -1 order by n',
  $$values (1, 'active', '1996-04-01 12:00:00+00'::timestamptz, null::timestamptz, true),
    (2, 'active', '1996-03-03 12:00:00+00', null, true)$$,
  'nothing was done to either'
);
select throws_ok(
  format(
    'insert into billing.orders (user_id, kind, subscription_id, price_id, list_amount, amount, currency, created_at,
       expires_at)
     values (%s, ''purchase'', %s, %s, 100, 100, ''XTS'', ''1996-01-01'', ''1996-01-02'')',
    pg_temp.who(-2), pg_temp.sub(-1, 1), pg_temp.price('small')
  ),
  '23503', null, 'no order is for another one''s'
);
select throws_ok(
  format('update billing.orders set subscription_id = %s where token = %L', pg_temp.sub(-1, 2), t.token), 'TK030', null,
  'and none moves from one to the other'
)
from tokens as t
where t.name = 'twin';

-- What the screens show
select results_eq(
  'select plan_title, status, ends_at, subscriptions from api.home(-1)',
  $$values ('Large #2', 'active', '1996-03-03 12:00:00+00'::timestamptz, 2)$$,
  'a screen that is not told which one shows the one that ends first, by its number'
);
select results_eq(
  format('select plan_title, ends_at from api.home(-1, %s)', pg_temp.sub(-1, 1)),
  $$values ('Small #1', '1996-04-01 12:00:00+00'::timestamptz)$$, 'one that is told shows that one'
);
select results_eq(
  'select plan_title, status, ends_at, link from api.subscriptions(-1)',
  format(
    $$values ('Small #1', 'active', '1996-04-01 12:00:00+00'::timestamptz, 'vless://s_%s'),
      ('Large #2', 'active', '1996-03-03 12:00:00+00', 'vless://s_%s')$$,
    pg_temp.sub(-1, 1), pg_temp.sub(-1, 2)
  ),
  'and both are listed with their ends and links'
);
select is(
  (select link from api.access(-1, pg_temp.sub(-1, 1))), format('vless://s_%s', pg_temp.sub(-1, 1)), 'each key is there'
);
select results_eq(
  format('select plan_title, next_charge_amount, can_renew from api.profile(-1, %s)', pg_temp.sub(-1, 2)),
  $$values ('Large #2', 300::bigint, true)$$, 'the profile tells of each what comes next'
);
select is(
  (select array_agg(title || ' ' || is_current order by title) from api.plans(-1, pg_temp.sub(-1, 2))),
  array['Large true', 'Small false'], 'which plan runs'
);
select is(
  (
    select p.kind
    from subs as s
    cross join lateral api.prices(-1, s.plan_id, pg_temp.sub(-1, 1)) as p
    where s.telegram_id = -1 and s.n = 2
  ),
  'change', 'and what buying means to it'
);
select ok(api.will_renew(-1, pg_temp.price('small'), pg_temp.sub(-1, 1)), 'and whether it is renewed');
select ok(not (select is_slow from api.is_slow(-1, pg_temp.sub(-1, 2))) is null, 'and whether its key is late');
select is(
  (
    select string_agg(title || ' ' || renews, ', ' order by subscription_id)
    from ops.subscriptions(pg_temp.who(-1))
  ),
  'Small #1 true, Large #2 true', 'operators find them by the same names'
);

-- A trial is the person's
select is((select trial_hours from api.home(-1)), null, 'who has one is offered no trial');
select is((select outcome from api.start_trial(-1)), 'has_subscription', 'nor gets one');

-- Operators name one, and the request is known again with and without the name
select is(
  ops.grant_days(
    pg_temp.who(-1), 1, 'for a test', true, '00000000-0000-4000-8000-000000002501', pg_temp.sub(-1, 2)
  ) ->> 'outcome',
  'extended', 'time is given to the one that is named'
);
select results_eq(
  'select n, ends_at from subs where telegram_id = -1 order by n',
  $$values (1, '1996-04-01 12:00:00+00'::timestamptz), (2, '1996-03-04 12:00:00+00')$$, 'and to no other'
);
select results_eq(
  'select text, plan from pg_temp.notices(-1) where text = ''time-granted''', $$values ('time-granted', 'Large #2')$$,
  'whose notice says which'
);
select is(
  (select o.arguments from billing.operations as o where o.request = '00000000-0000-4000-8000-000000002501'),
  jsonb_build_object('by', '86400 seconds', 'subscription_id', pg_temp.sub(-1, 2)), 'the operation says which, too'
);
select is(
  ops.grant_days(pg_temp.who(-1), 1, 'for a test', true, '00000000-0000-4000-8000-000000002501') ->> 'outcome',
  'extended', 'the same request that does not say which is the same'
);
select throws_ok(
  format(
    $$select ops.grant_days(%s, 1, 'for a test', true, '00000000-0000-4000-8000-000000002501', %s)$$,
    pg_temp.who(-1), pg_temp.sub(-1, 1)
  ),
  'TK062', null, 'one that names the other is another one'
);
update billing.operations set arguments = arguments - 'subscription_id'
where request = '00000000-0000-4000-8000-000000002501';
select is(
  ops.grant_days(
    pg_temp.who(-1), 1, 'for a test', true, '00000000-0000-4000-8000-000000002501', pg_temp.sub(-1, 2)
  ) ->> 'outcome',
  'extended', 'and one of the release before, which never said it, is known'
);
update billing.operations set arguments = arguments || jsonb_build_object('subscription_id', pg_temp.sub(-1, 2))
where request = '00000000-0000-4000-8000-000000002501';
select results_eq(
  'select plan_title, reason from api.statement(-1) where cause = ''grant''',
  $$values ('Large #2', 'for a test')$$, 'the history says which was given time, and why'
);

-- Cancelled, and not the other
select is((select outcome from api.cancel(-1, pg_temp.sub(-1, 1))), 'cancelled', 'one is cancelled');
select results_eq(
  'select n, cancelled_at is null from subs where telegram_id = -1 order by n', 'values (1, false), (2, true)',
  'the other is not'
);
select is(
  (
    select string_agg(p.cancelled::text, ',' order by s.n)
    from subs as s
    cross join lateral api.profile(-1, s.id) as p
    where s.telegram_id = -1
  ),
  'true,false',
  'each profile says its own'
);
select is((select outcome from api.resume(-1, pg_temp.sub(-1, 1))), 'resumed', 'and is taken back by itself');
select is(
  (select outcome from api.set_auto_renew(-1, false, pg_temp.sub(-1, 1))), 'off', 'auto-renewal is switched for one'
);
select is(
  (select string_agg(s.auto_renew::text, ',' order by s.n) from subs as s where s.telegram_id = -1), 'false,true',
  'alone'
);
select is((select outcome from api.set_auto_renew(-1, true, pg_temp.sub(-1, 1))), 'on', 'and on again');

-- Another plan for one of them: credited is its own time, not the other's
select is(
  (select outcome from api.schedule_change(-1, pg_temp.price('small'), pg_temp.sub(-1, 2))), 'scheduled',
  'a cheaper plan follows one'
);
select is(
  (select plan_title from api.schedule_change(-1, pg_temp.price('large'), pg_temp.sub(-1, 2))), 'Large #2',
  'and the way back names it'
);
select is(
  (select credit from api.open_order(-1, pg_temp.price('large'), pg_temp.sub(-1, 1))),
  (select coalesce(sum(amount), 0)::bigint from billing.unused_value(pg_temp.sub(-1, 1), app.now())),
  'a change credits the plan that it leaves'
);

-- A cart for one is not undone by buying for the other
select is(pg_temp.open('cart', -1, 'large', 2), 'open', 'an order for one');
select is(
  (
    select t.outcome
    from tokens as c
    cross join lateral billing.open_topup(app.user_of(-1), 500, 'tap', c.token) as t
    where c.name = 'cart'
  ),
  'open',
  'waits for money'
);
select pg_temp.heard_until('1996-02-02 12:05:00+00');
select is(pg_temp.open('meanwhile', -1, 'small', 1), 'open', 'an order for the other');
select is(pg_temp.pay('meanwhile', -1), 'fulfilled', 'is bought meanwhile');
select is(
  (billing.waiting_order(pg_temp.who(-1))).token, (select token from tokens where name = 'cart'),
  'the cart waits on'
);
select is(
  (select order_token from api.wanted_order(-1)), (select token from tokens where name = 'cart'),
  'and is what is wanted'
);
select results_eq(
  $$select outcome, fulfilled_plan_title ->> 'en', fulfilled_ends_at
    from inbox._book_payment(-1, 'tap', 'several-1', (
      select o.token from billing.orders as o where o.kind = 'topup' and o.user_id = pg_temp.who(-1)
    ), 500, 'XTS', true)$$,
  $$values ('credited', 'Large #2', '1996-04-03 12:00:00+00'::timestamptz)$$, 'its money buys it'
);
select pg_temp.delivered(s.id) from subs as s;
select pg_temp.forget();

-- Both are due at once, and there is money for one: the one that ends first is renewed
select pg_temp.heard_until('1996-03-01 12:00:00+00');
select is(
  (
    ops.change_end(
      pg_temp.who(-1), e.ends_at::timestamptz, 'for a test', false, p_subscription_id => pg_temp.sub(-1, e.n)
    ) ->> 'outcome'
  ),
  e.outcome, 'moved for the test'
)
from (values
  (1, '1996-04-10 12:00:00+00', 'shortened'), (2, '1996-04-10 11:00:00+00', 'extended')
) as e (n, ends_at, outcome);
select pg_temp.heard_until('1996-04-07 12:00:00+00');
select pg_temp.forget();
select ops.credit(pg_temp.who(-1), 399 - pg_temp.balance(-1), 'for a test', false);
select is((billing.renew_batch(1000)).done, 1, 'of two that are due one is looked at');
select is((billing.renew_batch(1000)).done, 1, 'and then the other');
select results_eq(
  'select text, plan, data from pg_temp.notices(-1)',
  format(
    $$values ('renewal-announced', 'Large #2', 'go:profile:%s'), ('renewal-announced-short', 'Small #1', 'topup:50')$$,
    pg_temp.sub(-1, 2)
  ),
  'each is announced by its name, and what the first takes is not there for the second'
);
select pg_temp.forget();
select pg_temp.heard_until('1996-04-09 12:00:00+00');
select is((billing.due_to_renew(1000)), array[pg_temp.sub(-1, 2)], 'the one that ends first is claimed, and it alone');
select is((billing.renew_batch(1000)), (1, 0, false)::jobs.step, 'it is renewed');
select is(pg_temp.balance(-1), 99::bigint, 'from the balance');
select is((billing.renew_batch(1000)), (1, 0, false)::jobs.step, 'and the other is not parked');
select results_eq(
  'select n, period_number, status, ends_at from subs where telegram_id = -1 order by n',
  $$select s.n, s.period_number, 'active', e.at
    from (values (1, '1996-04-10 12:00:00+00'::timestamptz), (2, '1996-05-10 11:00:00+00')) as e (n, at)
    join subs as s on s.n = e.n and s.telegram_id = -1 order by 1$$,
  'one goes on, one is short'
);
select results_eq(
  'select text, plan from pg_temp.notices(-1)',
  $$values ('subscription-renewed', 'Large #2'), ('renewal-short', 'Small #1')$$, 'the person hears of each by its name'
);
select is((select suggested from api.topup_offer(-1)), billing.topup_for(1), 'what is missing is offered');
-- A row that fails does not hold up the other.
insert into jobs.parked (job, row_id, version, sqlstate, error, retry_at)
select 'renew_due', s.id, s.period_number, '22012', 'poison', '1996-06-01'
from subs as s
where s.telegram_id = -1 and s.n = 1;
update billing.subscriptions as s set renew_at = app.now() where s.id in (pg_temp.sub(-1, 1), pg_temp.sub(-1, 2));
select is(billing.due_to_renew(1000), array[pg_temp.sub(-1, 2)], 'one that is parked lets the other pass');
delete from jobs.parked as p where p.job = 'renew_due' and p.row_id = pg_temp.sub(-1, 1);
select billing.schedule(s.id) from subs as s where s.telegram_id = -1;
select pg_temp.forget();

-- Money that arrives renews what it suffices for
select ops.credit(pg_temp.who(-1), 1, 'for a test', false);
select is(
  (select ends_at from subs where telegram_id = -1 and n = 1), '1996-05-10 12:00:00+00'::timestamptz,
  'money that comes renews the other at once'
);
select pg_temp.delivered(s.id) from subs as s where s.telegram_id = -1;

-- One is refunded
select is(
  ops.refund(
    pg_temp.who(-1), (select period_number from subs where telegram_id = -1 and n = 1), 'for a test',
    p_subscription_id => pg_temp.sub(-1, 1)
  ) ->> 'outcome',
  'refunded', 'a period of one is given back'
);
select results_eq(
  'select n, cancelled_at is null, ends_at from subs where telegram_id = -1 order by n',
  $$values (1, false, '1996-04-10 12:00:00+00'::timestamptz), (2, true, '1996-05-10 11:00:00+00')$$,
  'its time goes, and the other stays as it is'
);

-- It ends, and the other does not
select pg_temp.spend(-1);
select pg_temp.forget();
select pg_temp.heard_until('1996-04-10 12:00:00+00');
select is(billing.due_to_expire(1000), array[pg_temp.sub(-1, 1)], 'one is due to end');
select is((billing.expire_batch(1000)).done, 1, 'and ends');
select results_eq(
  'select n, status from subs where telegram_id = -1 order by n', $$values (1, 'expired'), (2, 'active')$$, 'alone'
);
select results_eq(
  'select text, plan, data from pg_temp.notices(-1)',
  format(
    $$values ('subscription-ended-cancelled', 'Small #1', 'go:renew:%s')$$, pg_temp.sub(-1, 1)
  ),
  'its notice says which, and its button knows'
);
select results_eq(
  $$select s.n, a.desired_present from subs as s join ops.access as a on a.subscription_id = s.id
    where s.telegram_id = -1 order by s.n$$,
  'values (1, false), (2, true)', 'its access goes'
);

-- What is over is not in the way of what runs
select is((billing.subscription_of(pg_temp.who(-1))).id, pg_temp.sub(-1, 2), 'the one that runs is the only one');
select is((select subscriptions from api.home(-1)), 1, 'also on screens');
select is((select outcome from api.set_auto_renew(-1, true)), 'on', 'and need not be named');
select is(
  ops.refund(pg_temp.who(-1), 1, 'tap') ->> 'outcome', 'several_subscriptions',
  'but a period''s number says nothing where there were two'
);
select pg_temp.heard_until('1996-04-10 12:01:00+00');
select pg_temp.give(-1, 100);
select is(pg_temp.open('back', -1, 'small', 1), 'open', 'one that is over can be named');
select is(pg_temp.pay('back', -1), 'fulfilled', 'and comes back');
select is(
  (select cancelled_at from subs where telegram_id = -1 and n = 1), null, 'as a new beginning'
);

-- What was paid for one and does not come is given back for that one
select pg_temp.forget();
select pg_temp.heard_until('1996-04-10 18:01:00+00');
select is(billing.due_to_refund(50), array[pg_temp.sub(-1, 1)], 'one was not delivered');
select is((billing.refund_undelivered_batch(50)).done, 1, 'its money goes back');
select results_eq(
  'select n, status from subs where telegram_id = -1 order by n', $$values (1, 'expired'), (2, 'active')$$,
  'and the other runs on'
);
select results_eq(
  'select text, plan from pg_temp.notices(-1)', $$values ('refunded-undelivered', 'Small #1')$$,
  'the person hears which'
);

-- One more beside a trial
select is((select outcome from api.start_trial(-3)), 'started', 'who has none gets a trial');
select pg_temp.delivered(pg_temp.sub(-3, 1));
select pg_temp.give(-3, 100);
select is(pg_temp.open('beside trial', -3, 'small', null, true), 'open', 'one more beside a trial');
select is(pg_temp.pay('beside trial', -3), 'fulfilled', 'is bought');
select pg_temp.delivered(pg_temp.sub(-3, 2));
select is((select outcome from api.start_trial(-3)), 'already_used', 'and brings no second trial');

-- And everything that was promised is kept
select is_empty(
  $$select b.* from ops.broken_promises as b, subs as s where b.subject ~ format('subscription %s\M', s.id)$$,
  'no promise is broken'
);
select is_empty(
  $$select v.* from ops.violations_of_billing as v, subs as s where v.subject ~ format('subscription %s\M', s.id)$$,
  'nor is anything else'
);

select * from finish();
rollback;
