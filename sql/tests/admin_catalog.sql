-- Plans, prices, panels and queues, as operators and admins change them.
begin;
select plan(52);

\ir fixtures/clock.psql
\set people 4
\ir fixtures/people.psql
update app.users as u set role = 'owner' from people as p where u.id = p.id and p.telegram_id = -4;
update app.settings set value = '"XTS"' where name = 'currency';
update billing.plans set active = false;
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap_a', 'marzban', 'http://a');
create temporary view last_audit as
select a.actor, a.action, a.reason from app.audit as a order by a.id desc limit 1;
create function pg_temp.buy(p_who bigint) returns text
language sql
as $$
  select inbox._book_payment(p_who, 'tap', format('shop %s', p_who), null, 300, 'XTS');
  select p.outcome
  from billing.offers as f
  join billing.plans as l on l.id = f.plan_id and l.code = 'tap_plan'
  cross join lateral api.open_order(p_who, f.price_id) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;

-- A plan and its price
select is(
  ops.add_plan('tap_plan', '{"title": {"en": "Family"}, "device_limit": 5}', 'asked for') ->> 'outcome', 'added',
  'a plan is added'
);
select is(
  ops.add_plan('tap_plan', '{"title": {"en": "Family"}}', 'asked for') ->> 'outcome', 'exists', 'a code is of one plan'
);
select throws_ok($$select ops.add_plan('Tap', '{"title": {"en": "x"}}', 'x')$$, 'TK063', null, 'a code is a word');
select throws_ok($$select ops.add_plan('tap_x', '{}', 'x')$$, 'TK063', null, 'a plan has a title');
select throws_ok($$select ops.add_plan('tap_x', '{"title": {"en": "x"}}', '')$$, 'TK061', null, 'and a reason');
select is_empty(
  $$select from billing.offers as o join billing.plans as p on p.id = o.plan_id where p.code = 'tap_plan'$$,
  'without a price nobody is offered it'
);
select is(ops.change_price('tap_plan', 30, 'day', 100) ->> 'outcome', 'changed', 'it gets one');
select throws_ok(
  $$select ops.change_price('tap_plan', 30, 'year', 100)$$, 'TK063', null, 'a length is of days or months'
);
select is(pg_temp.buy(-1), 'fulfilled', 'Ann buys it') from people where telegram_id = -1;
select is(pg_temp.buy(-2), 'fulfilled', 'so does Bob') from people where telegram_id = -2;
select is(pg_temp.buy(-3), 'fulfilled', 'and Cid') from people where telegram_id = -3;
update billing.subscriptions as s set auto_renew = false from people as p where s.user_id = p.id and p.telegram_id = -3;
select results_eq(
  $$select subscribers, renewing, next_charges from ops.plan_touches('tap_plan')$$,
  $$values (3::bigint, 2::bigint, 0::bigint)$$,
  'whom a change concerns'
);

-- What it gives
select set_config('test.now', (app.now() + interval '1 hour')::text, true);
select is(
  ops.edit_plan('tap_plan', '{"device_limit": 8, "title": {"ru": "Семья"}}', 'more'),
  '{"outcome": "changed", "version": 3}'::jsonb,
  'what a plan gives is a version'
);
select results_eq(
  $$select distinct r.plan_version from billing.periods as r join billing.plans as p on p.id = r.plan_id
    where p.code = 'tap_plan'$$, 'values (2)', 'and those who have it keep theirs'
);
select is(
  (select title from billing.plans where code = 'tap_plan'),
  '{"en": "Family", "ru": "Семья"}'::jsonb, 'titles are added'
);
select is(
  ops.edit_plan('tap_plan', '{"title": {"ru": null}}', 'x') ->> 'outcome', 'changed', 'and removed'
);
select throws_ok(
  $$select ops.edit_plan('tap_plan', '{"title": {"en": null}}', 'x')$$, 'TK063', null, 'but the English one stays'
);
select is(ops.edit_plan('tap_plan', '{"device_limit": 8}', 'x') ->> 'outcome', 'unchanged', 'the same again');
select is(ops.edit_plan('nosuch', '{"device_limit": 8}', 'x') ->> 'outcome', 'no_such_plan', 'a plan that is none');
select throws_ok($$select ops.edit_plan('tap_plan', '{"code": "x"}', 'x')$$, 'TK063', null, 'codes stay');
select throws_ok(
  $$select ops.edit_plan('tap_plan', '{"device_limit": "many"}', 'x')$$, 'TK063', null, 'numbers are numbers'
);
select throws_ok($$select ops.edit_plan('tap_plan', '[]', 'x')$$, 'TK063', null, 'changes are an object');

-- Whom a price concerns
select results_eq(
  $$select old_amount, currency, subscribers, renewing, keeping, next_charges, paid_before, paid_after
    from ops.price_touches('tap_plan', 30, 'day', 150, app.now() + interval '10 days')$$,
  $$values (100::bigint, 'XTS'::text, 3::bigint, 2::bigint, 0::bigint, 2::bigint, 200::bigint, 300::bigint)$$,
  'a price is tried before it is set'
);
select results_eq(
  $$select keeping, paid_before, paid_after
    from admin.price_touches(-4, 'tap_plan', 30, 'day', 150, app.now() + interval '10 days', 'XTS', true)$$,
  $$values (2::bigint, 200::bigint, 200::bigint)$$, 'also that those who have it keep the old one'
);
select is_empty($$select * from ops.price_touches('nosuch', 30, 'day', 150)$$, 'nobody for a plan that is none');
select is(
  admin.change_price(-4, 'tap_plan', 30, 'day', 150, null, null, true, 'dearer') ->> 'outcome',
  'changed', 'then it is set'
);
select results_eq(
  'select actor, action, reason from last_audit',
  format($$values ('admin:%s'::text, 'plan.changed'::text, 'dearer'::text)$$,
    (select id from people where telegram_id = -4)),
  'by the admin, with the reason'
);
select results_eq(
  $$select f.amount from people as p left join billing.subscriptions as s on s.user_id = p.id, billing.prices as r,
      billing.prices_for(array[p.id], array[r.id], true, array[s.id]) as f
    where r.amount = 150 and r.currency = 'XTS' and r.valid @> app.now() and p.telegram_id in (-1, -4)
    order by p.telegram_id$$,
  'values (150::bigint), (100::bigint)', 'and who has the plan pays what he paid'
);
select is(
  admin.change_price(-4, 'tap_plan', 30, 'day', 160, null, null, null, 'dearer still') ->> 'outcome', 'changed',
  'a price that says nothing about those who have the plan'
);
select is(
  (select grandfathers from billing.plans where code = 'tap_plan'), true, 'leaves them what they were promised'
);
select results_eq(
  $$select keeping from admin.price_touches(-4, 'tap_plan', 30, 'day', 170, null, 'XTS', null)$$,
  'values (2::bigint)', 'and is shown to leave it'
);
select is(
  ops.change_price('tap_plan', 30, 'day', 150) ->> 'outcome', 'changed', 'back to what the rest of this test knows'
);
update app.flags set enabled = true where name in ('auto_renewal', 'expiry');
create function pg_temp.passes(p_days numeric) returns void
language plpgsql
as $$
begin
  perform set_config('test.now', (app.now() + p_days * interval '1 day')::text, true);
  perform jobs.renew_due(100), jobs.expire_due(100);
end
$$;
select lives_ok('select pg_temp.passes(1) from generate_series(1, 31)', 'a month passes');
select results_eq(
  $$select s.period_number, s.status from billing.subscriptions as s join people as p on p.id = s.user_id
    where p.telegram_id in (-1, -2)$$, $$values (2, 'active'::text), (2, 'active'::text)$$,
  'a price that changed ends no renewal'
);
select is(
  admin.retire_plan(-4, 'tap_plan', true, 'old'), '{"outcome": "retired", "subscribers": 2}'::jsonb, 'a plan is retired'
);
select results_eq(
  $$select active, renewable from ops.plans where plan = 'tap_plan'$$, 'values (false, true)', 'for new customers only'
);

-- Panels
select is(
  ops.add_panel('tap_b', 'marzban', 'https://b.example', '{"country": "DE"}', 'more'), '{"outcome": "added"}'::jsonb,
  'a panel is added'
);
select is(
  (select p.enabled from vpn.panels as p where p.code = 'tap_b'), false, 'and gets nobody before it is enabled'
);
select is(
  ops.add_panel('tap_c', 'marzban', 'https://root:secret@b.example', '{}', 'x') ->> 'outcome', 'has_a_password',
  'a password is not kept'
);
select is(ops.add_panel('tap_b', 'marzban', 'https://b', '{}', 'x') ->> 'outcome', 'exists', 'a code is of one panel');
select throws_ok($$select ops.add_panel('tap_d', 'magic', 'https://b', '{}', 'x')$$, 'TK063', null, 'kinds are known');
select is(
  ops.edit_panel('tap_b', '{"weight": 3, "enabled": true}', 'x') ->> 'outcome', 'changed', 'it is enabled'
);
select throws_like(
  $$select ops.edit_panel('tap_b', '{"weight": 0}', 'x')$$, '%weight is positive', 'a weight is a weight'
);
select is(ops.edit_panel('nosuch', '{}', 'x') ->> 'outcome', 'no_such_panel', 'a panel that is none');
select is(
  admin.reissue_keys(-4, null, 'leaked'),
  (select count(*) from vpn.access where state <> 'leaving'), 'new keys for everybody, in batches'
);
select results_eq(
  $$select reissue_waits > 0 from admin.panels(-4) as p where p.panel = 'tap_a'$$, 'values (true)',
  'whose progress is shown'
);

select isnt_empty($$select admin.check_panel(-4, 'tap_b', 'is it right')$$, 'a panel is checked');
select results_eq(
  $$select step, failed, succeeded from admin.panel_check(-4, 'tap_b')$$,
  $$values (null::text, null::boolean, null::boolean)$$, 'which has not begun yet'
);
-- What is stuck
select lives_ok($$select ops.pause('vpn', 'moved', 'tap_a')$$, 'a destination is paused');
select isnt_empty(
  $$select from admin.stuck(-4) where kind = 'destination' and subject = 'vpn tap_a' and detail like '%moved'$$,
  'which is shown'
);
select is(
  (
    select admin.resume(-4, s.id, 'is back')
    from ops.stuck as s
    where s.subject = 'vpn tap_a' and s.kind = 'destination'
  ),
  true, 'and ended'
);
select results_eq(
  'select action, reason from last_audit', $$values ('destination.resumed'::text, 'is back'::text)$$, 'which is audited'
);

select * from finish();
rollback;
