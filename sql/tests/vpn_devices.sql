-- Devices: who is asked for them, what is kept of the answer, and how one is unbound.
begin;
select plan(47);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits, device_limit, panels)
values ('tap', '{"en": "Tap"}', '{"en": "For tests"}', 3, 2);
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url, country)
values ('tap_de', 'remnawave', 'http://de', 'DE'), ('tap_nl', 'marzban', 'http://nl', 'NL');
\set people 2
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); perform api.start_trial(-2); end $$;
create temporary view mine as
select a.*, p.code, d.generation, (-t.telegram_id)::bigint as n
from vpn.access as a
join vpn.panels as p on p.id = a.panel_id
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as t on t.id = s.user_id;
create temporary view waiting as
select m.id, m.kind, m.lane, m.payload, m.useful_until, m.priority, a.n, a.code
from outbox.messages as m
join mine as a on m.lane = format('devices:%s', a.id)
where m.topic = 'vpn';
create temporary view known as
select d.*, a.n, a.code from vpn.devices as d join mine as a on a.id = d.access_id;
-- The panel answers the oldest message that waits.
create function pg_temp.answer(p_result jsonb) returns void
language plpgsql
as $$
declare
  v_message record;
begin
  select w.* into v_message from waiting as w order by w.id limit 1;
  perform vpn.devices_told(v_message.lane, v_message.payload, p_result);
  delete from outbox.messages as m where m.id = v_message.id;
end
$$;

-- Who is asked
select results_eq(
  'select outcome, bound, read_at from api.ask_devices(-1)', $$values ('not_listed'::text, 0, null::timestamptz)$$,
  'nothing is known of the panels'
);
insert into vpn.panel_states (panel_id, probe_at, scan_at)
select p.id, now(), now() from vpn.panels as p where p.code in ('tap_de', 'tap_nl');
create function pg_temp.probed(p_panel text, p_result jsonb) returns void
language sql
as $$
  select vpn.probed('probe', jsonb_build_object('panel_id', p.id), '{"product": "x", "version": "1"}' || p_result)
  from vpn.panels as p where p.code = p_panel
$$;
select pg_temp.probed('tap_de', '{"capabilities": ["devices", "names"]}');
select pg_temp.probed('tap_nl', '{"capabilities": ["names"]}');
select pg_temp.probed('tap_de', '{}');
select is((select outcome from api.ask_devices(-1)), 'not_listed', 'a panel that has no account of his is not asked');
select is((select lists_devices from api.profile(-1)), false, 'nor does his profile lead there');
select vpn.applied(
  id::text, '{}', jsonb_build_object('generation', generation, 'present', true, 'link', 'vless://' || id)
) from mine;
select is((select lists_devices from api.profile(-1)), true, 'then it does');
select results_eq(
  'select outcome, bound, device_limit, read_at, is_reading from api.ask_devices(-1)',
  $$values ('ok'::text, 0, 3, null::timestamptz, true)$$, 'one that can is asked'
);
select results_eq(
  'select kind, code, n, priority, useful_until from waiting',
  $$values (
    'vpn.devices'::text, 'tap_de'::text, 1::bigint, 'receipt'::outbox.priority, app.now() + interval '5 minutes'
  )$$,
  'by a message that is soon of no use; the one that cannot is not'
);
select is((select is_reading from api.ask_devices(-1)), true, 'who looks again sees that it is asked');
select is((select count(*) from waiting), 1::bigint, 'once');
select is(
  (select vpn.prepare_devices(lane, payload) from waiting),
  (
    select jsonb_build_object(
      'panel', 'tap_de', 'kind', 'remnawave', 'base_url', 'http://de', 'options', '{}'::jsonb,
      'acknowledged_version', null, 'shop', m.shop, 'key', a.key, 'uuid', a.uuid, 'device_id', null
    )
    from mine as a, vpn.mark as m where a.n = 1 and a.code = 'tap_de'
  ),
  'with all that the listener has to know'
);
select throws_ok('select * from api.ask_devices(-9)', 'TK010', null, 'nobody has none');
select throws_ok('select * from api.devices(-9)', 'TK010', null, 'and sees none');
select throws_ok('select * from api.unbind_device(-9, 1)', 'TK010', null, 'and unbinds none');
select is((select outcome from api.unbind_device(-1, null)), 'not_bound', 'there is nothing to unbind');

-- The answer
delete from outbox.messages where kind = 'inbox.refresh';
select pg_temp.answer('{"devices": [
  {"id": "old", "name": "Pixel", "platform": "Android", "seen_at": "1996-01-01T00:00:00Z"},
  {"id": "new", "name": "  ", "platform": null, "seen_at": "1996-01-31T00:00:00+00:00"},
  {"id": "never", "name": null, "platform": "iOS", "seen_at": null},
  {"id": "new", "name": null, "platform": null, "seen_at": "1996-01-02T00:00:00+00:00"},
  {"id": "", "name": "none"}
]}');
select results_eq(
  'select name, platform, seen_at, place, is_unbinding from api.devices(-1)',
  $$values
    (null::text, null::text, '1996-01-31 00:00:00+00'::timestamptz, null::text, false),
    ('Pixel', 'Android', '1996-01-01 00:00:00+00', null, false),
    (null, 'iOS', null, null, false)$$,
  'is kept, each once, those that were seen last first'
);
select results_eq(
  'select outcome, bound, device_limit, read_at, is_reading from api.ask_devices(-1)',
  $$values ('ok'::text, 3, 3, app.now(), false)$$, 'and counted'
);
select is(
  (select m.payload ->> 'screen' from outbox.messages as m where m.kind = 'inbox.refresh' and m.lane = '-1'), 'devices',
  'his screen is drawn again'
);
select is((select devices from api.usage(-1)), 5, 'the profile has the number that the panel told');
select is_empty('select from api.devices(-2)', 'another sees nothing of it');
select results_eq(
  $$select o.panel, o.platform, o.device_limit, o.read_at
    from ops.devices as o join mine as m on m.id = o.access_id where m.n = 1 order by 2$$,
  $$values
    ('tap_de'::text, 'Android'::text, 3, app.now()), ('tap_de', 'iOS', 3, app.now()), ('tap_de', null, 3, app.now())$$,
  'operators see what names nobody'
);
select pg_temp.at('1996-02-01 12:00:59+00');
select is((select is_reading from api.ask_devices(-1)), false, 'within a minute nobody is asked again');
select pg_temp.at('1996-02-01 12:01:01+00');
create temporary table before as select * from known;
select is((select is_reading from api.ask_devices(-1)), true, 'after that, somebody is');
select pg_temp.answer('{"devices": [{"id": "old", "name": "Pixel 9"}, {"id": "never"}, {"id": "next"}]}');
select set_eq(
  'select device_id, name from known', $$values ('old'::text, 'Pixel 9'::text), ('never', null), ('next', null)$$,
  'what is not listed any more goes'
);
select is(
  (select k.id from known as k where k.device_id = 'old'), (select b.id from before as b where b.device_id = 'old'),
  'a device keeps the number that buttons have'
);

-- One is unbound
create temporary table old as select k.id from known as k where k.device_id = 'old';
select is(
  (select u.outcome from old as o cross join lateral api.unbind_device(-2, o.id) as u), 'not_bound', 'not by another'
);
select is(
  (select u.outcome from old as o cross join lateral api.unbind_device(-1, o.id) as u), 'unbinding', 'its user does'
);
select is(
  (select u.outcome from old as o cross join lateral api.unbind_device(-1, o.id) as u), 'unbinding', 'and taps twice'
);
select results_eq(
  'select kind, payload -> ''device'', useful_until from waiting',
  $$select 'vpn.unbind'::text, to_jsonb(o.id), app.now() + interval '10 minutes' from old as o$$,
  'the panel is told once, by a number'
);
select is((select vpn.prepare_devices(lane, payload) ->> 'device_id' from waiting), 'old', 'which it then knows');
select results_eq(
  $$select actor ~ '^user:', after from app.audit where action = 'device.unbound'$$,
  $$select true, jsonb_build_object('device', o.id) from old as o$$, 'it is recorded once'
);
select results_eq(
  'select bound, (select count(*) from api.devices(-1) where is_unbinding) from api.ask_devices(-1)',
  'values (2, 1::bigint)', 'it does not count any more'
);
create temporary table late as
select w.lane, jsonb_build_object('access_id', w.payload -> 'access_id') as payload from waiting as w;
select vpn.devices_told(lane, payload, '{"devices": [{"id": "old"}, {"id": "never"}, {"id": "next"}]}') from late;
select is(
  (select d.is_unbinding from api.devices(-1) as d join old as o on o.id = d.device), true,
  'an answer from before changes nothing'
);
select pg_temp.answer('{"devices": [{"id": "never"}, {"id": "next"}]}');
select is_empty('select from known join old using (id)', 'then it is gone');
select is(
  (select u.outcome from old as o cross join lateral api.unbind_device(-1, o.id) as u), 'not_bound', 'for good'
);
select is(
  vpn.prepare_devices('x', jsonb_build_object('access_id', m.id, 'device', o.id)), null,
  'a message about one that is gone says nothing'
)
from old as o, mine as m where m.n = 1 and m.code = 'tap_de';

-- All of them, and a panel that does not answer
select is((select outcome from api.unbind_device(-1, null)), 'unbinding', 'all are unbound');
select results_eq(
  $$select kind, payload -> 'device', vpn.prepare_devices(lane, payload) -> 'device_id' from waiting$$,
  $$values ('vpn.unbind'::text, 'null'::jsonb, 'null'::jsonb)$$, 'by one message'
);
select pg_temp.at('1996-02-01 12:12:00+00');
select is((select count(*) from api.devices(-1) where not is_unbinding), 2::bigint, 'what did not happen is seen');
select is((select is_reading from api.ask_devices(-1)), true, 'and asked about');
delete from outbox.messages where id = (select min(id) from waiting);
select pg_temp.answer('{"error": "remnawave: 403 from /api/hwid"}');
select results_eq(
  'select outcome, bound from api.ask_devices(-1)', $$values ('failed'::text, 2)$$, 'a panel that may not tell is said'
);
select is(
  (select distinct d.error from ops.devices as d join mine as a on a.id = d.access_id and a.n = 1),
  'remnawave: 403 from /api/hwid', 'and operators see why'
);
select vpn.devices_told('devices:0', '{"access_id": 0}', '{"devices": []}');
select is_empty('select from vpn.device_lists where access_id = 0', 'an answer about nothing is nothing');

-- Two panels
select pg_temp.probed('tap_nl', '{"capabilities": ["devices"]}');
select pg_temp.at('1996-02-01 12:20:00+00');
do $$ begin perform from api.ask_devices(-1); end $$;
select pg_temp.answer('{"devices": [{"id": "1"}]}');
select pg_temp.answer('{"devices": [{"id": "1"}, {"id": "2"}]}');
select results_eq(
  $$select l.bound, min(d.place) in ('DE', 'NL'), count(*)
    from api.ask_devices(-1) as l, api.devices(-1) as d
    group by l.bound, d.place
    order by 3$$,
  $$values (2, true, 1::bigint), (2, true, 2)$$, 'of two panels, the fullest is counted, and all is listed'
);

-- Bounds, and what is kept
select pg_temp.at('1996-02-01 12:30:00+00');
do $$ begin perform from api.ask_devices(-2); end $$;
select pg_temp.answer(
  jsonb_build_object('devices', (
    select jsonb_agg(jsonb_build_object(
      'id', n, 'name', repeat('n', 999), 'platform', repeat('p', 999), 'seen_at', app.now() - make_interval(days => n)
    )) from generate_series(1, 60) as n
  ))
);
select results_eq(
  'select count(*), max(device_id::integer), max(length(name)), max(length(platform)) from known where n = 2',
  'values (50::bigint, 50, 60, 30)', 'a panel cannot fill the database'
);
select is(
  ops.erase_identity((select id from people where telegram_id = -2), 'asked'), 'erased', 'who wants to be forgotten'
);
select is_empty('select from known where n = 2', 'is, with his devices');
update app.settings set value = '30' where name = 'keep_job_runs_days';
select pg_temp.at('1996-03-01 00:00:00+00');
select is(vpn.purge_devices(10), 0, 'what was looked at lately is kept');
select pg_temp.at('1996-03-03 13:00:00+00');
select is(vpn.purge_devices(10), 2, 'the rest goes');

select * from finish();
rollback;
