-- What panels really have: pages of a scan, what differs, what is done about it, and what is held.
begin;
select plan(104);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.settings set value = '1' where name = 'drift_percent';
update app.settings set value = '500' where name = 'drift_most';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
update vpn.panels set enabled = false;
delete from vpn.drift;
delete from vpn.scans;
delete from vpn.panel_states;
insert into vpn.panels (code, kind, base_url) values ('tap', 'marzban', 'http://panel');
\set people 8
\ir fixtures/people.psql
do $$
begin
  for n in 1..8 loop
    perform api.start_trial(-n);
  end loop;
end
$$;
insert into vpn.panels (code, kind, base_url, enabled) values ('tap_other', 'marzban', 'http://other', false);
create temporary view mine as
select a.*, d.generation, d.present, d.expires_at, (-p.telegram_id)::bigint as n
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id;
create temporary view waiting as
select m.kind, m.priority, m.payload, a.n, m.lane
from outbox.messages as m
left join mine as a on a.id::text = m.lane
where m.topic = 'vpn';
create function pg_temp.panel(p_code text) returns bigint
language sql
as $$ select id from vpn.panels where code = p_code $$;
-- Whatever waits is confirmed, as a panel would.
create function pg_temp.delivered() returns void
language sql
as $$
  select vpn.applied_batch(
    array_agg(m.lane order by m.id), array_agg(m.payload order by m.id),
    array_agg(
      jsonb_build_object(
        'generation', d -> 'generation', 'present', d -> 'present', 'expires_at', d -> 'expires_at',
        'links', jsonb_build_array('vless://' || m.lane, 'vless://second')
      )
      order by m.id
    )
  )
  from outbox.messages as m
  cross join lateral vpn.prepare_apply(m.lane, m.payload) as d
  where m.kind = 'vpn.apply' and d is not null;
  delete from outbox.messages where topic = 'vpn' and kind = 'vpn.apply';
  delete from outbox.lanes as l using mine as m where l.topic = 'vpn' and l.lane = m.id::text
$$;
select pg_temp.delivered();
-- What the panel shows of each access, as it was told.
create temporary table shown as
select a.n, a.panel_id, jsonb_build_object(
  'key', a.key, 'uuid', a.uuid, 'generation', a.applied_generation, 'expires_at', a.expires_at, 'enabled', true,
  'data_limit', 0, 'device_limit', 0, 'ours', true
) as account
from mine as a;
create function pg_temp.page(p_scan bigint, p_accounts jsonb, p_cursor text default null, p_total bigint default null)
returns void
language sql
as $$
  select vpn.scanned(
    'scan:tap', jsonb_build_object('scan_id', p_scan),
    jsonb_build_object('observed', coalesce(p_accounts, '[]'), 'next_cursor', p_cursor, 'total', p_total)
  );
  delete from outbox.messages where kind = 'vpn.scan'
$$;
create function pg_temp.compare() returns void
language plpgsql
as $$
begin
  while exists (select from vpn.scans as s where s.finished_at is not null and s.compared_at is null) loop
    perform vpn.reconcile_batch(100);
  end loop;
end
$$;
-- A whole scan of what is shown, an hour after the one before; and what is done about it.
create function pg_temp.scan(p_panel text default 'tap') returns bigint
language plpgsql
as $$
declare
  v_id bigint;
begin
  perform pg_temp.at(app.now() + interval '61 minutes');
  v_id := vpn.start_scan(pg_temp.panel(p_panel), 'due');
  perform pg_temp.page(
    v_id, (select jsonb_agg(s.account order by s.n) from shown as s where s.panel_id = pg_temp.panel(p_panel))
  );
  perform pg_temp.compare();
  return v_id;
end
$$;
create function pg_temp.epoch(p_epoch text) returns void
language sql
as $$
  update vpn.panel_states set epoch = p_epoch where panel_id = pg_temp.panel('tap')
$$;
create temporary view found as
select a.n, r.difference, r.state
from vpn.drift as r
left join mine as a on a.id = r.access_id
where r.panel_id = pg_temp.panel('tap');
create temporary view last_scan as
select s.* from vpn.scans as s order by s.id desc limit 1;
create temporary view alarm as
select detail from jobs.alarms where name = 'panel_drift';

-- When panels are asked
select is(jobs._ask_panels(), 1, 'a panel that is enabled is asked for its version');
select results_eq(
  $$select kind, priority, lane from waiting order by kind$$,
  $$values ('vpn.probe'::text, 'notice'::outbox.priority, 'probe:tap'::text)$$, 'at its destination'
);
select is(jobs._ask_panels(), 0, 'not again within five minutes');
update vpn.panel_states set probe_at = '-infinity', scan_at = '-infinity';
select is(jobs._ask_panels(), 1, 'the question that waits is not asked twice; its accounts are read');
select results_eq(
  $$select kind, priority, lane from waiting order by kind$$,
  $$values ('vpn.probe'::text, 'notice'::outbox.priority, 'probe:tap'::text), ('vpn.scan', 'broadcast', 'scan:tap')$$,
  'after all that was bought'
);
select is(
  (select vpn.prepare_probe('probe:tap', payload) from waiting where kind = 'vpn.probe'),
  '{"panel": "tap", "kind": "marzban", "base_url": "http://panel", "options": {}}'::jsonb
    || '{"acknowledged_version": null, "epoch": null}' || (select jsonb_build_object('shop', shop) from vpn.mark),
  'with all that the listener has to know'
);
select is(
  (select vpn.prepare_scan('scan:tap', payload) - 'sample' from waiting where kind = 'vpn.scan'),
  jsonb_build_object(
    'panel', 'tap', 'kind', 'marzban', 'base_url', 'http://panel', 'options', '{}'::jsonb,
    'acknowledged_version', null, 'shop', (select shop from vpn.mark), 'run', (select id from last_scan), 'cursor', null
  ),
  'and from where the page is read'
);
update vpn.panel_states set scan_at = '-infinity';
select is(jobs._ask_panels(), 0, 'a reading that is under way is not begun anew');

-- Version and epoch
select vpn.probed(
  'probe:tap', jsonb_build_object('panel_id', pg_temp.panel('tap')),
  '{"product": "Marzban", "version": "0.8.4", "known": true, "epoch": "a"}'
);
select results_eq(
  $$select product, version, version_is_allowed, epoch_seen_at, probed_at from ops.panels where panel = 'tap'$$,
  $$values ('Marzban'::text, '0.8.4'::text, true, app.now(), app.now())$$, 'what it says is kept'
);
select is((select count(*) from vpn.scans), 1::bigint, 'its first epoch is none that changed');
select vpn.probed(
  'probe:tap', jsonb_build_object('panel_id', pg_temp.panel('tap')),
  '{"product": "Marzban", "version": "2.0", "known": false, "epoch": "b"}'
);
select results_eq(
  'select reason, error is null as runs from vpn.scans order by id', $$values ('due'::text, false), ('epoch', true)$$,
  'another epoch has its accounts read at once'
);
select is(
  vpn.prepare_scan('scan:tap', jsonb_build_object('scan_id', (select min(id) from vpn.scans))), null,
  'and nothing more is read of the scan before'
);
select jobs.watch_delivery(1);
select is(
  (select detail from jobs.alarms where name = 'panel_version'),
  'tap Marzban 2.0: see ops.panels, then ops.acknowledge_version', 'an unknown version is told'
);
update outbox.destinations set paused_until = 'infinity' where topic = 'vpn' and name = 'tap';
select is(ops.acknowledge_version('nowhere', '2.0'), 'no_such_panel', 'of a panel');
select is(ops.acknowledge_version('tap', '3.0'), 'another_version', 'that version which it has');
select is(ops.acknowledge_version('tap', '2.0'), 'acknowledged', 'is acknowledged');
select is(
  (select paused_until from outbox.destinations where topic = 'vpn' and name = 'tap'), null, 'what waits goes out'
);
select is(
  (select vpn.prepare_probe('', payload) ->> 'acknowledged_version' from waiting where kind = 'vpn.probe'), '2.0',
  'and the listener knows it'
);
select jobs.watch_delivery(1);
select is_empty($$select from jobs.alarms where name = 'panel_version'$$, 'the alarm is over');
create temporary view unread as select detail from jobs.alarms where name = 'panel_unread';
select is_empty('select from unread', 'a panel that was just noted is not missed yet');
update vpn.panel_states set read_at = clock_timestamp() - interval '6 hours 1 minute';
select jobs.watch_delivery(1);
select is(
  (select detail from unread), 'tap: not read to the end for six hours, see last_error in ops.panels',
  'one that has not been read for long is'
);

-- A panel that lost everybody before it was ever read: nothing of it stays.
create function pg_temp.wiped_before_the_first_scan() returns text
language plpgsql
as $$
begin
  perform pg_temp.at(app.now() + interval '1 minute');
  perform pg_temp.page(vpn.start_scan(pg_temp.panel('tap'), 'epoch'), '[]');
  perform pg_temp.compare();
  raise exception '%', (
    select format('%s missing, %s to be sent, %s', s.differing, count(r.account), coalesce(s.held, 'none held'))
    from last_scan as s
    left join vpn.drift as r on r.panel_id = s.panel_id and r.state in ('due', 'sent')
    group by s.differing, s.held
  );
exception
  when raise_exception then
    return sqlerrm;
end
$$;
select is(
  pg_temp.wiped_before_the_first_scan(), '8 missing, 8 to be sent, none held',
  'what it restarted without is sent again, even when it was never read before'
);

-- Pages
select pg_temp.at(app.now() + interval '1 minute');
select is(ops.scan_panel('nowhere'), null, 'an unknown panel is not read');
select ok(ops.scan_panel('tap') > 0, 'one may be asked to be read');
select pg_temp.page((select id from last_scan), (select jsonb_agg(account) from shown where n <= 4), '4', 8);
select results_eq(
  'select pages, seen, total, cursor, finished_at from last_scan',
  $$values (1, 4::bigint, 8::bigint, '4'::text, null::timestamptz)$$, 'a page, and where the next one begins'
);
select pg_temp.page((select id from last_scan), (select jsonb_agg(account) from shown where n >= 4), null, 8);
select results_eq(
  'select pages, seen, error, finished_at from last_scan', $$values (2, 8::bigint, null::text, app.now())$$,
  'who comes twice is counted once, and all have come'
);
select pg_temp.compare();
select results_eq(
  'select expected, differing, unwanted, unknown, foreign_accounts, elsewhere, held from last_scan',
  $$values (8::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, null::text)$$, 'all is well'
);
select is_empty('select from vpn.observed', 'what was read goes');
select is(vpn.reconcile_batch(10), (0, 0, false)::jobs.step, 'nothing is to be done');
create function pg_temp.broken(p_first jsonb, p_second jsonb) returns text
language plpgsql
as $$
declare
  v_id constant bigint := vpn.start_scan(pg_temp.panel('tap'), 'asked');
begin
  perform vpn.scanned('scan:tap', jsonb_build_object('scan_id', v_id), p_first);
  perform vpn.scanned('scan:tap', jsonb_build_object('scan_id', v_id), p_second);
  perform pg_temp.compare();
  return (select s.error from vpn.scans as s where s.id = v_id);
end
$$;
select is(
  pg_temp.broken('{"observed": [{"key": "x"}], "next_cursor": "1", "total": 2}', '{"observed": [], "total": 3}'),
  'it had 2 accounts at first, then 3', 'accounts came or went between two pages'
);
select is(
  pg_temp.broken(
    '{"observed": [{"key": "x"}], "next_cursor": "1", "total": 3}', '{"observed": [{"key": "y"}], "total": 3}'
  ),
  'it has 3 accounts and showed 2', 'one was not shown'
);
select is(
  pg_temp.broken(
    '{"observed": [{"key": "x"}], "next_cursor": "1"}', '{"observed": [{"key": "x"}], "next_cursor": "1"}'
  ),
  'it does not go on after 1', 'pages that repeat'
);
select is(
  pg_temp.broken(
    '{"observed": [{"key": "x", "device_limit": 99999999999}], "next_cursor": "1", "total": 3}',
    '{"observed": [{"key": "y"}], "total": 3}'
  ),
  'it has 3 accounts and showed 2', 'an account of somebody else may have any limit of devices'
);
select is(
  pg_temp.broken(
    '{"observed": [], "unread": 1, "next_cursor": "1", "total": 4}',
    '{"observed": [{"key": "y"}], "unread": 1, "total": 4}'
  ),
  'it has 4 accounts and showed 3', 'one that nobody can read was shown'
);
select is(pg_temp.broken('{"status": "ok"}', '{}'), 'the answer has no accounts', 'an answer that is none');
select is_empty('select from vpn.drift', 'decide nothing');
select ok(vpn.start_scan(pg_temp.panel('tap'), 'asked') > 0, 'a scan');
select pg_temp.page((select id from last_scan), (select jsonb_agg(account) from shown));
delete from vpn.observed;
select pg_temp.compare();
select is((select error from last_scan), 'what was read is lost: the database crashed', 'a crash loses what was read');
select ok(vpn.start_scan(pg_temp.panel('tap'), 'asked') > 0, 'a scan');
select pg_temp.page((select id from last_scan), '[]');
select pg_temp.epoch('c');
select pg_temp.compare();
select is((select error from last_scan), 'the panel restarted meanwhile', 'a restart makes it worthless');
select pg_temp.epoch('b');

-- Few differences
update shown set account = account || '{"expires_at": "2001-01-01T00:00:00Z"}' where n = 2;
update shown set account = account || '{"enabled": false}' where n = 3;
update shown set account = account || '{"generation": 99}' where n = 4;
update shown set account = account || '{"data_limit": 5}' where n = 5;
delete from shown where n = 1;
select ok(pg_temp.scan() > 0, 'a scan');
select jobs.watch_delivery(1);
select is_empty('select from unread', 'which ends the alarm that there was none');
select results_eq(
  'select n, difference, state from found order by n',
  $$values
    (1::bigint, 'missing'::text, 'due'::text), (2, 'other_end', 'due'), (3, 'disabled', 'due'),
    (4, 'other_generation', 'due'), (5, 'other_limits', 'due')$$,
  'each is seen'
);
select is(jobs.reapply_access(3), (3, 0, true)::jobs.step, 'and sent again');
select is(jobs.reapply_access(3), (2, 0, true)::jobs.step, 'in batches');
select is(jobs.reapply_access(3), (0, 0, false)::jobs.step, 'once');
select results_eq(
  $$select n, priority from waiting where kind = 'vpn.apply' order by n$$,
  $$select n, 'broadcast'::outbox.priority from generate_series(1::bigint, 5) as n$$,
  'after all that was bought'
);
select is((select count(*) from mine where generation <> 1), 0::bigint, 'as the generation that is desired');
select is(
  (select vpn.prepare_apply(id::text, '{}') ->> 'generation' from mine where n = 1), '1', 'which is sent once more'
);
select is(
  (select d.why from ops.drift as d join mine as m on m.id = d.access_id where m.n = 1),
  'waits for the panel, see ops.lanes', 'and can be watched'
);
select pg_temp.scan();
select is((select state from found where n = 1), 'sent', 'a scan before the panel has it sends nothing twice');
select is(jobs.reapply_access(3), (0, 0, false)::jobs.step, 'at all');
select pg_temp.delivered();
select is((select count(*) from mine where differs), 0::bigint, 'the panel confirms');
select results_eq(
  'select n, links, link from mine where n = 1',
  $$select 1::bigint, array['vless://' || id, 'vless://second'], 'vless://' || id from mine where n = 1$$,
  'with all its links'
);
select is((select count(*) from found where state = 'confirmed'), 5::bigint, 'which is noted');
insert into shown select a.n, a.panel_id, jsonb_build_object('key', a.key, 'uuid', a.uuid, 'generation', 1)
from mine as a where a.n = 1;
update shown
set account = account || jsonb_build_object('expires_at', (select m.expires_at from mine as m where m.n = 2))
where n = 2;
update shown set account = account || '{"enabled": true, "data_limit": 0}' where n in (3, 5);
select pg_temp.scan();
select results_eq(
  'select n, difference, state from found', $$values (4::bigint, 'other_generation'::text, 'recurring'::text)$$,
  'what is well is over; what differs again, though confirmed, is not sent each hour'
);
select is(
  (select detail from alarm), 'tap: 1 differ again after they were sent, see ops.drift', 'somebody has to look'
);
update shown set account = account || '{"generation": 1}' where n = 4;
select pg_temp.scan();
select is_empty('select from found', 'until it is well');
select is_empty('select from alarm', 'and the alarm is over');

-- An end that somebody removed
update shown set account = account - 'expires_at' where n in (1, 2);
select pg_temp.scan();
select is_empty('select from found', 'a panel that does not tell ends has none that differ');
update vpn.panel_states set capabilities = '{names,expiry}' where panel_id = pg_temp.panel('tap');
select pg_temp.scan();
select results_eq(
  'select n, difference, state from found order by n',
  $$values (1::bigint, 'other_end'::text, 'due'::text), (2, 'other_end', 'due')$$,
  'where it does, no end differs from one'
);
update vpn.panel_states set capabilities = null where panel_id = pg_temp.panel('tap');
update shown as o set account = o.account || jsonb_build_object('expires_at', m.expires_at)
from mine as m where m.n = o.n and o.n in (1, 2);
select pg_temp.scan();
select is_empty('select from found', 'until it is there again');

-- What is changing, used up, or over in a moment
update shown set account = account || '{"enabled": false, "used_bytes": 7}' where n = 2;
update vpn.desired as d set data_limit = 5 from mine as m where m.n = 2 and d.subscription_id = m.subscription_id;
update shown set account = account || '{"data_limit": 5}' where n = 2;
delete from shown where n in (3, 6);
select pg_temp.at(app.now() + interval '61 minutes');
select vpn.start_scan(pg_temp.panel('tap'), 'due');
update vpn.access as a set applied_at = app.now() from mine as m where m.n = 3 and a.id = m.id;
update vpn.desired as d set generation = 2 from mine as m where m.n = 6 and d.subscription_id = m.subscription_id;
select pg_temp.page((select id from last_scan), (select jsonb_agg(account) from shown));
select pg_temp.compare();
select is_empty('select from found', 'is no difference');
update vpn.desired as d set generation = 1 from mine as m where m.n = 6 and d.subscription_id = m.subscription_id;

-- Wiped, half wiped, hidden
delete from shown where panel_id = pg_temp.panel('tap');
select pg_temp.scan();
select results_eq(
  'select count(*), max(state) from found', $$values (8::bigint, 'held'::text)$$,
  'an empty panel that did not restart is held'
);
select is(
  (select detail from alarm), 'tap: it shows no account at all, and did not restart: 8 are missing, see ops.drift',
  'and told'
);
select is(
  (select max(why) from ops.drift),
  'held: it shows no account at all, and did not restart: 8 are missing; see ops.reconcile_panel', 'it says why'
);
insert into shown select n, panel_id, jsonb_build_object('key', key, 'uuid', uuid) from mine where n <= 2;
select pg_temp.scan();
select is((select held from last_scan), '6 of 8 are missing or different', 'so is one that lost most');
select results_eq(
  $$select count(*), max(does) from ops.reconcile_panel('tap')$$,
  $$values (6::bigint, 'sends the access again'::text)$$,
  'a person sees what would be done'
);
select is(jobs.reapply_access(100), (0, 0, false)::jobs.step, 'by which nothing is done');
select is((select count(*) from ops.reconcile_panel('tap', false)), 6::bigint, 'and says so');
select is_empty('select from alarm', 'the alarm is over');
select is(jobs.reapply_access(100), (6, 0, true)::jobs.step, 'which does it');
select pg_temp.delivered();
insert into shown select a.n, a.panel_id, jsonb_build_object('key', a.key, 'uuid', a.uuid) from mine as a where a.n > 2;
insert into shown values
  (100, pg_temp.panel('tap'), '{"key": "somebody", "uuid": "00000000-0000-0000-0000-000000000001"}');
select pg_temp.scan();
select results_eq(
  'select differing, foreign_accounts, held from last_scan', $$values (0::bigint, 1::bigint, null::text)$$,
  'all is well, and an account that is not ours is counted'
);
select is_empty('select from found', 'and nothing else');
delete from shown where panel_id = pg_temp.panel('tap');
select pg_temp.epoch('d');
select pg_temp.scan();
select results_eq(
  'select epoch_changed, held from last_scan', $$values (true, null::text)$$,
  'a panel that restarted and is empty was wiped'
);
select is(jobs.reapply_access(100), (8, 0, true)::jobs.step, 'and gets all of it');
select pg_temp.delivered();
insert into shown select a.n, a.panel_id, jsonb_build_object('key', a.key, 'uuid', a.uuid) from mine as a;
select pg_temp.scan();

-- The wrong panel
create temporary table away as select * from shown;
delete from shown where n > 1;
insert into shown
select 50 + n, pg_temp.panel('tap'), jsonb_build_object('key', 'x' || n) from generate_series(1, 3) as n;
select pg_temp.epoch('e');
select pg_temp.scan();
select is(
  (select held from last_scan), '7 of 8 are missing or different',
  'a restart is no proof, where there are more foreign accounts than before'
);
delete from shown where n > 1;
update vpn.access as a set panel_id = pg_temp.panel('tap_other') from mine as m where m.n = 8 and a.id = m.id;
insert into shown
select n, pg_temp.panel('tap'), jsonb_build_object('key', key, 'uuid', uuid) from mine where n = 8;
select pg_temp.scan();
select is(
  (select held from last_scan), '1 accounts of another panel are there: is it the right one?',
  'nor where there are accounts that should be elsewhere'
);
insert into shown
select 60, pg_temp.panel('tap'), jsonb_build_object('key', format('s_%s', max(id) + 1000), 'ours', true) from mine;
select pg_temp.scan();
select results_eq(
  $$select difference, state from found where n is null$$, $$values ('unknown'::text, 'listed'::text)$$,
  'an account that carries our mark is listed'
);
select is(
  (select why from ops.drift where difference = 'unknown'), 'nothing proves that it is ours: look at it at the panel',
  'for a person to look at'
);
update vpn.access as a set panel_id = pg_temp.panel('tap') from mine as m where m.n = 8 and a.id = m.id;
delete from shown;
insert into shown select * from away;
select pg_temp.scan();
select is((select held from last_scan), null, 'back at its own address, all is well');

-- What should have gone
update vpn.desired as d set present = false from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
insert into vpn.former_access (access_id, panel_id, subscription_id, key, uuid, left_at)
select -1, panel_id, subscription_id, 's_gone', '00000000-0000-0000-0000-000000000009', '1996-01-01'
from mine where n = 2;
insert into shown values
  (9, pg_temp.panel('tap'), '{"key": "s_gone", "uuid": "00000000-0000-0000-0000-000000000009"}'),
  (10, pg_temp.panel('tap'), '{"key": "s_-1", "uuid": "00000000-0000-0000-0000-00000000000a", "ours": false}');
select pg_temp.scan();
select results_eq(
  'select n, difference, state from found order by n',
  $$values (1::bigint, 'unwanted'::text, 'waiting'::text), (null, 'unwanted', 'waiting')$$, 'waits for a second look'
);
select pg_temp.epoch('f');
select pg_temp.scan();
select is((select count(*) from found where state = 'waiting'), 2::bigint, 'which counts from a restore on');
select pg_temp.scan();
select is((select count(*) from found where state = 'due'), 2::bigint, 'an hour later it is removed');
select is(jobs.reapply_access(100), (2, 0, true)::jobs.step, 'by the outbox');
select results_eq(
  $$select kind, lane from waiting where kind = 'vpn.remove'$$, $$values ('vpn.remove'::text, 'former:-1'::text)$$,
  'an account without an access by a message of its own'
);
select is(
  (select vpn.prepare_remove(lane, payload) from waiting where kind = 'vpn.remove'),
  '{"panel": "tap", "kind": "marzban", "base_url": "http://panel", "options": {}, "acknowledged_version": "2.0",
    "key": "s_gone", "uuid": "00000000-0000-0000-0000-000000000009", "generation": 1, "present": false}'::jsonb
    || (select jsonb_build_object('shop', shop) from vpn.mark),
  'which says what is to be absent'
);
select is(
  (select vpn.prepare_apply(id::text, '{}') -> 'present' from mine where n = 1), 'false', 'an access by its own'
);
select vpn.removed('former:-1', '{"access_id": -1}', '{}');
select pg_temp.delivered();
select is((select count(*) from found where state = 'confirmed'), 2::bigint, 'both are gone');
delete from shown where n in (1, 9, 10);
insert into shown
select 1, panel_id, jsonb_build_object('key', key, 'uuid', '00000000-0000-0000-0000-00000000000b', 'ours', false)
from mine where n = 1;
select pg_temp.scan();
select results_eq(
  'select expected, differing, unwanted, foreign_accounts from last_scan',
  'values (7::bigint, 0::bigint, 0::bigint, 1::bigint)', 'somebody else''s account may have the name of what has gone'
);
select is_empty('select from found', 'and is left alone');
delete from shown where n = 1;
insert into vpn.former_access (access_id, panel_id, subscription_id, key, uuid, left_at)
select -o.n, m.panel_id, m.subscription_id, 's_old' || o.n, gen_random_uuid(), '1996-01-01'
from mine as m cross join generate_series(11, 16) as o (n) where m.n = 2;
insert into shown
select -access_id, panel_id, jsonb_build_object('key', key, 'ours', false) from vpn.former_access where access_id < -10;
select pg_temp.scan();
select results_eq(
  'select unwanted, foreign_accounts from last_scan', 'values (0::bigint, 6::bigint)',
  'accounts of another shop, which has the same names, are not ours to remove'
);
update shown set account = account || '{"ours": true}' where n between 11 and 16;
select pg_temp.scan();
select is((select held from last_scan), '6 accounts are to be removed', 'many at once are held');
select pg_temp.scan();
select is(
  (select count(*) from found where difference = 'unwanted' and state = 'held'), 6::bigint, 'until somebody has looked'
);
delete from shown where n in (2, 3, 4, 5, 6, 7, 16);
select pg_temp.scan();
select is(
  (select held from last_scan),
  '6 of 7 are missing or different; 5 are to be removed, but 6 are missing or different',
  'and so are few, where so much differs that it may be another panel'
);
insert into shown select 50, panel_id, jsonb_build_object('key', key, 'uuid', uuid) from mine where n = 2;
update vpn.access as a set panel_id = pg_temp.panel('tap_other') from mine as m where m.n = 2 and a.id = m.id;
select pg_temp.scan();
select matches(
  (select held from last_scan), '; 5 are to be removed, but 1 of another panel are there$',
  'or where there is an account of another one'
);
select is(
  (select count(*) from ops.reconcile_panel('tap', false) where does = 'removes the account'), 5::bigint,
  'a person may say that it is right'
);
select ok((jobs.reapply_access(100)).done >= 5, 'then it is done');
update vpn.access as a set panel_id = pg_temp.panel('tap') from mine as m where m.n = 2 and a.id = m.id;

update vpn.access as a set key = 's_gone' from mine as m where m.n = 2 and a.id = m.id;
select is(vpn.prepare_remove('former:-1', '{"access_id": -1}'), null, 'what an access has is never removed');

-- Hints

update vpn.panel_states as s set scan_at = clock_timestamp() + interval '40 minutes';
create temporary view planned as
select extract(epoch from s.scan_at - clock_timestamp()) / 60 as minutes, s.scan_at
from vpn.panel_states as s
where s.panel_id = pg_temp.panel('tap');
select is(inbox.receive_panel_hint('tap'), true, 'a panel that says that something happened');
select ok((select minutes between 4 and 5 from planned), 'is read in five minutes');
create temporary table before as select scan_at from planned;
select is(inbox.receive_panel_hint('tap'), false, 'and what it says until then');
select is((select scan_at from planned), (select scan_at from before), 'neither hastens nor delays that');
select is(inbox.receive_panel_hint('nobody'), false, 'what an unknown panel says changes nothing');

select * from finish();
rollback;
