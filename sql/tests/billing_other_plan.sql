-- A subscription has one plan: while a paid one runs, another cannot be bought on top of it. And what an
-- operator does when a panel forgot its users, and what a user finds who comes back.
begin;
select plan(11);

create or replace function app.now() returns timestamptz
language sql
stable
as $$ select current_setting('test.now')::timestamptz $$;
select set_config('test.now', '1996-02-01 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.flags set enabled = true where name in ('purchases', 'topups');
insert into billing.plans (code, title, benefits)
values ('small', '{"en": "Small"}', '{"en": "For tests"}'), ('large', '{"en": "Large"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', case p.code when 'small' then 100 else 300 end, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code in ('small', 'large');

create temporary table person as
select s.user_id as id from api.start(-1, sha256('tap other plan'), null, 'Ann', 'en') as s;
select api.payment_received(-1, 'telegram', 'tap other plan', null, 1000, 'XTS');
create temporary view offer as select f.price_id, f.title ->> 'en' as plan from billing.offers as f;
create temporary table orders as
select o.plan, q.order_token as token
from offer as o
cross join lateral api.open_order(-1, o.price_id) as q;

select is(
  (select p.outcome from orders as o cross join lateral api.pay_from_balance(-1, o.token) as p where o.plan = 'Small'),
  'fulfilled',
  'the first plan is bought'
);
select results_eq(
  $$select q.outcome, q.order_token, q.plan_title, q.ends_at
    from offer as o cross join lateral api.open_order(-1, o.price_id) as q where o.plan = 'Large'$$,
  $$values ('other_plan'::text, null::uuid, 'Small'::text, '1996-03-02 12:00:00+00'::timestamptz)$$,
  'another one is not quoted, and the running one is named with its end'
);
select results_eq(
  $$select p.outcome, p.plan_title, p.ends_at, p.balance, p.short_by
    from orders as o cross join lateral api.pay_from_balance(-1, o.token) as p where o.plan = 'Large'$$,
  $$values ('other_plan'::text, 'Small'::text, '1996-03-02 12:00:00+00'::timestamptz, 900::bigint, 0::bigint)$$,
  'nor can an order be paid that was opened before'
);
select is(
  (
    select s.period_number
    from billing.subscriptions as s
    where s.user_id = (select p.id from person as p)
  ),
  1,
  'and nothing is granted'
);
select is(
  (select q.outcome from offer as o cross join lateral api.open_order(-1, o.price_id) as q where o.plan = 'Small'),
  'open',
  'the running plan can be renewed'
);
select set_config('test.now', '1996-03-02 12:00:00+00', true);
select is(
  (select q.outcome from offer as o cross join lateral api.open_order(-1, o.price_id) as q where o.plan = 'Large'),
  'open',
  'and any plan bought when it is over'
);

-- A panel that forgot its users
create temporary view access as
select a.* from vpn.access as a join billing.subscriptions as s on s.id = a.subscription_id
where s.user_id = (select p.id from person as p);
select vpn.confirm(a.subscription_id, a.desired_generation, true, 'vless://x') from access as a;
select cmp_ok(
  (select ops.reapply(p.code) from vpn.panels as p join access as a on a.panel_id = p.id), '>=', 1,
  'every access of a panel can be pushed again'
);
select is(
  (select a.desired_generation - a.applied_generation from access as a), 1::bigint, 'as a new generation'
);
select is(ops.reapply('no_such_panel'), 0, 'an unknown panel has none');

-- Blocked, and back
delete from outbox.messages where topic = 'inbox' and lane = '-1';
select api.set_reachable(-1, false);
select is_empty(
  $$select from outbox.messages where topic = 'inbox' and lane = '-1'$$, 'who blocks the bot is left alone'
);
select api.set_reachable(-1, true);
select is(
  (select m.kind from outbox.messages as m where m.topic = 'inbox' and m.lane = '-1'), 'inbox.refresh',
  'who comes back finds a fresh screen'
);

select * from finish();
rollback;
