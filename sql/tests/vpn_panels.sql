-- Several panels: where access is placed, what delivered means, and how it moves without a gap.
begin;
select plan(60);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '6' where name = 'delivery_hours_new';
update app.settings set value = '15' where name = 'late_delivery_minutes';
update app.brakes set most = 100, share = 0, held = 0, held_since = null, released_until = null
where name = 'refund_undelivered';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry');
update app.flags set enabled = false where name = 'auto_renewal';
update vpn.panels set enabled = false;
update vpn.desired set missing = 0 where missing > 0;
insert into vpn.panels (code, kind, base_url, country, capacity, weight)
values
  ('tap_de', 'xray-api', 'http://de', 'DE', null, 3),
  ('tap_nl', 'xray-api', 'http://nl', 'NL', null, 1),
  ('tap_fi', 'xray-api', 'http://fi', 'FI', 2, 1);
insert into billing.plans (code, title, benefits, panels, places)
values
  ('tap_one', '{"en": "One"}', '{"en": "x"}', 1, '{DE,NL}'),
  ('tap_two', '{"en": "Two"}', '{"en": "x"}', 2, '{DE,tap_nl}'),
  ('tap_fi', '{"en": "North"}', '{"en": "x"}', 1, '{FI}');
update billing.plans set device_limit = 3, data_limit_bytes = 1000 where code = 'tap_two';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code ~ '^tap_';

\set people 60
\ir fixtures/people.psql
create function pg_temp.buy(p_who bigint, p_plan text) returns text
language sql
as $$
  select inbox._book_payment(p_who, 'tap', format('panels %s', p_who), null, 100, 'XTS');
  select p.outcome
  from billing.offers as f
  join billing.plans as l on l.id = f.plan_id and l.code = p_plan
  cross join lateral api.open_order(p_who, f.price_id) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;
create temporary view placed as
select p.telegram_id as who, a.*, v.link
from people as p
join billing.subscriptions as s on s.user_id = p.id
join ops.access as a on a.subscription_id = s.id
left join vpn.access as v on v.id = a.access_id;
-- What the panel of an access confirms, of what it would be told now.
create function pg_temp.confirms(p_who bigint, p_panel text) returns void
language sql
as $$
  select vpn.applied(
    p.access_id::text, '{}', jsonb_build_object(
      'generation', d -> 'generation', 'present', d -> 'present', 'expires_at', d -> 'expires_at',
      'link', case when (d ->> 'present')::boolean then 'vless://' || p.panel end
    )
  )
  from placed as p
  cross join lateral vpn.prepare_apply(p.access_id::text, '{}') as d
  where p.who = p_who and p.panel = p_panel and d is not null;
  delete from outbox.messages as m
  using placed as p
  where m.topic = 'vpn' and m.lane = p.access_id::text and p.who = p_who and p.panel = p_panel and not p.lags
$$;
create function pg_temp.told(p_who bigint) returns setof text
language sql
as $$
  select m.payload ->> 'text' from outbox.messages as m
  where m.topic = 'telegram' and m.kind = 'telegram.notice' and m.lane = p_who::text and m.payload ->> 'text' ~ '^access-'
$$;

-- Placement
select is(pg_temp.buy(-n, 'tap_one'), 'fulfilled', format('%s buys', n)) from generate_series(1, 12) as n;
do $$ begin perform pg_temp.buy(-n, 'tap_one') from generate_series(13, 40) as n; end $$;
select results_eq(
  'select count(*), count(distinct subscription_id), count(distinct panel) from placed',
  'values (40::bigint, 40::bigint, 2::bigint)', 'each is on one panel, and nobody where his plan does not go'
);
select cmp_ok(
  (select count(*) from placed where panel = 'tap_de'), '>', (select count(*) from placed where panel = 'tap_nl'),
  'the one of more weight has more'
);
select is_empty('select from placed where lags is not true', 'none is confirmed yet');
select is(pg_temp.buy(-50, 'tap_fi'), 'fulfilled', 'a panel with room for two');
select is(pg_temp.buy(-51, 'tap_fi'), 'fulfilled', 'takes another');
select is(pg_temp.buy(-52, 'tap_fi'), 'fulfilled', 'who comes when it is full buys');
select is((select state from placed where who = -52), 'waiting', 'and waits');
select isnt_empty($$select from jobs.alarms where name = 'no_panel'$$, 'the admins hear of it');
select is((select status from api.home(-52)), 'activating', 'he sees that');
select is(vpn.place_batch(100), (0, 0, false)::jobs.step, 'the job finds no panel either');
do $$ begin perform billing.end_at(s.id, app.now(), 'tap', 'tap') from billing.subscriptions as s
  where s.id = (select subscription_id from placed where who = -50); end $$;
select is(vpn.place_batch(100), (1, 0, true)::jobs.step, 'one goes: there is room');
select is((select panel from placed where who = -52), 'tap_fi', 'for him');
select is_empty($$select from jobs.alarms where name = 'no_panel'$$, 'and that was it');
select is_empty($$select * from ops.violations where invariant ~ '^access_'$$, 'all are where they should be');

-- Two panels, and one is down
select is(pg_temp.buy(-41, 'tap_two'), 'fulfilled', 'a plan that counts on two panels');
select results_eq(
  'select panel, state from placed where who = -41 order by panel',
  $$values ('tap_de', 'serving'), ('tap_nl', 'serving')$$, 'is on two'
);
select results_eq(
  $$select (p ->> 'device_limit')::integer, (p ->> 'data_limit')::integer
    from placed as a cross join lateral vpn.prepare_apply(a.access_id::text, '{}') as p where a.who = -41$$,
  'values (3, 1000), (3, 1000)', 'which hear its limits'
);
select is((select outcome from api.access(-41)), 'activating', 'none works yet');
select pg_temp.confirms(-41, 'tap_nl');
select results_eq(
  'select outcome, link from api.access(-41)', $$values ('ready', 'vless://tap_nl')$$, 'one works: he has its key'
);
select results_eq(
  'select panel from placed where who = -41 and lags', $$values ('tap_de')$$, 'the other one lags, which is seen'
);
update outbox.messages set enqueued_at = clock_timestamp() where topic = 'vpn';
select set_config('test.now', (app.now() + interval '2 days')::text, true);
select is_empty(
  $$select from billing.undelivered_periods as u join placed as p on p.subscription_id = u.subscription_id
    where p.who = -41$$,
  'and is no reason to refund'
);
do $$ begin perform billing.refund_undelivered_batch(100); end $$;
select is_empty(
  $$select from billing.refunds as r join placed as p on p.subscription_id = r.subscription_id where p.who = -41$$,
  'nor is it refunded'
);
select isnt_empty(
  $$select from billing.refunds as r join placed as p on p.subscription_id = r.subscription_id where p.who = -1$$,
  'as is who got nothing at all'
);
select pg_temp.confirms(-41, 'tap_de');
select is_empty('select from placed where who = -41 and lags', 'what lagged heals');
select is_empty(
  $$select from vpn.late_deliveries as l join placed as p on p.subscription_id = l.subscription_id where p.who = -41$$,
  'late it was not: he had access all the time'
);

-- Moving
do $$ begin perform pg_temp.confirms(-2, p.panel) from placed as p where p.who = -2; end $$;
select is(pg_temp.buy(-53, 'tap_one'), 'fulfilled', 'one more');
create temporary table mover as select subscription_id as id, panel from placed where who = -53;
do $$ begin perform pg_temp.confirms(-53, m.panel) from mover as m; end $$;
select is(
  ops.move_access((select id from mover), 'tap_fi', 'tap_nl'), 'not_there', 'nobody moves from where he is not'
);
select is(ops.move_access((select id from mover), (select panel from mover), 'x'), 'no_such_panel', 'nor to no panel');
select is(
  ops.move_access((select id from mover), (select panel from mover), (select panel from mover)), 'is_there',
  'nor to where he is'
);
select is(ops.move_access((select id from mover), (select panel from mover), 'tap_fi'), 'moving', 'he moves');
select results_eq(
  $$select state, lags, desired_present from placed where who = -53 order by access_id$$,
  $$values ('retiring', false, true), ('serving', true, true)$$, 'and keeps what he has'
);
select is((select link from api.access(-53)), 'vless://' || (select panel from mover), 'with its key');
select is_empty('select * from pg_temp.told(-53)', 'he hears nothing yet');
select pg_temp.confirms(-53, 'tap_fi');
select is((select link from api.access(-53)), 'vless://tap_fi', 'the new one works: he has the new key');
select results_eq('select * from pg_temp.told(-53)', $$values ('access-moved')$$, 'and is told');
select is(
  (
    select (vpn.prepare_apply(access_id::text, '{}') ->> 'present')::boolean
    from placed where who = -53 and state = 'leaving'
  ),
  false, 'the old panel is to forget him'
);
select vpn.applied(
  access_id::text, '{}', jsonb_build_object('generation', desired_generation, 'present', true, 'link', 'vless://late')
) from placed where who = -53 and state = 'leaving';
select is((select link from api.access(-53)), 'vless://tap_fi', 'a late answer of it changes nothing');
do $$ begin perform pg_temp.confirms(-53, m.panel) from mover as m; end $$;
select results_eq('select panel from placed where who = -53', $$values ('tap_fi')$$, 'which it does');

-- Draining
select cmp_ok(ops.drain_panel('tap_nl'), '>', 0::bigint, 'a panel is drained');
select is_empty(
  $$select from placed where panel = 'tap_nl' and state = 'serving'$$, 'all that is there looks for another one'
);
select results_eq(
  'select panel, state, missing::integer from placed where who = -41 order by panel',
  $$values ('tap_de', 'serving', 1), ('tap_nl', 'retiring', 1)$$, 'who finds none stays'
);
select is(ops.drain_panel('tap_nl', false) > 0, true, 'when it is called off');
select results_eq(
  'select panel, state, missing::integer from placed where who = -41 order by panel',
  $$values ('tap_de', 'serving', 0), ('tap_nl', 'serving', 0)$$, 'he is served there as before'
);
select is_empty($$select * from ops.violations where invariant ~ '^access_reaches'$$, 'nothing is lost');
select is((select enabled from vpn.panels where code = 'tap_nl'), true, 'new access is placed there as before');
select ok(ops.drain_panel('tap_nl') > 0, 'it is drained again');
update vpn.desired set places = '{DE}' where subscription_id in (select subscription_id from placed where who = -41);
do $$ begin perform ops.drain_panel('tap_nl', false); end $$;
select results_eq(
  'select panel, state, missing::integer from placed where who = -41 order by panel',
  $$values ('tap_de', 'serving', 1), ('tap_nl', 'retiring', 1)$$, 'who may not be there any more goes on leaving'
);
update vpn.panels set enabled = false where code = 'tap_fi';
do $$ begin perform ops.drain_panel('tap_fi'); perform ops.drain_panel('tap_fi', false); end $$;
select is((select enabled from vpn.panels where code = 'tap_fi'), false, 'a panel that was disabled stays so');

select * from finish();
rollback;
