-- What panels say about the use of an access, who is told that his traffic is used, and names that others have taken.
begin;
select plan(48);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits, data_limit_bytes, device_limit, traffic_reset)
values ('tap', '{"en": "Tap"}', '{"en": "For tests"}', 1000, 3, 'period');
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'marzban', 'http://panel');
\set people 2
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); perform api.start_trial(-2); end $$;
create temporary view mine as
select a.*, d.generation, (-p.telegram_id)::bigint as n
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id;
create temporary view told as
select -m.lane::bigint as n, m.payload ->> 'text' as text
from outbox.messages as m
where m.topic = 'telegram' and m.payload ->> 'text' ~ '^traffic';
create function pg_temp.confirmed() returns void
language sql
as $$
  select vpn.applied(
    id::text, '{}',
    jsonb_build_object('generation', generation, 'present', true, 'link', 'vless://' || id, 'traffic_from', app.now())
  )
  from mine
$$;
select pg_temp.confirmed();
create function pg_temp.reads(p_n bigint, p_used jsonb, p_confirmed_meanwhile boolean default false) returns void
language plpgsql
as $$
declare
  v_id bigint;
begin
  perform set_config('test.now', (app.now() + interval '1 hour')::text, true);
  v_id := vpn.start_scan((select p.id from vpn.panels as p where p.code = 'tap'), 'due');
  if p_confirmed_meanwhile then
    perform pg_temp.confirmed();
  end if;
  perform vpn.scanned(
    'scan:tap', jsonb_build_object('scan_id', v_id),
    (
      select jsonb_build_object(
        'observed', jsonb_agg(
          jsonb_build_object('key', m.key, 'uuid', m.uuid) || case m.n when p_n then p_used else '{}' end
        )
      )
      from mine as m
    )
  );
  perform vpn.reconcile_batch(10);
end
$$;
create temporary view used as
select m.n, u.used_bytes, u.devices, u.online_at, u.connected_at, u.read_at
from vpn.usage as u
join mine as m on m.id = u.access_id;

select results_eq(
  'select * from api.usage(-1)',
  $$values (
    null::bigint, 1000::bigint, app.now(), null::integer, 3, null::timestamptz, null::timestamptz, null::timestamptz
  )$$,
  'nothing was read yet'
);
select results_eq(
  'select devices, device_limit, connected from api.home(-1)', 'values (null::integer, 3, null::boolean)',
  'nor does the menu know of a connection'
);
select throws_ok('select api.usage(-3)', 'TK010', null, 'an unknown user');
select pg_temp.reads(1, '{}');
select is_empty('select from used', 'a panel that tells nothing is no news');
select pg_temp.reads(1, '{"used_bytes": 100, "devices": 1, "online_at": "1996-02-01T13:30:00Z"}');
select results_eq(
  'select * from used',
  $$values (
    1::bigint, 100::bigint, 1, '1996-02-01 13:30:00+00'::timestamptz, '1996-02-01 13:30:00+00'::timestamptz, app.now()
  )$$,
  'what it tells is kept; who was seen has connected'
);
select pg_temp.reads(1, '{"used_bytes": 100, "devices": 1}');
select is((select read_at from used), app.now() - interval '1 hour', 'what is the same is not written');
select pg_temp.reads(
  1, '{"used_bytes": 799, "connected_at": "1996-02-01T14:00:00Z", "online_at": "1996-02-01T15:00:00Z"}'
);
select results_eq(
  'select used_bytes, devices, online_at, connected_at from used',
  $$values (799::bigint, 1, '1996-02-01 15:00:00+00'::timestamptz, '1996-02-01 13:30:00+00'::timestamptz)$$,
  'what is not told stays, and so does the first connection'
);
select results_eq(
  'select used_bytes, devices, online_at, connected_at, read_at from api.usage(-1)',
  $$values (
    799::bigint, 1, '1996-02-01 15:00:00+00'::timestamptz, '1996-02-01 13:30:00+00'::timestamptz, app.now()
  )$$,
  'the user sees it'
);
select results_eq(
  'select used_bytes, devices, online_at from api.profile(-1)',
  $$values (799::bigint, 1, '1996-02-01 15:00:00+00'::timestamptz)$$, 'in the profile'
);
select results_eq(
  'select devices, device_limit, connected from api.home(-1)', 'values (1, 3, true)', 'and in the menu'
);
select results_eq(
  'select a.used_bytes, a.devices, a.read_at from ops.access as a join mine as m on m.id = a.access_id where m.n = 1',
  $$values (799::bigint, 1, app.now())$$, 'and so does an operator'
);
select is_empty('select from told', 'less than 80 % is nothing to be told');
select pg_temp.reads(1, '{"used_bytes": 800}');
select results_eq('select * from told', $$values (1::bigint, 'traffic-low'::text)$$, '80 % is');
select pg_temp.reads(1, '{"used_bytes": 900}');
select is((select count(*) from told), 1::bigint, 'once');
select pg_temp.reads(1, '{"used_bytes": 1000, "enabled": false}');
select results_eq(
  'select * from told order by 2', $$values (1::bigint, 'traffic-low'::text), (1, 'traffic-used')$$, 'so is all of it'
);
select is_empty('select from vpn.drift', 'a panel that disables it for that does what it should');
select pg_temp.reads(1, '{"used_bytes": 1001}');
select is((select count(*) from told), 2::bigint, 'once');
select pg_temp.reads(2, '{"used_bytes": 2000}');
select is((select count(*) from told where n = 2 and text = 'traffic-used'), 1::bigint, 'or at once');
select is((select count(*) from told where n = 2), 1::bigint, 'and nothing else');

-- Carried over
update vpn.desired as d set data_limit = 3000 from mine as m where m.n = 2 and d.subscription_id = m.subscription_id;
select pg_temp.reads(2, '{"used_bytes": 2799}');
select is((select count(*) from told where n = 2), 1::bigint, '80 % of three times the traffic is nothing to be told');
select pg_temp.reads(2, '{"used_bytes": 2800}');
select is((select count(*) from told where n = 2 and text = 'traffic-low'), 1::bigint, 'a fifth of the last one is');
select pg_temp.reads(2, '{"used_bytes": 3000}');
select is((select count(*) from told where n = 2 and text = 'traffic-used'), 2::bigint, 'and all of it');

-- Another count
update vpn.desired as d set traffic_from = app.now(), generation = 2
from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select is((select used_bytes from api.usage(-1)), null, 'what was read of the last count is not shown');
select pg_temp.reads(1, '{"used_bytes": 1002}');
select is((select count(*) from told where n = 1), 2::bigint, 'a panel that counts the last one says nothing of it');
select pg_temp.confirmed();
update vpn.desired as d set traffic_from = m.traffic_from from mine as m where d.subscription_id = m.subscription_id;
select is((select used_bytes from api.usage(-1)), null, 'nor is it when the panel has begun the new one');
select pg_temp.reads(1, '{"used_bytes": 850}');
select is((select count(*) from told where n = 1), 3::bigint, 'the new count is told of by itself');
update vpn.desired as d set data_limit = 1050 from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select pg_temp.reads(1, '{"used_bytes": 851}');
select is((select count(*) from told where n = 1), 4::bigint, 'and so is another limit');
update vpn.desired as d set present = false from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select pg_temp.reads(1, '{"used_bytes": 1050}');
select is((select count(*) from told where n = 1), 4::bigint, 'whose access is over is told nothing');
update vpn.desired as d set present = true from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select pg_temp.reads(1, '{"used_bytes": 9999, "uuid": "00000000-0000-0000-0000-000000000001"}');
select is((select used_bytes from used where n = 1), 1050::bigint, 'an account of another uuid is not his');

-- A panel that begins to count anew while it is read
create temporary table before as select count(*) as told from told where n = 1;
update vpn.desired as d set traffic_from = app.now() + interval '1 hour', generation = d.generation + 1
from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select pg_temp.reads(1, '{"used_bytes": 1050}', true);
select is((select used_bytes from api.usage(-1)), null, 'may have been read before or after that');
select is((select count(*) from told where n = 1), (select told from before), 'so nobody is told');
select pg_temp.reads(1, '{"used_bytes": 1050}');
select is((select used_bytes from api.usage(-1)), 1050::bigint, 'until it is read again');
select pg_temp.reads(1, '{"used_bytes": 1050}');
select is((select count(*) from told where n = 1), (select told + 1 from before), 'then he is told, once');

-- A name that somebody has taken
delete from vpn.drift;
delete from outbox.messages where topic = 'vpn';
delete from outbox.lanes where topic = 'vpn';
select is_empty('select from vpn.foreign_names()', 'no name is taken');
select is(ops.adopt_access((select id from mine where n = 1)), 'not_taken', 'so there is nothing to adopt');
update vpn.desired as d set generation = d.generation + 1
from mine as m where m.n = 1 and d.subscription_id = m.subscription_id;
select vpn.enqueue_accesses(array[id]) from mine where n = 1;
update outbox.lanes set
  last_error = 'foreign: marzban: s_1 is an account that is not ours',
  ready_at = clock_timestamp() + interval '5 minutes',
  rests_until = clock_timestamp() + interval '5 minutes'
where topic = 'vpn';
select jobs.watch_delivery(1);
select is(
  (select detail from jobs.alarms where name = 'access_taken'),
  'accounts that are not ours have the names of 1 accesses, see ops.drift', 'admins are told of one'
);
select results_eq(
  'select d.difference, d.why from ops.drift as d join mine as m on m.id = d.access_id where m.n = 1',
  $$values ('taken'::text, 'foreign: marzban: s_1 is an account that is not ours; see ops.adopt_access'::text)$$,
  'and see what to do'
);
select is((select count(*) from ops.reconcile_panel('tap', false)), 0::bigint, 'which is theirs to decide');
select is(vpn.prepare_apply(id::text, '{}') -> 'adopt', 'false', 'nothing is taken over') from mine where n = 1;
select is(ops.adopt_access((select id from mine where n = 1)), 'adopting', 'until one says so');
select is(vpn.prepare_apply(id::text, '{}') -> 'adopt', 'true', 'then it is') from mine where n = 1;
select ok(ready_at <= clock_timestamp() and rests_until is null, 'at once')
from outbox.lanes
where topic = 'vpn' and lane ~ '^\d+$';
select vpn.applied(
  id::text, '{}',
  jsonb_build_object(
    'generation', generation, 'present', true, 'link', 'vless://' || id,
    'uuid', case n when 1 then '00000000-0000-0000-0000-0000000000a1' else '00000000-0000-0000-0000-0000000000a2' end
  )
)
from mine;
select is((select adopt from mine where n = 1), false, 'and only once');
select is(
  (select uuid from mine where n = 1), '00000000-0000-0000-0000-0000000000a1',
  'a panel that cannot change the uuid of an account keeps it, and the access takes it'
);
select isnt((select uuid from mine where n = 2), '00000000-0000-0000-0000-0000000000a2', 'only who adopts an account');
update vpn.access set adopt = true, former = array[gen_random_uuid()], differs = true
where id = (select id from mine where n = 1);
select vpn.applied(
  id::text, '{}',
  jsonb_build_object(
    'generation', generation, 'present', true, 'link', 'vless://' || id, 'uuid', '00000000-0000-0000-0000-0000000000a3'
  )
)
from mine
where n = 1;
select is(
  (select uuid from mine where n = 1), '00000000-0000-0000-0000-0000000000a1', 'and not when its keys were replaced'
);

-- History
update vpn.scans set started_at = started_at - interval '90 days';
select is(vpn.purge_scans(1000), 0, 'of a panel that is asked no more, what is known stays');
select pg_temp.reads(1, '{"used_bytes": 1}');
select ok(vpn.purge_scans(1000) > 0, 'old scans go when there are newer ones');

select * from finish();
rollback;
