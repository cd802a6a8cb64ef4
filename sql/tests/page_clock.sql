-- By a clock that is wrong nobody loses his servers: apps keep those that they have, and ask again.
begin;
select plan(6);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
\ir fixtures/panel.psql
\set people 1
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); end $$;
select vpn.applied(
  a.id::text, '{}', jsonb_build_object('generation', d.generation, 'present', true, 'link', 'vless://tap')
)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id;
select x.token from api.subscription_address(-1) as x \gset
prepare shown as select status, links from page.subscription(sha256(:'token'::bytea));

select app.settle();
select jobs.compare_clock(clock_timestamp(), true, true);
select results_eq('shown', $$values ('active', array['vless://tap'])$$, 'access that runs');
select jobs.compare_clock(clock_timestamp() - interval '1 hour', true, true);
select results_eq('shown', $$values ('active', array['vless://tap'])$$, 'by a clock that is wrong, too');
select pg_temp.goes_on('1 year');
select jobs.compare_clock(clock_timestamp() - interval '1 year', true, true);
select throws_ok('shown', '57P03', null, 'what is over by a wrong clock may run: ask again later');
select is_empty('select * from page.subscription(sha256(''nobody'')) as s', 'who asks for nobody learns nothing');
select pg_temp.goes_on('-1 year');
select jobs.compare_clock(clock_timestamp(), true, true);
select results_eq('shown', $$values ('active', array['vless://tap'])$$, 'once the clock is right it goes on');
select pg_temp.goes_on('1 year');
select results_eq('shown', $$values ('expired', '{}'::text[])$$, 'what is over by a right clock is over');

select * from finish();
rollback;
