-- What begins, begins: a period gives what it was sold with, panels hear of it when it begins, and traffic is counted
-- anew, or carried over, as its plan says; whoever looks late, or twice, does the same.
begin;
select plan(96);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal');
update app.brakes set most = 100, share = 0, held = 0, held_since = null, released_until = null;
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url, country)
values ('tap_de', 'xray-api', 'http://de', 'DE'), ('tap_nl', 'xray-api', 'http://nl', 'NL');
insert into billing.plans (
  code, title, benefits, device_limit, data_limit_bytes, traffic_reset, traffic_carry_over, panels, places
)
values
  ('small', '{"en": "Small"}', '{"en": "x"}', 1, null, 'never', false, 1, '{DE}'),
  ('large', '{"en": "Large"}', '{"en": "x"}', 5, null, 'never', false, 2, null),
  ('total', '{"en": "Total"}', '{"en": "x"}', null, 1000, 'never', false, 1, null),
  ('period', '{"en": "Period"}', '{"en": "x"}', null, 1000, 'period', false, 1, null),
  ('month', '{"en": "Month"}', '{"en": "x"}', null, 1000, 'month', false, 1, null),
  ('kept', '{"en": "Kept"}', '{"en": "x"}', null, 1000, 'period', true, 1, null),
  ('kept_month', '{"en": "Kept"}', '{"en": "x"}', null, 1000, 'month', true, 1, null);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.count, o.unit, o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values
  ('small', 30, 'day', 100), ('large', 30, 'day', 300), ('total', 30, 'day', 100), ('period', 30, 'day', 100),
  ('month', 1, 'month', 100), ('month', 12, 'month', 1000), ('kept', 30, 'day', 100), ('kept_month', 6, 'month', 500)
) as o (plan, count, unit, amount)
join billing.plans as p on p.code = o.plan;

\set people 30
\ir fixtures/people.psql
\ir fixtures/offers.psql
do $$
begin
  perform inbox._book_payment(p.telegram_id, 'tap', format('begins %s', p.telegram_id), null, 5000, 'XTS') from people as p;
end
$$;
create temporary view subs as
select p.telegram_id as who, s.* from billing.subscriptions as s join people as p on p.id = s.user_id;
create temporary view wanted as
select s.who, d.*, s.begin_at from vpn.desired as d join subs as s on s.id = d.subscription_id;
create temporary view placed as
select s.who, a.id, p.code as panel, a.state, a.applied_generation, a.traffic_from
from vpn.access as a
join subs as s on s.id = a.subscription_id
join vpn.panels as p on p.id = a.panel_id;
-- Everything that panels would be told now is confirmed by them.
create function pg_temp.confirm(p_who bigint) returns void
language sql
as $$
  select vpn.applied(
    a.id::text, '{}', jsonb_build_object(
      'generation', d -> 'generation', 'present', d -> 'present', 'expires_at', d -> 'expires_at',
      'traffic_from', d -> 'traffic_from', 'link', case when (d ->> 'present')::boolean then 'vless://' || a.panel end
    )
  )
  from placed as a cross join lateral vpn.prepare_apply(a.id::text, '{}') as d
  where a.who = p_who and d is not null
$$;
create function pg_temp.run() returns text
language sql
as $$ select format('%s done, %s parked', b.done, b.parked) from billing.begin_batch(50) as b $$;
create function pg_temp.broken() returns text
language sql
as $$
  select string_agg(b.subject, ', ')
  from (
    select v.subject from ops.violations as v
    where v.invariant in ('access_is_as_sold', 'access_reaches_the_panel')
      or v.invariant = 'nothing_is_overdue' and v.subject ~ 'begun'
    union all
    select r.subject from ops.broken_promises as r where r.promise = 'what_begins_begins'
  ) as b
$$;

-- Versions
update billing.plans set title = '{"en": "Smaller"}', version = 7 where code = 'small';
select results_eq(
  $$select p.version, v.version, v.device_limit, v.places
    from billing.plans as p join billing.plan_versions as v on v.plan_id = p.id where p.code = 'small'$$,
  $$values (1, 1, 1, '{DE}'::text[])$$, 'a plan begins with its first version, and its title makes no other'
);
-- Each column is edited in a plan that differs from the version in it alone.
create table pg_temp.attributes as
select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type
from pg_attribute as a
where a.attrelid = 'billing.plan_versions'::regclass and a.attnum > 0 and not a.attisdropped
  and a.attname not in ('plan_id', 'version', 'valid_from');
insert into billing.plans (code, title, benefits, data_limit_bytes, traffic_reset)
values ('edited', '{"en": "x"}', '{"en": "x"}', 1000, 'period');
create function pg_temp.edit(p_name text, p_type text) returns boolean
language plpgsql
as $$
declare
  v_before integer := (select p.version from billing.plans as p where p.code = 'edited');
  v_after billing.plan_versions;
  v_value text := case p_name
    when 'traffic_reset' then 'month' when 'traffic_carry_over' then 'true' when 'places' then '{FI}'
    when 'grace_access' then 'restricted' else '9'
  end;
begin
  execute format('update billing.plans set %I = %L::%s where code = ''edited''', p_name, v_value, p_type);
  select v.* into v_after
  from billing.plan_versions as v
  join billing.plans as p on p.id = v.plan_id and p.version = v.version
  where p.code = 'edited';
  return v_after.version = v_before + 1 and to_jsonb(v_after) @> jsonb_build_object(
    p_name, (select to_jsonb(p) -> p_name from billing.plans as p where p.code = 'edited')
  );
end
$$;
select is_empty(
  'select a.name from pg_temp.attributes as a where not pg_temp.edit(a.name, a.type)',
  'an edit of whatever it gives makes one that has it'
);
select throws_ok(
  $$update billing.plan_versions set device_limit = 9$$, 'TK001', null, 'what was sold is not rewritten'
);
select throws_ok(
  $$update billing.plans set traffic_reset = 'month' where code = 'small'$$, '23514', null,
  'what has no limit is not counted anew'
);
select throws_ok(
  $$update billing.plans set traffic_carry_over = true where code = 'total'$$, '23514', null,
  'nor is anything of it carried over'
);

-- A plan that is edited after it was sold
select is(pg_temp.buy(-1, 'small'), 'fulfilled', 'one buys');
select results_eq(
  'select generation, device_limit, data_limit, traffic_from, panels, places, begin_at from wanted where who = -1',
  $$values (1::bigint, 1, null::bigint, null::timestamptz, 1::smallint, '{DE}'::text[], null::timestamptz)$$,
  'and is to have what was sold, in one generation'
);
do $$ begin perform pg_temp.confirm(-1); end $$;
update billing.plans set device_limit = 3 where code = 'small';
select is((select version from billing.plans where code = 'small'), 2, 'the plan is edited');
select is(pg_temp.run(), '0 done, 0 parked', 'nothing begins');
select results_eq(
  'select generation, device_limit from wanted where who = -1', 'values (1::bigint, 1)', 'he keeps what he bought'
);
select is(pg_temp.buy(-2, 'small'), 'fulfilled', 'another buys');
select is((select device_limit from wanted where who = -2), 3, 'what is sold now');
select pg_temp.at('1996-03-01 13:00:00+00');
do $$ begin perform billing.renew_batch(100); end $$;
select results_eq(
  $$select p.plan_version, p.starts_at, w.begin_at, w.device_limit
    from wanted as w join billing.periods as p on p.subscription_id = w.subscription_id
    where w.who = -1 and p.number = 2$$,
  $$values (2, '1996-03-02 12:00:00+00'::timestamptz, '1996-03-02 12:00:00+00'::timestamptz, 1)$$,
  'his renewal is of the new version, and begins a day later'
);
select is((select begin_at from wanted where who = -2), null, 'with the other one''s nothing is new');
do $$ begin perform pg_temp.confirm(-1); end $$;
select is(pg_temp.run(), '0 done, 0 parked', 'not yet');
select pg_temp.at('1996-03-02 12:00:00+00');
select is(pg_temp.run(), '1 done, 0 parked', 'when it begins');
select results_eq(
  $$select w.generation, w.begin_at, (d ->> 'device_limit')::integer
    from wanted as w join placed as a on a.who = w.who
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as d where w.who = -1$$,
  'values (3::bigint, null::timestamptz, 3)', 'the panel hears of it'
);
select isnt_empty(
  $$select from outbox.messages as m join placed as a on a.id::text = m.lane and a.who = -1 where m.topic = 'vpn'$$,
  'by a message that waits'
);
do $$ begin perform billing.begin_periods(array[(select id from subs where who = -1)]); end $$;
select is((select generation from wanted where who = -1), 3::bigint, 'to look twice changes nothing');

-- Another plan that was chosen for later, and the job is late
do $$ begin perform pg_temp.at('1996-02-01 12:00:00+00'); end $$;
select is(pg_temp.buy(-3, 'large'), 'fulfilled', 'a large plan');
select results_eq(
  'select device_limit, panels, missing from wanted where who = -3', 'values (5, 2::smallint, 0::smallint)',
  'on two panels'
);
do $$ begin perform pg_temp.confirm(-3); end $$;
select is(
  (select outcome from api.schedule_change(-3, pg_temp.price('small', 30))), 'scheduled', 'the small one is to follow'
);
select pg_temp.at('1996-03-01 13:00:00+00');
do $$ begin perform billing.renew_batch(100); end $$;
select is(
  (select begin_at from wanted where who = -3), '1996-03-02 12:00:00+00'::timestamptz, 'it was paid for, and will begin'
);
select is(
  (select title from ops.subscriptions((select id from people where telegram_id = -3))), 'Large',
  'operators see what runs'
);
select is((select device_limit from wanted where who = -3), 5, 'and that is the large one');
select pg_temp.at('1996-03-02 14:00:00+00');
select matches(pg_temp.broken(), 'should have begun', 'that it did not begin is seen after ten minutes');
select isnt_empty(
  $$select from ops.broken_promises where promise = 'what_begins_begins'$$, 'and promised to the customer'
);
select is(pg_temp.run(), '1 done, 0 parked', 'it begins late');
select results_eq(
  'select device_limit, panels, places, missing, begin_at from wanted where who = -3',
  $$values (3, 1::smallint, '{DE}'::text[], 0::smallint, null::timestamptz)$$, 'as it should have'
);
select results_eq(
  'select panel, state from placed where who = -3 order by panel',
  $$values ('tap_de', 'serving'), ('tap_nl', 'retiring')$$, 'one panel stays, the other until that one works'
);
do $$ begin perform vpn.finish_moves(array[(select id from subs where who = -3)]); end $$;
select is((select count(*) from placed where who = -3 and state = 'leaving'), 0::bigint, 'which it has not said yet');
do $$ begin perform pg_temp.confirm(-3); end $$;
select results_eq(
  'select panel, state from placed where who = -3 order by panel',
  $$values ('tap_de', 'serving'), ('tap_nl', 'leaving')$$, 'then it goes'
);
do $$ begin perform pg_temp.confirm(-3); end $$;
select results_eq('select panel from placed where who = -3', $$values ('tap_de')$$, 'and is gone');
select is(pg_temp.broken(), null, 'all is as it was sold');

-- At once, to more panels
do $$ begin perform pg_temp.at('1996-02-01 12:00:00+00'); end $$;
select is(pg_temp.buy(-4, 'small'), 'fulfilled', 'a small plan');
do $$ begin perform pg_temp.confirm(-4); end $$;
select is(pg_temp.buy(-4, 'large'), 'fulfilled', 'and a dearer one now');
select results_eq(
  $$select w.device_limit, w.panels, w.missing, count(a.id), bool_and(a.state = 'serving')
    from wanted as w join placed as a on a.who = w.who where w.who = -4 group by 1, 2, 3$$,
  'values (5, 2::smallint, 0::smallint, 2::bigint, true)', 'another panel is found in the same moment'
);
select results_eq(
  $$select outcome, link from api.access(-4)$$, $$values ('ready', 'vless://tap_de')$$, 'his key works on'
);

-- Elsewhere, and back before the move is over
select is(pg_temp.buy(-5, 'small'), 'fulfilled', 'somebody in DE');
do $$ begin perform pg_temp.confirm(-5); end $$;
update billing.plans set places = '{NL}' where code = 'small';
do $$ begin perform ops.grant_days(p.id, 1, 'tap') from people as p where p.telegram_id = -5; end $$;
select is((select begin_at from wanted where who = -5), null, 'a gift goes on as it was sold');
select is(pg_temp.buy(-5, 'small'), 'fulfilled', 'what he buys for later is in NL');
update vpn.panels set enabled = false where code = 'tap_nl';
select pg_temp.at('1996-03-03 12:00:00+00');
select is(pg_temp.run(), '1 done, 0 parked', 'it begins while NL takes nobody');
select results_eq(
  $$select w.missing, a.panel, a.state from wanted as w join placed as a on a.who = w.who where w.who = -5$$,
  $$values (1::smallint, 'tap_de', 'retiring')$$, 'he keeps what he has'
);
do $$ begin perform pg_temp.confirm(-5); end $$;
select is((select outcome from api.access(-5)), 'ready', 'and it works');
select results_eq(
  $$select w.missing, a.panel, a.state from wanted as w join placed as a on a.who = w.who where w.who = -5$$,
  $$values (1::smallint, 'tap_de', 'retiring')$$, 'all the time'
);
update billing.plans set places = null where code = 'small';
do $$
begin
  perform pg_temp.buy(-5, 'small');
  perform ops.refund(p.id, 3, 'not there') from people as p where p.telegram_id = -5;
end
$$;
select results_eq(
  $$select w.missing, a.panel, a.state from wanted as w join placed as a on a.who = w.who where w.who = -5$$,
  $$values (1::smallint, 'tap_de', 'retiring')$$, 'time that is taken back is taken from the end'
);
select pg_temp.at('1996-04-03 12:00:00+00');
do $$ begin perform pg_temp.buy(-5, 'small'); perform pg_temp.confirm(-5); end $$;
select results_eq(
  $$select w.places, w.missing, a.panel, a.state from wanted as w join placed as a on a.who = w.who where w.who = -5$$,
  $$values (null::text[], 0::smallint, 'tap_de', 'serving')$$, 'where he is serves him again when that fits'
);
update vpn.panels set enabled = true where code = 'tap_nl';
select is(pg_temp.broken(), null, 'all is as it was sold');

-- Traffic: in all
do $$ begin perform pg_temp.at('1996-02-01 12:00:00+00'); end $$;
select is(pg_temp.buy(-6, 'total'), 'fulfilled', 'so much in all');
do $$ begin perform pg_temp.confirm(-6); end $$;
select results_eq(
  $$select w.generation, w.data_limit, w.traffic_from, w.begin_at, a.traffic_from
    from wanted as w join placed as a on a.who = w.who where w.who = -6$$,
  $$values (
    1::bigint, 1000::bigint, '1996-02-01 12:00:00+00'::timestamptz, null::timestamptz, '1996-02-01 12:00:00+00'::timestamptz
  )$$,
  'is counted from the beginning'
);
select pg_temp.at('1996-03-01 13:00:00+00');
do $$ begin perform billing.renew_batch(100); end $$;
select results_eq(
  $$select s.period_number, w.begin_at, w.traffic_from
    from wanted as w join subs as s on s.who = w.who where w.who = -6$$,
  $$values (2, null::timestamptz, '1996-02-01 12:00:00+00'::timestamptz)$$, 'a renewal begins nothing'
);
select pg_temp.at('1996-05-01 12:00:00+00');
do $$ begin perform billing.end_at(id, app.now(), 'tap', 'tap') from subs where who = -6; end $$;
select pg_temp.at('1996-05-02 12:00:00+00');
select is(pg_temp.buy(-6, 'total'), 'fulfilled', 'he comes back');
select results_eq(
  $$select w.traffic_from, (d ->> 'reset_traffic')::boolean
    from wanted as w join placed as a on a.who = w.who
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as d where w.who = -6$$,
  $$values ('1996-05-02 12:00:00+00'::timestamptz, true)$$, 'which counts anew'
);
do $$ begin perform pg_temp.confirm(-6); end $$;
select is((select traffic_from from placed where who = -6), '1996-05-02 12:00:00+00'::timestamptz, 'and is confirmed');

-- By period
do $$ begin perform pg_temp.at('1996-02-01 12:00:00+00'); end $$;
select is(pg_temp.buy(-7, 'period'), 'fulfilled', 'so much for a period');
do $$ begin perform pg_temp.confirm(-7); end $$;
select is((select begin_at from wanted where who = -7), null, 'nothing follows yet');
select pg_temp.at('1996-03-01 13:00:00+00');
do $$ begin perform billing.renew_batch(100); perform pg_temp.confirm(-7); end $$;
select is((select begin_at from wanted where who = -7), '1996-03-02 12:00:00+00'::timestamptz, 'until it is renewed');
select pg_temp.at('1996-03-02 12:00:30+00');
select is(pg_temp.run(), '1 done, 0 parked', 'then it begins');
select results_eq(
  $$select w.data_limit, w.traffic_from, (d ->> 'reset_traffic')::boolean, w.begin_at
    from wanted as w join placed as a on a.who = w.who
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as d where w.who = -7$$,
  $$values (1000::bigint, '1996-03-02 12:00:00+00'::timestamptz, true, null::timestamptz)$$, 'and is counted anew'
);
do $$
begin
  perform vpn.applied(a.id::text, '{}', jsonb_build_object('generation', w.generation, 'present', true, 'link', 'x'))
  from wanted as w join placed as a on a.who = w.who where w.who = -7;
  perform ops.grant_days(p.id, 1, 'tap') from people as p where p.telegram_id = -7;
end
$$;
select results_eq(
  $$select (d ->> 'reset_traffic')::boolean, w.begin_at from wanted as w join placed as a on a.who = w.who
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as d where w.who = -7$$,
  $$values (true, '1996-04-01 12:00:00+00'::timestamptz)$$,
  'a listener that does not say so has not done it; and a gift is a period, too'
);

-- By month, over a year, and the job was off for two of them
do $$ begin perform pg_temp.at('1996-01-31 12:00:00+00'); end $$;
select is(pg_temp.buy(-8, 'month', 12), 'fulfilled', 'so much for a month, for a year');
do $$ begin perform pg_temp.confirm(-8); end $$;
select is(
  (select begin_at from wanted where who = -8), '1996-02-29 12:00:00+00'::timestamptz, 'again at the end of February'
);
select pg_temp.at('1996-02-29 12:00:00+00');
select is(pg_temp.run(), '1 done, 0 parked', 'it is');
select results_eq(
  'select generation, traffic_from, begin_at from wanted where who = -8',
  $$values (2::bigint, '1996-02-29 12:00:00+00'::timestamptz, '1996-03-31 12:00:00+00'::timestamptz)$$,
  'and on the 31st'
);
select pg_temp.at('1996-05-10 12:00:00+00');
do $$ begin while pg_temp.run() <> '0 done, 0 parked' loop null; end loop; end $$;
select results_eq(
  'select generation, traffic_from, begin_at from wanted where who = -8',
  $$values (3::bigint, '1996-04-30 12:00:00+00'::timestamptz, '1996-05-31 12:00:00+00'::timestamptz)$$,
  'what was missed is made up once'
);
select pg_temp.at('1996-06-01 12:00:00+00');
do $$ begin perform billing.end_at(id, '1996-06-15 12:00:00+00', 'tap', 'tap') from subs where who = -8; end $$;
select results_eq(
  'select traffic_from, begin_at from wanted where who = -8',
  $$values ('1996-05-31 12:00:00+00'::timestamptz, null::timestamptz)$$, 'a year that ends early has no months more'
);
do $$ begin perform api.cancel(-8); end $$;
select pg_temp.at('1996-06-20 12:00:00+00');
do $$ begin perform billing.expire_batch(100); end $$;
select is((select status from subs where who = -8), 'expired', 'it ends');
do $$ begin perform pg_temp.at('1996-01-31 12:00:00+00'); end $$;
select is(pg_temp.buy(-9, 'month', 1), 'fulfilled', 'or month by month');
select is((select begin_at from wanted where who = -9), null, 'which ends with the first');
select is(pg_temp.buy(-9, 'month', 1), 'fulfilled', 'and has a second');
select is((select begin_at from wanted where who = -9), '1996-02-29 12:00:00+00'::timestamptz, 'then it is again');
select is(
  (select ops.refund(p.id, 2, 'sorry') ->> 'outcome' from people as p where p.telegram_id = -9), 'refunded',
  'it is refunded'
);
select is((select begin_at from wanted where who = -9), null, 'before it began: nothing will');

-- Carried over
select is(pg_temp.buy(-10, 'kept'), 'fulfilled', 'what is not used is kept');
update billing.plans set data_limit_bytes = 2000 where code = 'kept';
select is(pg_temp.buy(-10, 'kept'), 'fulfilled', 'more is sold for the second period');
do $$ begin perform pg_temp.confirm(-10); end $$;
select pg_temp.at('1996-03-05 12:00:00+00');
do $$ begin while pg_temp.run() <> '0 done, 0 parked' loop null; end loop; end $$;
select results_eq(
  $$select w.data_limit, w.traffic_from, (d ->> 'reset_traffic')::boolean, w.begin_at
    from wanted as w join placed as a on a.who = w.who
    cross join lateral vpn.prepare_apply(a.id::text, '{}') as d where w.who = -10$$,
  $$values (3000::bigint, '1996-01-31 12:00:00+00'::timestamptz, false, null::timestamptz)$$, 'the limit grows by it'
);
do $$ begin perform pg_temp.at('1996-01-31 12:00:00+00'); end $$;
select is(pg_temp.buy(-11, 'kept_month', 6), 'fulfilled', 'by month');
select pg_temp.at('1996-04-30 12:00:00+00');
do $$ begin perform billing.begin_batch(50); end $$;
select results_eq(
  'select data_limit, traffic_from, begin_at from wanted where who = -11',
  $$values (4000::bigint, '1996-01-31 12:00:00+00'::timestamptz, '1996-05-31 12:00:00+00'::timestamptz)$$,
  'as many as have begun, also by one look'
);
select pg_temp.at('1996-05-01 12:00:00+00');
select is(pg_temp.buy(-11, 'large'), 'fulfilled', 'another plan');
select results_eq(
  'select data_limit, traffic_from, begin_at from wanted where who = -11',
  $$values (null::bigint, '1996-01-31 12:00:00+00'::timestamptz, null::timestamptz)$$, 'without a limit'
);

-- What was given keeps what it was given with
do $$ begin perform pg_temp.at('1996-01-31 12:00:00+00'); end $$;
do $$
begin
  perform ops.grant_days(p.id, 10, 'tap') from people as p where p.telegram_id = -12;
end
$$;
create temporary table gift as
select p.plan_id, p.plan_version from billing.periods as p join subs as s on s.id = p.subscription_id where s.who = -12;
update billing.plans set device_limit = coalesce(device_limit, 0) + 1 where id = (select plan_id from gift);
select is(pg_temp.buy(-12, 'large'), 'fulfilled', 'whose gift makes room for a purchase');
select results_eq(
  $$select p.plan_id, p.plan_version from billing.periods as p join subs as s on s.id = p.subscription_id
    where s.who = -12 and p.number = 3$$,
  'select plan_id, plan_version from gift', 'has it again as it was'
);
select is(
  (select begin_at from wanted where who = -12), '1996-03-01 12:00:00+00'::timestamptz, 'when that is over'
);

-- A row that fails
select is(pg_temp.buy(-13, 'month', 12), 'fulfilled', 'one');
select is(pg_temp.buy(-14, 'month', 12), 'fulfilled', 'and another');
select pg_temp.at('1996-02-29 12:00:00+00');
update billing.subscriptions as s set begin_at = null
where s.begin_at is not null and s.id not in (select u.id from subs as u where u.who in (-13, -14));
select id as bad from subs where who = -13 \gset
alter table vpn.desired add constraint poison
  check (subscription_id <> :bad or traffic_from < '1996-02-29') not valid;
select is(pg_temp.run(), '1 done, 1 parked', 'the one that fails is parked, its neighbour is not');
select is(
  (select traffic_from from wanted where who = -14), '1996-02-29 12:00:00+00'::timestamptz, 'who has his month'
);
select is((select row_id from ops.parked where job = 'begin_due'), :bad::bigint, 'operators see which');
select is(pg_temp.run(), '0 done, 0 parked', 'it is not tried all the time');
select is_empty(
  format(
    $$select from ops.violations where invariant = 'nothing_is_overdue' and subject ~ 'subscription %s\M'$$, :bad
  ),
  'and is not called overdue besides'
);
alter table vpn.desired drop constraint poison;
do $$ begin perform ops.unpark('begin_due', (select id from subs where who = -13)); end $$;
select is(pg_temp.run(), '1 done, 0 parked', 'when it is fixed, and is let go on');
select is((select traffic_from from wanted where who = -13), '1996-02-29 12:00:00+00'::timestamptz, 'it has its month');
alter table vpn.desired add constraint poison check (traffic_from < '1996-03-15' or traffic_from is null) not valid;
select is(pg_temp.buy(-15, 'month', 12), 'fulfilled', 'a third');
select pg_temp.at('1996-03-31 12:00:00+00');
select throws_ok('select billing.begin_batch(50)', '23514', null, 'when all fail alike it is nobody''s fault');
select is_empty($$select from ops.parked where job = 'begin_due'$$, 'and nobody is parked');
alter table vpn.desired drop constraint poison;
alter table billing.plan_versions rename to elsewhere;
select throws_ok('select billing.begin_batch(50)', '42P01', null, 'what is no fault of a row is raised');
alter table billing.elsewhere rename to plan_versions;

select * from finish();
rollback;
