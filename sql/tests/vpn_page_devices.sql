-- Devices that the subscription page counts: who has a place, who is refused, and how a place becomes free.
begin;
select plan(33);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'device_limit');
update app.flags set enabled = false where name = 'device_ids';
insert into billing.plans (code, title, benefits, device_limit)
values ('tap', '{"en": "Tap"}', '{"en": "For tests"}', 2);
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'marzban', 'http://panel');
\set people 1
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); perform api.subscription_address(-1); end $$;
create temporary view mine as
select s.id, a.token, sha256(a.token::bytea) as address
from billing.subscriptions as s
join people as p on p.id = s.user_id
join vpn.subscription_addresses as a on a.subscription_id = s.id;
create temporary view known as
select d.* from vpn.page_devices as d join mine as m on m.id = d.subscription_id;
create function pg_temp.hash(p_name text) returns bytea
language sql
as $$ select sha256(p_name::bytea) $$;
create function pg_temp.asks(p_name text) returns text
language sql
as $$ select page.device(m.address, pg_temp.hash(p_name)) from mine as m $$;
create function pg_temp.binds(p_name text, p_model text default null) returns text
language sql
as $$ select page.bind_device(m.address, pg_temp.hash(p_name), p_model, 'Android 15') from mine as m $$;
select vpn.applied(a.id::text, '{}', '{"generation": 1, "present": true, "link": "vless://x"}')
from vpn.access as a join mine as m on m.id = a.subscription_id;
select pg_temp.at(app.now() + interval '1 minute');

select is(page.device(sha256('nobody'), pg_temp.hash('a')), 'open', 'an unknown address is not told apart here');
select is(page.bind_device(sha256('nobody'), pg_temp.hash('a'), null, null), 'open', 'and binds nothing');
select is(pg_temp.asks(null), 'open', 'an app that does not say its device is served');
select is(pg_temp.binds(null), 'open', 'and not counted');
update app.flags set enabled = true where name = 'device_ids';
select is(pg_temp.asks(null), 'nameless', 'unless the shop wants to know');
select is_empty('select * from known', 'so far there is none');
select is(pg_temp.asks('a'), 'new', 'a device that is new is written down');
select is(pg_temp.binds('a', '  Pixel ' || repeat('9', 100)), 'open', 'and has a place');
select is(pg_temp.asks('a'), 'open', 'then it only asks');
select results_eq(
  'select length(name), platform from known', $$values (58, 'Android 15'::text)$$, 'what it says is cut'
);
select is(pg_temp.binds('b', ''), 'open', 'there are two places');
select is(pg_temp.asks('c'), 'full', 'and no third one');
select is(pg_temp.binds('c'), 'full', 'also when two ask at once');
update app.flags set enabled = false where name = 'device_limit';
select is(pg_temp.asks('c'), 'new', 'a shop that only counts refuses nobody');
select is(pg_temp.binds('c'), 'open', 'and counts');
update app.flags set enabled = true where name = 'device_limit';
select is(pg_temp.asks('c'), 'full', 'who came last has no place when it limits');
select is(pg_temp.asks('b'), 'open', 'the others have theirs');
update vpn.desired as d set device_limit = null from mine as m where d.subscription_id = m.id;
select is(pg_temp.asks('c'), 'open', 'without a limit nobody is refused');
select is(pg_temp.binds('d'), 'open', 'and nothing is kept');
select is((select count(*) from known), 3::bigint, 'three are known');
update vpn.desired as d set device_limit = 2 from mine as m where d.subscription_id = m.id;

-- What its user sees
select results_eq(
  'select outcome, bound, device_limit, is_reading from api.ask_devices(-1)', $$values ('ok'::text, 3, 2, false)$$,
  'a panel that knows no devices is not asked'
);
select results_eq(
  'select name is not null, platform, place, is_unbinding from api.devices(-1) order by device',
  $$values
    (true, 'Android 15'::text, null::text, false), (false, 'Android 15', null, false),
    (false, 'Android 15', null, false)$$,
  'they are listed'
);
select is((select devices from api.usage(-1)), 3, 'and counted');
select ok((select lists_devices from api.profile(-1)), 'the profile leads to them');
select is((select outcome from api.unbind_device(-1, (select min(id) from known))), 'unbound', 'one is unbound');
select is(pg_temp.asks('c'), 'open', 'and its place is the next one''s');
select is(pg_temp.asks('a'), 'full', 'it would need another one');
select is((select outcome from api.unbind_device(-1, -7)), 'not_bound', 'of others there is none');
select is(ops.unbind_device((select id from mine), null, 'he lost them'), 'unbound', 'an operator unbinds all');
select is((select outcome from api.ask_devices(-1)), 'not_listed', 'then there is nothing to list');

-- How long
select pg_temp.binds('a');
select is(vpn.reissue((select id from mine), 1, 'user:1'), 'reissued', 'a new address');
select is_empty('select * from known', 'has devices of its own');
select pg_temp.binds('a');
select pg_temp.at(app.now() + interval '31 days');
select is(vpn.purge_page_devices(10), 1, 'a device that never comes again holds no place');

select * from finish();
rollback;
