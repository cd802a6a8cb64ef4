-- What was delivered stays delivered when the access that confirmed it leaves its panel.
begin;
select plan(18);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '6' where name = 'delivery_hours_new';
update app.settings set value = '24' where name = 'delivery_hours_renewal';
update app.settings set value = '15' where name = 'late_delivery_minutes';
update app.settings set value = to_jsonb('1996-01-01T00:00:00Z'::text) where name = 'promises_since';
update app.brakes set most = 100, share = 0, held = 0, held_since = null, released_until = null
where name = 'refund_undelivered';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry');
update app.flags set enabled = false where name = 'auto_renewal';
update app.brakes set released_until = 'infinity' where name = 'unrenewed';
\set price 100
\ir fixtures/plan.psql
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap_a', 'marzban', 'http://a');

\set people 4
\ir fixtures/people.psql
create function pg_temp.buy(p_who bigint) returns text
language sql
as $$
  select inbox._book_payment(p_who, 'tap', gen_random_uuid()::text, null, 100, 'XTS');
  select p.outcome
  from billing.offers as f
  join billing.plans as l on l.id = f.plan_id and l.code = 'tap'
  cross join lateral api.open_order(p_who, f.price_id) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;
create temporary view placed as
select p.telegram_id as who, s.id as subscription, s.status, s.ends_at, a.access_id, a.panel, a.state, a.lags
from people as p
join billing.subscriptions as s on s.user_id = p.id
join ops.access as a on a.subscription_id = s.id;
create function pg_temp.confirms(p_panel text) returns void
language sql
as $$
  select vpn.applied(p.access_id::text, '{}', d || '{"link": "vless://tap"}')
  from placed as p
  cross join lateral vpn.prepare_apply(p.access_id::text, '{}') as d
  where p.panel = p_panel and d is not null;
  delete from outbox.messages as m
  using placed as p
  where m.topic = 'vpn' and m.lane = p.access_id::text and p.panel = p_panel and not p.lags
$$;
create function pg_temp.after(p_to interval) returns void
language sql
as $$ select set_config('test.now', (timestamptz '1996-02-01 12:00:00+00' + p_to)::text, true) $$;
create temporary view owed as
select distinct p.who, u.number
from billing.undelivered_periods as u
join placed as p on p.subscription = u.subscription_id;
create temporary view refunded as
select distinct p.who, r.period_number from billing.refunds as r join placed as p on p.subscription = r.subscription_id;

-- Three periods each, used to the end.
do $$
begin
  for n in 1..4 loop
    for turn in 1..3 loop
      perform pg_temp.buy(-n);
    end loop;
  end loop;
end
$$;
select pg_temp.confirms('tap_a');
select is_empty('select from owed', 'all is delivered');
select pg_temp.after('91 days');
do $$ begin perform jobs.expire_due(100); end $$;
select pg_temp.confirms('tap_a');
select results_eq(
  'select who, status, state, lags from placed order by who desc',
  $$select -n, 'expired'::text, 'serving'::text, false from generate_series(1, 4) as n$$,
  'all is over, and the panel has confirmed that'
);

-- The panel is drained, and does not answer.
select pg_temp.after('200 days');
update vpn.panels set enabled = false where code = 'tap_a';
insert into vpn.panels (code, kind, base_url) values ('tap_b', 'marzban', 'http://b');
select is(
  ops.move_access((select subscription from placed where who = -4), 'tap_a', 'tap_b'), 'moving', 'one is moved by hand'
);
select ok(ops.drain_panel('tap_a') > 0, 'the panel is drained');
do $$ begin perform vpn.place_batch(100); end $$;
select results_eq(
  $$select count(*), min(state), max(state) from placed where panel = 'tap_a'$$,
  $$values (4::bigint, 'leaving'::text, 'leaving'::text)$$, 'what nobody needs leaves'
);
select is_empty('select from owed', 'nothing of it is undelivered');
select is((jobs.refund_undelivered(100)).done, 0, 'so nothing is refunded');
select is_empty('select from refunded', 'to nobody');
select is_empty(
  $$select from ops.broken_promises_of_money where promise = 'paid_is_access_or_money_back'$$,
  'and no promise is broken'
);

-- One comes back while the old panel has not answered, one after it has.
select is(pg_temp.buy(-1), 'fulfilled', 'one comes back');
select results_eq('select number from owed where who = -1', 'values (4)', 'what he buys now is to be delivered');
select pg_temp.confirms('tap_a');
select is_empty($$select from placed where panel = 'tap_a'$$, 'the old panel forgets them');
select is(pg_temp.buy(-2), 'fulfilled', 'another one comes back');
select pg_temp.after('200 days 2 hours');
select pg_temp.confirms('tap_b');
select results_eq(
  $$select p.who, l.lost
    from vpn.late_deliveries as l join placed as p on p.subscription = l.subscription_id order by p.who desc$$,
  $$values (-1, interval '2 hours'), (-2, interval '2 hours')$$, 'only what they lost now was late'
);
do $$ begin perform jobs.make_up_late(100); end $$;
select is(
  (select max(ends_at) from placed where who in (-1, -2)), timestamptz '1996-02-01 12:00:00+00' + '230 days 2 hours',
  'and is made up for'
);
select is(pg_temp.buy(-3), 'fulfilled', 'a third one comes back, and the new panel does not answer');
select pg_temp.after('200 days 9 hours');
do $$ begin perform jobs.refund_undelivered(100); end $$;
select results_eq(
  'select * from refunded', 'values (-3, 4)', 'what he bought now is refunded, and nothing else'
);
select is_empty(
  $$select from ops.broken_promises_of_money
    where promise in ('paid_is_access_or_money_back', 'delivered_is_not_refunded')$$,
  'no promise is broken'
);

select * from finish();
rollback;
