-- Another plan: a dearer one now, with the unused value credited, a cheaper one when the period ends.
begin;
select plan(99);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"small"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
insert into billing.plans (code, title, benefits, position)
values
  ('small', '{"en": "Small"}', '{"en": "For tests"}', 1),
  ('large', '{"en": "Large"}', '{"en": "For tests"}', 2),
  ('alike', '{"en": "Alike"}', '{"en": "For tests"}', 3);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.count, o.unit, o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values
  ('small', 30, 'day', 100), ('small', 360, 'day', 900), ('large', 30, 'day', 299), ('large', 12, 'month', 1800),
  ('alike', 1, 'month', 100)
) as o (plan, count, unit, amount)
join billing.plans as p on p.code = o.plan;

\set people 20
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
\ir fixtures/offers.psql
do $$
begin
  perform inbox._book_payment(p.telegram_id, 'tap', format('change %s', p.telegram_id), null, 1000, 'XTS') from people as p;
end
$$;
delete from outbox.messages where lane::bigint < 0;
create temporary view spans as
select s.n, r.number, r.kind, r.starts_at, r.closed_at, r.ends_at, p.code as plan, r.transfer_id
from subs as s
join billing.periods as r on r.subscription_id = s.id
left join billing.prices as v on v.id = r.price_id
left join billing.plans as p on p.id = v.plan_id;
create temporary table tokens (name text primary key, token uuid);

-- Opens an order and keeps its token under a name.
create function pg_temp.open(p_name text, p_telegram_id bigint, p_plan text, p_count integer) returns text
language sql
as $$
  with opened as (select * from api.open_order(p_telegram_id, pg_temp.price(p_plan, p_count))),
  kept as (insert into tokens select p_name, o.order_token from opened as o)
  select o.outcome from opened as o
$$;
create function pg_temp.pay(p_name text, p_telegram_id bigint) returns text
language sql
as $$
  select p.outcome from tokens as t cross join lateral api.pay_from_balance(p_telegram_id, t.token) as p
  where t.name = p_name
$$;

-- What an offer means to whom
select results_eq(
  $$select p.code, o.period_count, o.kind
    from billing.plans as p
    cross join lateral api.prices(-1, p.id) as o
    where p.code in ('small', 'large', 'alike') order by p.position, o.period_count desc$$,
  $$values
    ('small'::text, 360, 'purchase'::text), ('small', 30, 'purchase'), ('large', 30, 'purchase'),
    ('large', 12, 'purchase'), ('alike', 1, 'purchase')$$,
  'who has nothing can buy anything'
);
select is(pg_temp.buy(-1, 'small', 30), 'fulfilled', 'the small plan is bought');
select set_config('test.now', '1996-02-11 12:00:00+00', true);
select results_eq(
  $$select p.code, o.period_count, o.kind
    from billing.plans as p
    cross join lateral api.prices(-1, p.id) as o
    where p.code in ('small', 'large', 'alike') order by p.position, o.period_count desc$$,
  $$values
    ('small'::text, 360, 'renewal'::text), ('small', 30, 'renewal'), ('large', 30, 'change'),
    ('large', 12, 'change'), ('alike', 1, 'later')$$,
  'what is dearer by the day begins now, what costs the same or less later, a month being 30 days'
);
select results_eq(
  'select title, is_current from api.plans(-1)',
  $$values ('Small'::text, true), ('Large', false), ('Alike', false)$$,
  'the running plan is marked'
);

-- Now
select results_eq(
  $$select outcome, kind, plan_title, amount, discount, credit, due, starts_at, ends_at, balance, short_by
    from api.open_order(-1, pg_temp.price('large', 30))$$,
  $$values (
    'open'::text, 'change'::text, 'Large'::text, 299::bigint, 0::bigint, 66::bigint, 233::bigint,
    '1996-02-11 12:00:00+00'::timestamptz, '1996-03-12 12:00:00+00'::timestamptz, 900::bigint, 0::bigint
  )$$,
  'the quote credits 20 of 30 days, rounded down, and starts now'
);
select is(pg_temp.open('first', -1, 'large', 30), 'open', 'an order');
select is(pg_temp.open('second', -1, 'large', 12), 'open', 'and another one');
select set_config('test.now', '1996-02-11 12:10:00+00', true);
select is(pg_temp.pay('first', -2), 'unknown', 'nobody else can pay it');
select results_eq(
  $$select p.outcome, p.plan_title, p.ends_at, p.balance, p.short_by
    from tokens as t cross join lateral api.pay_from_balance(-1, t.token) as p where t.name = 'first'$$,
  $$values (
    'fulfilled'::text, 'Large'::text, '1996-03-12 12:10:00+00'::timestamptz, 667::bigint, 0::bigint
  )$$,
  'the change is paid: the credit is that of the quote, the time begins when it is paid'
);
select results_eq(
  $$select number, kind, plan, starts_at, closed_at, ends_at from spans where n = -1 order by number$$,
  $$values
    (1, 'paid'::text, 'small'::text, '1996-02-01 12:00:00+00'::timestamptz, '1996-02-11 12:10:00+00'::timestamptz,
      '1996-03-02 12:00:00+00'::timestamptz),
    (2, 'paid', 'large', '1996-02-11 12:10:00+00', null, '1996-03-12 12:10:00+00')$$,
  'the old period ended early, the new one begins there'
);
select results_eq(
  $$select s.status, s.source, s.auto_renew, s.ends_at, s.expires_at, s.anchor_at, s.anchor_number, s.announced_amount,
      s.renewal_price_id = pg_temp.price('large', 30), s.plan_id = (select id from billing.plans where code = 'large')
    from subs as s where s.n = -1$$,
  $$values (
    'active'::text, 'paid'::text, true, '1996-03-12 12:10:00+00'::timestamptz, '1996-03-13 12:10:00+00'::timestamptz,
    '1996-02-11 12:10:00+00'::timestamptz, 2, 299::bigint, true, true
  )$$,
  'the subscription is active, of the new plan, and will be renewed as such'
);
select results_eq(
  $$select a.desired_present, a.desired_expires_at
    from ops.access as a join subs as s on s.id = a.subscription_id where s.n = -1$$,
  $$values (true, '1996-03-13 12:10:00+00'::timestamptz)$$,
  'access goes on'
);
select results_eq(
  $$select m.kind
    from outbox.messages as m
    where m.lane = (
      select a.access_id::text from subs as s join ops.access as a on a.subscription_id = s.id where s.n = -1
    ) and m.topic = 'vpn' or m.lane = '-1'$$,
  $$values ('vpn.apply'::text)$$,
  'one message for the panel, and no word of an end'
);
select results_eq(
  $$select t.kind, a.name, e.amount
    from billing.orders as o
    join tokens as k on k.token = o.token and k.name = 'first'
    join ledger.transfers as t
      on t.idempotency_key in (format('order:%s', o.id), format('refund:change:%s:1', o.id))
    join ledger.entries as e on e.transfer_id = t.id
    join ledger.accounts as a on a.id = e.account_id
    order by t.id, a.name$$,
  $$values
    ('refund'::text, 'cash'::text, 66::bigint), ('refund', 'revenue', -66), ('change', 'cash', -299),
    ('change', 'revenue', 299)$$,
  'the credit comes back, then the whole price is charged'
);
select results_eq(
  $$select r.cause, r.amount, r.period_number, r.status
    from billing.refunds as r join people as p on p.id = r.user_id where p.telegram_id = -1$$,
  $$select format('change:%s:1', o.id), 66::bigint, 1, 'done'::text
    from billing.orders as o join tokens as k on k.token = o.token where k.name = 'first'$$,
  'the refund names the order'
);
select is(pg_temp.pay('first', -1), 'already_fulfilled', 'a second tap');
select is(pg_temp.pay('second', -1), 'changed', 'the other order quoted a credit that is spent');
select is((select balance from api.home(-1)), 667::bigint, 'and nothing more was charged');

-- What happens between a quote and its payment
select is(pg_temp.buy(-2, 'small', 30), 'fulfilled', 'another user');
select is(pg_temp.open('before renewal', -2, 'large', 30), 'open', 'is quoted a change');
select set_config('test.now', '1996-02-11 12:20:00+00', true);
select is(pg_temp.buy(-2, 'small', 30), 'fulfilled', 'renews instead');
select is(pg_temp.pay('before renewal', -2), 'changed', 'and the change is not what it was');
select is(pg_temp.open('before refund', -2, 'large', 30), 'open', 'a new quote');
do $$
begin
  perform billing.refund_period(s.id, 1, 5, 'tap change', 'operator:tap', 'for a test') from subs as s where s.n = -2;
end
$$;
select is(pg_temp.pay('before refund', -2), 'changed', 'a refund changes what is left to credit');
select is(pg_temp.open('before grant', -2, 'large', 30), 'open', 'a new quote');
select set_config('test.now', '1996-02-11 12:21:00+00', true);
do $$
begin
  perform billing.grant_period(
    s.user_id, s.plan_id, 'grant',
    (s.period_number + 1, s.ends_at, s.ends_at + interval '24 hours', s.ends_at, s.period_number + 1)::billing.span,
    p_actor => 'operator:tap', p_subscription_id => s.id
  )
  from subs as s where s.n = -2;
end
$$;
select is(pg_temp.pay('before grant', -2), 'changed', 'also a gift: the end is another one');
select is(pg_temp.open('of a plan', -3, 'small', 30), 'open', 'an order of a plan');
select is(pg_temp.buy(-3, 'large', 30), 'fulfilled', 'when another one was bought');
select is(pg_temp.pay('of a plan', -3), 'changed', 'does not give days of the other one');
select is(
  (select count(*) from spans where n = -3), 1::bigint, 'nothing was granted'
);

-- Several periods, and a gift
select results_eq(
  $$select credit, due, ends_at from api.open_order(-2, pg_temp.price('large', 30))$$,
  $$select
      sum(u.amount)::bigint, 299 - sum(u.amount)::bigint, '1996-03-12 12:21:00+00'::timestamptz
    from subs as s cross join lateral billing.unused_value(s.id, app.now()) as u where s.n = -2$$,
  'each period is credited, and what is bought ends without what was given'
);
select is((select credit from api.open_order(-2, pg_temp.price('large', 30))), 195::bigint, 'less what was refunded');
select is(pg_temp.buy(-2, 'large', 30), 'fulfilled', 'changed');
select results_eq(
  $$select number, kind, starts_at, closed_at, ends_at from spans where n = -2 order by number$$,
  $$values
    (1, 'paid'::text, '1996-02-11 12:10:00+00'::timestamptz, '1996-02-11 12:21:00+00'::timestamptz,
      '1996-03-12 12:10:00+00'::timestamptz),
    (2, 'paid', '1996-03-12 12:10:00+00', '1996-03-12 12:10:00+00', '1996-04-11 12:10:00+00'),
    (3, 'grant', '1996-04-11 12:10:00+00', '1996-04-11 12:10:00+00', '1996-04-12 12:10:00+00'),
    (4, 'paid', '1996-02-11 12:21:00+00', null, '1996-03-12 12:21:00+00'),
    (5, 'grant', '1996-03-12 12:21:00+00', null, '1996-03-13 12:21:00+00')$$,
  'what was to come is emptied; the gift is given again'
);
select results_eq(
  $$select ends_at, expires_at, renewal_price_id = pg_temp.price('large', 30) from subs where n = -2$$,
  $$values ('1996-03-13 12:21:00+00'::timestamptz, '1996-03-14 12:21:00+00'::timestamptz, true)$$,
  'and the subscription ends with it'
);
select is(
  (select balance from api.home(-2)), (1000 - 100 - 100 + 5 + 195 - 299)::bigint, 'the money adds up'
);

-- A year's credit is more than a month costs
select is(pg_temp.buy(-4, 'small', 360), 'fulfilled', 'a year');
select results_eq(
  $$select outcome, credit, due, balance, short_by from api.open_order(-4, pg_temp.price('large', 30))$$,
  $$values ('open'::text, 900::bigint, -601::bigint, 100::bigint, 0::bigint)$$,
  'what is left of the credit goes to the balance'
);
select is(pg_temp.buy(-4, 'large', 30), 'fulfilled', 'without other money');
select is((select balance from api.home(-4)), 701::bigint, 'there it is');
select is(
  (select count(*) from spans where n = -4 and closed_at = starts_at), 1::bigint,
  'a period that is left when it begins is emptied'
);

-- What was given stays what it is: it waits behind what is bought
create temporary view runs as
select
  s.n, r.number, r.kind, p.code as plan, r.starts_at, coalesce(r.closed_at, r.ends_at) as ends_at
from subs as s
join billing.periods as r on r.subscription_id = s.id
join billing.plans as p on p.id = r.plan_id
where r.closed_at is distinct from r.starts_at;
do $$
begin
  perform pg_temp.buy(-13, 'small', 30);
  perform ops.grant_days(p.id, 365, 'compensation') from people as p where p.telegram_id in (-13, -14);
end
$$;
select is(pg_temp.buy(-13, 'large', 30), 'fulfilled', 'a change for a dearer plan');
select results_eq(
  $$select plan, starts_at, ends_at from runs where n = -13 order by starts_at, number$$,
  $$values
    ('large'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-03-12 12:21:00+00'::timestamptz),
    ('small', '1996-03-12 12:21:00+00', '1997-03-12 12:21:00+00')$$,
  'makes no year of it out of a year of the cheap one'
);
select results_eq(
  $$select plan_title, status, ends_at from api.home(-13)$$,
  $$values ('Large'::text, 'activating'::text, '1996-03-12 12:21:00+00'::timestamptz)$$,
  'the screen says what runs, and until when'
);
select is(
  (select kind from api.open_order(-14, pg_temp.price('small', 30))), 'purchase', 'who has a gift can buy more of it'
);
select results_eq(
  $$select kind, starts_at, ends_at from api.open_order(-14, pg_temp.price('large', 30))$$,
  $$values ('purchase'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-03-12 12:21:00+00'::timestamptz)$$,
  'a dearer plan begins now'
);
select is(pg_temp.buy(-14, 'large', 30), 'fulfilled', 'it is bought');
select results_eq(
  $$select kind, plan, starts_at, ends_at from runs where n = -14 order by starts_at, number$$,
  $$values
    ('paid'::text, 'large'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-03-12 12:21:00+00'::timestamptz),
    ('grant', 'small', '1996-03-12 12:21:00+00', '1997-03-12 12:21:00+00')$$,
  'and the gift waits'
);
select results_eq(
  $$select kind, starts_at, ends_at from api.open_order(-14, pg_temp.price('large', 30))$$,
  $$values ('renewal'::text, '1996-03-12 12:21:00+00'::timestamptz, '1996-04-11 12:21:00+00'::timestamptz)$$,
  'what runs is renewed before it'
);
select is(pg_temp.buy(-14, 'large', 30), 'fulfilled', 'by hand');
select results_eq(
  $$select kind, plan, starts_at, ends_at from runs where n = -14 order by starts_at, number$$,
  $$values
    ('paid'::text, 'large'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-03-12 12:21:00+00'::timestamptz),
    ('paid', 'large', '1996-03-12 12:21:00+00', '1996-04-11 12:21:00+00'),
    ('grant', 'small', '1996-04-11 12:21:00+00', '1997-04-11 12:21:00+00')$$,
  'and the gift goes on waiting'
);
select is(
  (select ops.refund(p.id, 4, 'sorry') ->> 'outcome' from people as p where p.telegram_id = -14), 'refunded',
  'a refund'
);
select results_eq(
  $$select kind, plan, starts_at, ends_at from runs where n = -14 order by starts_at, number$$,
  $$values
    ('paid'::text, 'large'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-03-12 12:21:00+00'::timestamptz),
    ('grant', 'small', '1996-03-12 12:21:00+00', '1997-03-12 12:21:00+00')$$,
  'takes back time of the plan that it refunds'
);
select set_config('test.now', '1996-03-12 12:21:00+00', true);
select results_eq(
  $$select plan_title, ends_at from api.home(-14)$$,
  $$values ('Small'::text, '1997-03-12 12:21:00+00'::timestamptz)$$,
  'when its turn comes the gift runs'
);
select set_config('test.now', '1996-02-11 12:21:00+00', true);
-- Short of money
select is(pg_temp.buy(-5, 'small', 360), 'fulfilled', 'a year');
select set_config('test.now', '1996-12-17 12:21:00+00', true);
select results_eq(
  $$select outcome, credit, due, balance, short_by from api.open_order(-5, pg_temp.price('large', 30))$$,
  $$values ('open'::text, 125::bigint, 174::bigint, 100::bigint, 74::bigint)$$,
  'the credit counts as money'
);
select is(pg_temp.open('short', -5, 'large', 30), 'open', 'an order');
select results_eq(
  $$select p.outcome, p.balance, p.short_by, p.ends_at
    from tokens as t cross join lateral api.pay_from_balance(-5, t.token) as p where t.name = 'short'$$,
  $$values ('insufficient_funds'::text, 100::bigint, 74::bigint, '1997-02-05 12:21:00+00'::timestamptz)$$,
  'and is not given when it does not suffice'
);
select is(
  (select count(*) from billing.refunds as r join people as p on p.id = r.user_id where p.telegram_id = -5), 0::bigint,
  'nothing moved'
);
select set_config('test.now', '1996-02-11 12:21:00+00', true);

-- At the end
select results_eq(
  $$select outcome, kind, order_token, plan_title, amount, credit, due, short_by, starts_at, ends_at
    from api.open_order(-3, pg_temp.price('small', 30))$$,
  $$values (
    'at_period_end'::text, 'later'::text, null::uuid, 'Small'::text, 100::bigint, 0::bigint, 100::bigint, 0::bigint,
    '1996-03-12 12:21:00+00'::timestamptz, '1996-04-11 12:21:00+00'::timestamptz
  )$$,
  'a cheaper plan is quoted from the end, without an order'
);
select results_eq(
  $$select outcome, plan_title, amount, currency, starts_at, auto_renew
    from api.schedule_change(-3, pg_temp.price('small', 30))$$,
  $$values (
    'scheduled'::text, 'Small'::text, 100::bigint, 'XTS'::text, '1996-03-12 12:21:00+00'::timestamptz, true
  )$$,
  'it is scheduled'
);
select results_eq(
  $$select renewal_price_id = pg_temp.price('small', 30), announced_amount, plan_id, ends_at, renew_at
    from subs where n = -3$$,
  $$select true, 100::bigint, id, '1996-03-12 12:21:00+00'::timestamptz, '1996-03-05 12:21:00+00'::timestamptz
    from billing.plans where code = 'large'$$,
  'which is what the next renewal asks for, no more'
);
select results_eq(
  'select plan_title, next_plan_title, next_charge_amount, next_charge_at, renewal_price_id from api.profile(-3)',
  $$values (
    'Large'::text, 'Small'::text, 100::bigint, '1996-03-11 12:21:00+00'::timestamptz, pg_temp.price('large', 30)
  )$$,
  'the profile says what comes next, and what one tap renews'
);
select is(
  (select actor from app.audit where action = 'subscription.change_scheduled' order by id desc limit 1),
  (select format('user:%s', id) from people where telegram_id = -3),
  'the audit knows'
);
select is(
  (select outcome from api.schedule_change(-3, pg_temp.price('large', 30))), 'scheduled', 'it can be taken back'
);
select is(
  (select renewal_price_id from subs where n = -3), pg_temp.price('large', 30), 'the running plan goes on'
);
select is(
  (select outcome from api.schedule_change(-2, pg_temp.price('large', 12))), 'scheduled', 'or on with another length'
);
select is(
  (select outcome from api.schedule_change(-3, pg_temp.price('alike', 1))), 'scheduled', 'or another cheap one'
);
do $$ begin perform api.cancel(-3); end $$;
select is(
  (select outcome from api.schedule_change(-3, pg_temp.price('small', 30))), 'scheduled', 'choosing what comes next'
);
select results_eq(
  $$select s.cancelled_at, s.expires_at, a.desired_expires_at
    from subs as s join ops.access as a on a.subscription_id = s.id where s.n = -3$$,
  $$values (null::timestamptz, '1996-03-13 12:21:00+00'::timestamptz, '1996-03-13 12:21:00+00'::timestamptz)$$,
  'takes a cancellation back'
);
select is(pg_temp.buy(-3, 'large', 30), 'fulfilled', 'one who renews by hand');
select is(
  (select renewal_price_id from subs where n = -3), pg_temp.price('large', 30), 'stays with what was bought'
);

-- What was paid to come next does not run yet
do $$
begin
  perform pg_temp.buy(-16, 'large', 30);
  perform api.schedule_change(-16, pg_temp.price('small', 30));
  perform set_config('test.now', '1996-03-11 13:00:00+00', true);
  perform billing.renew_now(p.id) from people as p where p.telegram_id = -16;
end
$$;
select results_eq(
  $$select h.plan_title, h.ends_at, p.renewal_price_id = pg_temp.price('large', 30), o.kind
    from api.home(-16) as h
    cross join lateral api.profile(-16) as p
    cross join lateral api.open_order(-16, pg_temp.price('large', 30)) as o$$,
  $$values ('Large'::text, '1996-03-12 12:21:00+00'::timestamptz, true, 'renewal'::text)$$,
  'until its last day the large plan is what the screens say, and what is renewed'
);
select is(
  (select plan_id from subs where n = -16), (select id from billing.plans where code = 'small'),
  'the last is the small one'
);
select is(
  (select ops.refund(p.id, 2, 'sorry') ->> 'outcome' from people as p where p.telegram_id = -16), 'refunded',
  'which is refunded'
);
select results_eq(
  $$select s.plan_id = (select id from billing.plans where code = 'large'), s.ends_at
    from subs as s where s.n = -16$$,
  $$values (true, '1996-03-12 12:21:00+00'::timestamptz)$$,
  'then the large one is the last again'
);
select set_config('test.now', '1996-02-11 12:21:00+00', true);

-- Who comes back is counted from where he began
do $$
begin
  perform set_config('test.now', '1996-01-31 12:00:00+00', true);
  perform pg_temp.buy(-18, 'alike', 1);
  perform pg_temp.buy(-18, 'alike', 1);
  perform ops.refund(p.id, 2, 'sorry') from people as p where p.telegram_id = -18;
end
$$;
select is(
  (select ends_at from subs where n = -18), '1996-02-29 12:00:00+00'::timestamptz,
  'a refund leaves the first month'
);
select is(
  (select ends_at from api.open_order(-18, pg_temp.price('alike', 1))), '1996-03-31 12:00:00+00'::timestamptz,
  'the next one is quoted to the 31st'
);
select is(pg_temp.buy(-18, 'alike', 1), 'fulfilled', 'bought again');
select is((select ends_at from subs where n = -18), '1996-03-31 12:00:00+00'::timestamptz, 'it ends there');
select set_config('test.now', '1996-02-11 12:21:00+00', true);

-- A quote does not keep what is used up meanwhile
create function pg_temp.fund(p_name text, p_telegram_id bigint, p_amount bigint) returns void
language sql
as $$
  insert into tokens
  select p_name || '+', o.order_token
  from tokens as t
  cross join lateral billing.open_topup(app.user_of(p_telegram_id), p_amount, 'tap', t.token) as o
  where t.name = p_name
$$;
do $$
begin
  perform pg_temp.buy(-17, 'small', 360);
  perform pg_temp.open('kept open', -17, 'large', 12);
  perform set_config('test.now', '1996-02-11 12:40:00+00', true);
  perform pg_temp.fund('kept open', -17, 800);
  perform set_config('test.now', '1996-02-11 13:00:00+00', true);
  perform billing.open_topup(app.user_of(-17), 801, 'tap', t.token) from tokens as t where t.name = 'kept open';
end
$$;
select results_eq(
  $$select o.amount, o.for_order_id is not null
    from billing.orders as o join people as p on p.id = o.user_id
    where p.telegram_id = -17 and o.kind = 'topup' order by o.id$$,
  $$values (800::bigint, true), (801, false)$$,
  'a change waits for money of its first minutes alone'
);
select set_config('test.now', '1996-03-12 12:21:00+00', true);
do $$
begin
  perform inbox._book_payment(-17, 'tap', 'change late', t.token, 799, 'XTS') from tokens as t where t.name = 'kept open+';
end
$$;
select results_eq(
  $$select o.status, (select count(*) from runs where n = -17), h.balance
    from billing.orders as o
    join tokens as t on t.token = o.token
    cross join lateral api.home(-17) as h
    where t.name = 'kept open'$$,
  $$values ('open'::text, 1::bigint, 899::bigint)$$,
  'a month later it credits a month less, and the money does not suffice'
);
do $$
begin
  perform inbox._book_payment(-17, 'tap', 'change later', t.token, 76, 'XTS')
  from tokens as t where t.name = 'kept open+';
end
$$;
select results_eq(
  $$select r.amount from billing.refunds as r join people as p on p.id = r.user_id where p.telegram_id = -17$$,
  'values (825::bigint)', 'which is what is given back'
);
select set_config('test.now', '1996-02-11 12:21:00+00', true);
select results_eq(
  $$select r.currency, billing.whole_unit(r.currency)
    from (values ('RUB'), ('JPY'), ('KWD')) as r (currency)$$,
  $$values ('RUB'::text, 100::bigint), ('JPY', 1), ('KWD', 1000)$$,
  'a credit is rounded up to whole units'
);

-- Reasons not to
select is(pg_temp.buy(-6, 'small', 30), 'fulfilled', 'a small plan');
select is(
  (select outcome from api.schedule_change(-6, pg_temp.price('large', 30))), 'not_cheaper', 'a dearer plan begins now'
);
select is((select outcome from api.schedule_change(-6, 0)), 'no_such_price', 'an unknown price');
select is((select outcome from api.schedule_change(-6, null)), 'no_such_price', 'or none');
select is(
  (select outcome from api.schedule_change(-7, pg_temp.price('small', 30))), 'not_active', 'without a subscription'
);
update app.flags set enabled = false where name = 'purchases';
select is((select outcome from api.schedule_change(-6, pg_temp.price('alike', 1))), 'switched_off', 'sales are off');
update app.flags set enabled = true where name = 'purchases';
select throws_ok('select api.schedule_change(-99, 1)', 'TK010', null, 'a stranger');

-- A trial is no plan to leave
do $$ begin perform api.start_trial(-8); end $$;
select is(
  (select kind from api.open_order(-8, pg_temp.price('large', 30))), 'purchase', 'during a trial any plan is bought'
);
select is(pg_temp.buy(-8, 'small', 30), 'fulfilled', 'to begin after it');
select is(pg_temp.buy(-8, 'large', 30), 'fulfilled', 'and changed for another one while the trial still runs');
select results_eq(
  $$select number, kind, starts_at, closed_at, ends_at from spans where n = -8 order by number$$,
  $$values
    (1, 'trial'::text, '1996-02-11 12:21:00+00'::timestamptz, '1996-02-11 12:21:00+00'::timestamptz,
      '1996-02-14 12:21:00+00'::timestamptz),
    (2, 'paid', '1996-02-14 12:21:00+00', '1996-02-14 12:21:00+00', '1996-03-15 12:21:00+00'),
    (3, 'paid', '1996-02-11 12:21:00+00', null, '1996-03-12 12:21:00+00'),
    (4, 'grant', '1996-03-12 12:21:00+00', null, '1996-03-15 12:21:00+00')$$,
  'the rest of the trial comes after'
);

-- In the grace
select set_config('test.now', '1996-03-12 18:00:00+00', true);
select results_eq(
  $$select h.status, o.kind, o.credit, o.due, o.starts_at
    from api.home(-6) as h cross join lateral api.open_order(-6, pg_temp.price('alike', 1)) as o$$,
  $$values ('grace'::text, 'change'::text, 0::bigint, 100::bigint, '1996-03-12 18:00:00+00'::timestamptz)$$,
  'in the grace any other plan begins now, and there is nothing left to credit'
);
select is(pg_temp.buy(-6, 'alike', 1), 'fulfilled', 'also a cheaper one');
select results_eq(
  $$select number, starts_at, closed_at, ends_at from spans where n = -6 order by number$$,
  $$values
    (1, '1996-02-11 12:21:00+00'::timestamptz, null::timestamptz, '1996-03-12 12:21:00+00'::timestamptz),
    (2, '1996-03-12 18:00:00+00', null, '1996-04-12 18:00:00+00')$$,
  'the old period ended as it was sold'
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
