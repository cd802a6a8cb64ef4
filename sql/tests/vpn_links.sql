-- Links that a panel gives now against those that customers have, groups against the panel's options, and what a change
-- of options does.
begin;
select plan(37);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
update vpn.panels set enabled = false;
delete from vpn.reapplies;
delete from vpn.drift;
delete from vpn.scans;
delete from vpn.panel_states;
insert into vpn.panels (code, kind, base_url) values ('tap', 'marzban', 'http://panel');
insert into vpn.panel_states (panel_id, probe_at, scan_at, epoch)
select p.id, now(), now(), '' from vpn.panels as p where p.code = 'tap';
\set people 2
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); perform api.start_trial(-2); end $$;
create temporary view mine as
select a.*, d.generation, d.expires_at, (-p.telegram_id)::bigint as n
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id;
create temporary view state as
select s.* from vpn.panel_states as s join vpn.panels as p on p.id = s.panel_id where p.code = 'tap';
-- As a panel gives them, whose names and server names vary.
create function pg_temp.links(p_uuid uuid, p_hosts text[], p_draw text) returns jsonb
language sql
as $$
  select jsonb_agg(format('vless://%s@%s:443?pbk=k&sid=%s&sni=%s.example&type=tcp#%s', p_uuid, h, p_draw, p_draw, p_draw))
  from unnest(p_hosts) as h
$$;
create function pg_temp.confirmed(p_hosts text[]) returns void
language sql
as $$
  select vpn.applied(
    id::text, '{}',
    jsonb_build_object('generation', generation, 'present', true, 'links', pg_temp.links(uuid, p_hosts, 'once'))
  )
  from mine
$$;
create function pg_temp.read(p_first text[], p_second text[], p_people bigint default 2) returns void
language sql
as $$
  select vpn.compare_links((select panel_id from state), jsonb_agg(
    jsonb_build_object('access_id', m.id, 'links', jsonb_build_array(
      pg_temp.links(m.uuid, case when m.n <= p_people then p_first else '{de.one}' end, 'first'),
      pg_temp.links(m.uuid, case when m.n <= p_people then p_second else '{de.one}' end, 'second')
    ))
  ))
  from mine as m
$$;
create function pg_temp.asked() returns boolean
language sql
as $$ select exists (select from vpn.reapplies as r join state as s on s.panel_id = r.panel_id) $$;
select pg_temp.confirmed('{de.one}');

-- What is read
select pg_temp.at(app.now() + interval '1 minute');
select ok(vpn.start_scan((select panel_id from state), 'asked') > 0, 'a scan');
select results_eq(
  $$select (x ->> 'access_id')::bigint, x ->> 'key'
    from vpn.scans as s cross join vpn.prepare_scan('', jsonb_build_object('scan_id', s.id)) as d
    cross join jsonb_array_elements(d -> 'sample') as x order by 1$$,
  'select id, key from mine order by id', 'has the links of some accesses read'
);
update vpn.scans set cursor = '2';
select is(
  (select vpn.prepare_scan('', jsonb_build_object('scan_id', s.id)) -> 'sample' from vpn.scans as s), 'null',
  'with its first page'
);
select is(
  vpn.link_target('vless://u@de.one:443?type=tcp&sid=1&pbk=k&sni=x&host=y&spx=%2F#name'),
  'vless://u@de.one:443&pbk=k&type=tcp', 'what varies is not compared'
);

-- What it means
select vpn.compare_links((select panel_id from state), null);
select vpn.compare_links((select panel_id from state), '[]');
select pg_temp.read('{}', '{}');
select pg_temp.read('{de.one}', '{de.one}');
select ok(not pg_temp.asked(), 'what is the same, or was not read, is left alone');
select pg_temp.read('{nl.one}', '{de.one}');
select ok(not pg_temp.asked(), 'and what varies by itself');
select pg_temp.read('{nl.one}', '{nl.one}', 1);
select ok(not pg_temp.asked(), 'and what one of them has otherwise');
select is((select links_differ_since from state), null, 'none of it is noted');
select pg_temp.read('{nl.one}', '{nl.one}');
select ok(pg_temp.asked(), 'another host has all of them sent again');
select is((select links_sent_at from state), app.now(), 'once');
select vpn.note_drift();
select matches(
  (select detail from jobs.alarms where name = 'panel_drift'), 'tap: it gives other links than customers have',
  'and admins are told'
);
select is(
  (select reason from app.audit where action = 'panel.reapply_asked' order by id desc limit 1),
  'the panel gives other links', 'also later'
);
select pg_temp.read('{nl.one}', '{nl.one}');
select jobs.reapply_access(10);
select jobs.reapply_access(10);
select ok(not pg_temp.asked(), 'they are sent');
select is(
  (select vpn.sampled_accesses(s) from vpn.scans as s), null, 'and looked at again when the panel has confirmed them'
);
select pg_temp.confirmed('{nl.one}');
select results_eq(
  $$select l ~ '@nl\.one:' from mine as m cross join unnest(vpn.links_of(m.subscription_id)) as l$$,
  $$values (true), (true)$$, 'then customers have the new host'
);
select pg_temp.read('{nl.one}', '{nl.one}');
select is((select links_sent_at from state), null, 'and that is over');
select vpn.note_drift();
select is_empty($$select from jobs.alarms where name = 'panel_drift'$$, 'so is the alarm');
select pg_temp.read('{a.one}', '{a.one}');
delete from vpn.reapplies;
select pg_temp.read('{b.one}', '{b.one}');
select ok(not pg_temp.asked(), 'what differs each time is sent once');
select isnt((select links_differ_since from state), null, 'and stays told');
select pg_temp.read('{nl.one}', '{nl.one}');
select pg_temp.read('{nl.one, fi.one}', '{nl.one, fi.one}');
select ok(pg_temp.asked(), 'a host more is a change, too');
delete from vpn.reapplies;

-- Links that lead where no customer gets
create function pg_temp.told(p_result jsonb) returns text
language plpgsql
as $$
declare
  v_id bigint;
begin
  delete from vpn.scans;
  v_id := vpn.start_scan((select panel_id from state), 'asked');
  perform vpn.scanned('', jsonb_build_object('scan_id', v_id), '{"observed": []}' || p_result);
  perform vpn.note_drift();
  return (select dead_links from state);
end
$$;
select is(pg_temp.told('{"dead_links": "its links lead to 10.0.0.7"}'), 'its links lead to 10.0.0.7', 'they are noted');
select matches(
  (select detail from jobs.alarms where name = 'panel_drift'), 'tap: .*its links lead to 10\.0\.0\.7',
  'and admins are told by the next scan'
);
select isnt(pg_temp.told('{}'), null, 'a scan that read none says nothing of it');
select is(pg_temp.told('{"dead_links": null}'), null, 'one that read others');
select is_empty(
  $$select from jobs.alarms where name = 'panel_drift' and detail ~ 'lead to'$$, 'ends what admins were told'
);

-- Options
update vpn.panels set weight = 2 where code = 'tap';
select ok(not pg_temp.asked(), 'what does not concern accounts sends nothing');
select is(
  ops.edit_panel('tap', '{"options": {"inbounds": ["new"]}}', 'another inbound'), '{"outcome": "changed"}',
  'other options'
);
select ok(pg_temp.asked(), 'are sent to all');
delete from vpn.reapplies;
select is(
  ops.edit_panel('tap', '{"options": {"inbounds": ["new"]}}', 'again'), '{"outcome": "unchanged"}', 'the same options'
);
select ok(not pg_temp.asked(), 'are not');

-- Groups
create function pg_temp.scan(p_groups text) returns text
language plpgsql
as $$
declare
  v_id bigint;
begin
  perform pg_temp.at(app.now() + interval '61 minutes');
  v_id := vpn.start_scan((select panel_id from state), 'asked');
  perform vpn.scanned('', jsonb_build_object('scan_id', v_id), jsonb_build_object(
    'total', 2,
    'observed', (
      select jsonb_agg(jsonb_build_object(
        'key', m.key, 'uuid', m.uuid, 'generation', m.generation, 'expires_at', m.expires_at, 'enabled', true,
        'ours', true, 'groups', case m.n when 1 then p_groups::jsonb else '["full"]' end
      ))
      from mine as m
    )
  ));
  while exists (select from vpn.scans as s where s.compared_at is null) loop
    perform vpn.reconcile_batch(10);
  end loop;
  return (select string_agg(r.difference, ',') from vpn.drift as r where r.panel_id = (select panel_id from state));
end
$$;
select pg_temp.confirmed('{nl.one}');
select is(pg_temp.scan('["full"]'), null, 'an account in the groups of the options is as it should be');
select is(pg_temp.scan('["full", "restricted"]'), null, 'also where there is no restricted one');
select is(pg_temp.scan('null'), null, 'or where the panel does not tell');
select is(pg_temp.scan('[]'), 'other_groups', 'in others it is not');
select is(pg_temp.scan('["restricted"]'), 'other_groups', 'nor is who paid in the restricted one');
update vpn.desired as d set restricted = true from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select is(pg_temp.scan('["restricted"]'), null, 'which is for the grace');
select is(pg_temp.scan('["full"]'), 'other_groups', 'that does not give everything');

select * from finish();
rollback;
