-- A panel that forgot its users gets them once more, in batches.
begin;
select plan(16);

-- Business time is what this transaction says. Long ago, so that rows of a live database are not touched.
\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
delete from vpn.reapplies;
\ir fixtures/panel.psql
do $$
begin
  for n in 1..5 loop
    perform api.start(-n, sha256(format('tap %s', n)::bytea), null, 'Ann', 'en');
    perform api.start_trial(-n);
  end loop;
end
$$;
create temporary view mine as
select a.*, row_number() over (order by a.subscription_id) as n
from ops.access as a
where a.panel = 'tap';
create temporary view waiting as
select m.* from outbox.messages as m join mine as a on a.access_id::text = m.lane where m.topic = 'vpn';
create function pg_temp.delivered() returns void
language sql
as $$
  update vpn.access as a
  set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id)
  where a.subscription_id in (select m.subscription_id from mine as m);
  delete from outbox.messages as m using waiting as w where w.id = m.id;
  delete from outbox.lanes as l using mine as m where l.topic = 'vpn' and l.lane = m.access_id::text
$$;
select pg_temp.delivered();
update vpn.desired as a set present = false
where a.subscription_id = (select m.subscription_id from mine as m where m.n = 2);

select is(ops.reapply('no_such_panel'), 0, 'an unknown panel has none');
select is_empty('select * from ops.reapplies', 'and nothing is to be done');
select is(jobs.reapply_access(10), (0, 0, false)::jobs.step, 'nor does the job find anything');
select is(ops.reapply('tap'), 4, 'it says how many there are to push');
select is_empty('select id from waiting', 'and pushes none itself');
select results_eq(
  'select panel, pushed, waiting from ops.reapplies', $$values ('tap'::text, 0::bigint, 4::bigint)$$,
  'it can be watched'
);
select is(jobs.reapply_access(3), (3, 0, true)::jobs.step, 'the job pushes a batch');
select results_eq(
  'select panel, pushed, waiting from ops.reapplies', $$values ('tap'::text, 3::bigint, 1::bigint)$$, 'one is left'
);
select results_eq(
  'select n, desired_generation, desired_generation > applied_generation from mine order by n',
  $$values (1::bigint, 2::bigint, true), (2, 1, false), (3, 2, true), (4, 2, true), (5, 1, false)$$,
  'each has a new generation, but for who should have none'
);
select is((select count(*) from waiting), 3::bigint, 'and waits to be sent');
select is(jobs.reapply_access(3), (1, 0, true)::jobs.step, 'the rest');
select is(jobs.reapply_access(3), (0, 0, false)::jobs.step, 'and no more');
select is_empty('select * from ops.reapplies', 'it is done');
select is((select count(*) from waiting), 4::bigint, 'all of them wait');

select pg_temp.delivered();
select ops.reapply('tap');
select jobs.reapply_access(3);
select is(ops.reapply('tap'), 4, 'asked again meanwhile');
select results_eq(
  'select panel, pushed, waiting from ops.reapplies', $$values ('tap'::text, 0::bigint, 4::bigint)$$,
  'it begins again'
);

select * from finish();
rollback;
