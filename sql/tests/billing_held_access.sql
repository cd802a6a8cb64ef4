-- The panel does not end access either that is held beyond its end.
begin;
select plan(14);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'expiry');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
create temporary table people as
select s.user_id as id
from api.start(-1, sha256('tap held'), null, 'Ann', 'en') as s;
do $$ begin perform api.start_trial(-1); end $$;
create temporary view mine as
select s.id, s.status, a.desired_present, a.desired_expires_at, a.desired_generation, a.access_id
from billing.subscriptions as s
join ops.access as a on a.subscription_id = s.id
join people as p on p.id = s.user_id;
update vpn.access as a
set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  link = 'vless://x'
where a.subscription_id = (select id from mine);
delete from outbox.messages where topic = 'vpn' and lane = (select s.access_id::text from mine as s);
do $$ begin perform api.subscription_address(-1); end $$;
create temporary view shown as
select s.links
from vpn.subscription_addresses as a
join mine as m on m.id = a.subscription_id
cross join lateral page.subscription(sha256(a.token::bytea)) as s;
create temporary view waiting as
select m.id from outbox.messages as m where m.topic = 'vpn' and m.lane = (select s.access_id::text from mine as s);

select set_config('test.now', '1996-02-04 11:59:00+00', true);
select is((jobs.hold_access(1000)).done, 0, 'nobody is held before his end');

-- A brake holds the end
update app.brakes set most = 0, share = 0 where name = 'expire';
select set_config('test.now', '1996-02-04 12:03:00+00', true);
select is((jobs.expire_due(1000)).done, 0, 'the end is held');
select is((select status from mine), 'active', 'and the subscription goes on');
select is((jobs.hold_access(1000)).done, 1, 'so the panel is told');
select results_eq(
  'select desired_expires_at, desired_generation from mine',
  $$values ('1996-02-05 12:03:00+00'::timestamptz, 2::bigint)$$, 'to wait for a day'
);
select is((select count(*) from waiting), 1::bigint, 'by a message');
select is((select links from shown), '{vless://x}', 'and apps keep their links');
select is((jobs.hold_access(1000)).done, 0, 'once');
select is_empty(
  $$select from ops.violations_of_vpn where subject = (select format('subscription %s', id) from mine)$$,
  'which breaks no promise'
);
select set_config('test.now', '1996-02-05 11:30:00+00', true);
select is((jobs.hold_access(1000)).done, 1, 'and again before that is over');

-- Released
select ok(ops.release_brake('expire', 'they are meant') is not null, 'an operator lets it end');
select is((jobs.expire_due(1000)).done, 1, 'it ends');
select is((select desired_present from mine), false, 'at the panel too');
select is((select links from shown), '{}', 'and in the apps');

select * from finish();
rollback;
