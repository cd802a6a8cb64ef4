-- The second look: what it finds is an alarm, told once when it begins and once when it is over.
begin;
select plan(47);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'expiry');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
\ir fixtures/panel.psql
update app.users set role = null;
delete from jobs.alarms;
delete from jobs.parked;
delete from outbox.dead_letters;
delete from jobs.checks;
delete from jobs.run;
update jobs.jobs set scheduled_at = clock_timestamp();
update app.settings set value = '"-infinity"' where name = 'promises_since';

\set people 2
\ir fixtures/people.psql
update app.users set role = 'owner' where id = (select id from people where telegram_id = -2);
do $$ begin perform api.start_trial(-1); end $$;
create temporary view mine as
select s.* from billing.subscriptions as s join people as p on p.id = s.user_id where p.telegram_id = -1;
create temporary view told as
select m.payload ->> 'text' as text, m.payload -> 'args' ->> 'name' as name, m.payload -> 'args' ->> 'detail' as detail
from outbox.messages as m
where m.topic = 'telegram' and m.lane = '-2';

-- Nobody has looked
select results_eq(
  $$select state, count(*) from ops.checks group by state$$,
  $$select 'unknown'::text, count(*) from ops.check_definitions$$,
  'what nobody looked at is unknown'
);
select results_eq(
  $$select count(*), count(*) filter (where m.value = 'NaN')
    from api.metrics() as m where m.name = 'tickover_invariant_broken'$$,
  'select count(*), count(*) from ops.check_definitions',
  'the metrics hear that'
);

-- All is well
select is(
  jobs.check_invariants(1), (select (count(*), 0, false)::jobs.step from ops.check_definitions where checked = 'hour'),
  'what can be looked at quickly is looked at, all of it'
);
select is(
  jobs.check_history(1), (select (count(*), 0, false)::jobs.step from ops.check_definitions where checked = 'night'),
  'and by night the rest'
);
select is_empty('select name, detail from jobs.alarms', 'there is no alarm');
select is_empty('select name, detail from ops.alarms', 'nothing is unknown any more');
select is_empty('select * from told', 'and nobody hears anything');
select is_empty(
  $$(select invariant from ops.violations except select name from ops.invariant_definitions)
    union all (select promise from ops.broken_promises except select name from ops.promise_definitions)$$,
  'whatever is wrong has a check'
);
select is_empty(
  $$select d.name from ops.check_definitions as d
    where pg_get_viewdef(format('ops.%I', d.source)::regclass) not like format('%%%L::text AS%%', d.name)
      and pg_get_viewdef(format('ops.%I', d.source)::regclass) not like format('%%%L::text)%%', d.name)$$,
  'and each check reads the view that has it'
);
select results_eq(
  $$select max(m.value), count(*) from api.metrics() as m where m.name = 'tickover_invariant_broken'$$,
  $$select 0::double precision, count(*) from ops.check_definitions$$,
  'the metrics show that nothing is broken'
);

-- One is broken
update vpn.desired set present = false where subscription_id = (select id from mine);
select lives_ok('select jobs.check_invariants(1)', 'the next look');
select results_eq(
  'select name, detail from jobs.alarms',
  $$select 'access_follows_subscription'::text, format('1 broken: subscription %s', id) from mine$$,
  'finds what is broken'
);
select results_eq(
  'select text, name, detail from told',
  $$select 'alarm-raised'::text, name, detail from jobs.alarms$$,
  'and tells the admins'
);
select results_eq(
  $$select actor, action, subject_key, after ->> 'detail' from app.audit where subject = 'alarm'$$,
  $$select 'system'::text, 'alarm.raised'::text, name, detail from jobs.alarms$$,
  'and the audit'
);
select bag_eq(
  $$select m.name, m.labels ->> 'name' from api.metrics() as m
    where m.name in ('tickover_invariant_broken', 'tickover_alarm') and m.value = 1$$,
  $$values
    ('tickover_alarm', 'access_follows_subscription'), ('tickover_invariant_broken', 'access_follows_subscription')$$,
  'and the metrics'
);

-- It stays broken, and gets worse
update vpn.desired set expires_at = app.now() where subscription_id = (select id from mine);
update billing.subscriptions set expires_at = ends_at + interval '1 hour' where id = (select id from mine);
update jobs.alarms set since = '1996-01-01', seen_at = '1996-01-01';
select lives_ok('select jobs.check_invariants(1)', 'another look');
select results_eq(
  'select name, since, seen_at > since from jobs.alarms order by name',
  $$values
    ('access_follows_subscription'::text, '1996-01-01 00:00:00+00'::timestamptz, true),
    ('grace_is_for_renewals', (select since from jobs.alarms where name = 'grace_is_for_renewals'), false)$$,
  'knows since when it is broken, and finds another'
);
select is((select count(*) from told), 2::bigint, 'the admins hear of the other one only');

-- What waits for an operator
insert into jobs.parked (job, row_id, sqlstate, error) values ('expire_due', 0, 'TK099', 'tap');
insert into outbox.dead_letters (
  id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason
)
values
  (-1, 'vpn', '-1', 'vpn.apply', '{}', app.now(), 1, false, 'rejected'),
  (-2, 'vpn', '-1', 'vpn.apply', '{}', app.now(), 1, true, 'untrue');
select lives_ok('select jobs.watch_jobs(1)', 'a look');
select results_eq(
  $$select name, detail from jobs.alarms where name in ('rows_parked', 'letters_dead') order by name$$,
  $$values
    ('letters_dead'::text, '1 dead, see ops.dead_letters'::text), ('rows_parked', '1 parked, see ops.parked')$$,
  'tells of rows that are parked and letters that are dead, though no promise is broken'
);
select is(
  (select m.value from api.metrics() as m where m.name = 'tickover_alarms'), 4::double precision,
  'the metrics count them'
);
select lives_ok('select jobs.check_history(1)', 'the night''s look');
select is((select count(*) from jobs.alarms), 4::bigint, 'leaves the day''s alarms alone');
select results_eq(
  $$select name, state from ops.alarms order by name$$,
  $$values
    ('access_follows_subscription'::text, 'broken'::text), ('grace_is_for_renewals', 'broken'),
    ('letters_dead', 'broken'), ('rows_parked', 'broken')$$,
  'and an operator sees what is not well in one list'
);

-- All is well again
update billing.subscriptions set expires_at = ends_at where id = (select id from mine);
update vpn.desired as a
set present = true, expires_at = m.expires_at
from mine as m
where a.subscription_id = m.id;
delete from jobs.parked where row_id = 0;
delete from outbox.dead_letters where id < 0;
select lives_ok('select jobs.check_invariants(1), jobs.watch_jobs(1)', 'the next look');
select is_empty('select name from jobs.alarms', 'takes the alarms back');
select results_eq(
  $$select name from told where text = 'alarm-over' order by name$$,
  $$values ('access_follows_subscription'::text), ('grace_is_for_renewals'), ('letters_dead'), ('rows_parked')$$,
  'the admins hear that it is over'
);
select is(
  (select count(*) from app.audit where subject = 'alarm' and action = 'alarm.over'), 4::bigint, 'and the audit has it'
);

-- A look that fails says nothing
create temporary table view_of_vpn as select pg_get_viewdef('ops.violations_of_vpn'::regclass) as def;
create or replace view ops.violations_of_vpn as
select i.name as invariant, (1 / (i.n - 1))::text as subject
from (values ('access_follows_subscription', 1), ('access_reaches_the_panel', 2)) as i (name, n)
where i.name = 'access_follows_subscription';
select lives_ok('select jobs.check_invariants(1)', 'a promise that cannot be looked at does not end the look');
select results_eq(
  $$select state, detail from ops.checks where name = 'access_follows_subscription'$$,
  $$values ('unknown'::text, '22012: division by zero'::text)$$,
  'it is unknown, and why'
);
select is_empty(
  $$select name from jobs.checks
    where error is not null and name <> 'access_follows_subscription'
      or checked_at < statement_timestamp() - interval '1 minute'$$,
  'the others were looked at all the same'
);
select is_empty($$select name from jobs.alarms$$, 'no alarm is raised for what is not known');
select jobs.watch_jobs(1);
select results_eq(
  'select name, detail from jobs.alarms',
  $$values ('checks_unknown'::text, '1 not looked at: {access_follows_subscription}'::text)$$,
  'but for that: the admins hear that nobody can look'
);
do $$ begin execute (select 'create or replace view ops.violations_of_vpn as ' || def from view_of_vpn); end $$;
select jobs.check_invariants(1);
update jobs.checks set checked_at = clock_timestamp() - interval '2 hours 20 minutes' where name = 'nothing_is_overdue';
update jobs.checks set checked_at = clock_timestamp() - interval '40 hours' where name = 'transfers_sum_to_zero';
select results_eq(
  $$select name, state from ops.alarms where name <> 'checks_unknown' order by name$$,
  $$values ('nothing_is_overdue'::text, 'unknown'::text)$$,
  'what was looked at longer ago than twice the time between two looks is unknown'
);
select jobs.watch_jobs(1);
select jobs.check_invariants(1);
select jobs.watch_jobs(1);
select is_empty('select name from ops.alarms', 'looking again is the cure');

-- Jobs that do not run, or fail
create or replace function jobs.server_started() returns timestamptz
language sql
stable
as $$ select clock_timestamp() - interval '1 hour' $$;
update jobs.jobs set scheduled_at = clock_timestamp() - interval '1 hour' where name in ('renew_due', 'take_snapshots');
select jobs.watch_jobs(1);
select results_eq(
  'select name, detail from jobs.alarms',
  $$values ('job_overdue_renew_due'::text, 'has not run yet'::text)$$,
  'a job of every minute that has not run in an hour is an alarm, a nightly one is not'
);
select is((select state from ops.jobs where name = 'renew_due'), 'overdue', 'and ops.jobs says so');
insert into jobs.run (job, status, started_at)
values ('renew_due', 'running', clock_timestamp() - interval '3 minutes');
select jobs.note_alarm('job_overdue_renew_due', null);
select jobs.watch_jobs(1);
select results_eq(
  $$select status, error from jobs.run where job = 'renew_due'$$,
  $$values ('failed'::text, 'interrupted: its backend is gone'::text)$$,
  'a run that nobody works on is closed, though its pid lives'
);
select is_empty('select name from jobs.alarms', 'once is no trouble');
insert into jobs.run (job, status, started_at, finished_at, error)
select 'renew_due', 'failed', clock_timestamp() - n * interval '1 minute', clock_timestamp(), 'TAP00: broken'
from generate_series(1, 2) as n;
insert into jobs.run (job, status, started_at, finished_at, error)
values ('take_snapshots', 'failed', clock_timestamp(), clock_timestamp(), 'TAP00: once');
select jobs.watch_jobs(1);
select results_eq(
  'select name, detail from jobs.alarms order by name',
  $$values
    ('job_failing_renew_due'::text, 'failed at interrupted: its backend is gone'::text),
    ('job_failing_take_snapshots', 'failed at TAP00: once')$$,
  'twice is, and of a nightly job once'
);
insert into jobs.run (job, status, started_at, finished_at)
select job, 'ok', clock_timestamp(), clock_timestamp()
from (values ('renew_due'), ('renew_due'), ('renew_due'), ('take_snapshots')) as j (job);
select jobs.watch_jobs(1);
select is_empty('select name from jobs.alarms', 'until they run again');
delete from jobs.run;

-- By night
alter table billing.periods disable trigger all;
update billing.periods set number = 2 where subscription_id = (select id from mine);
alter table billing.periods enable trigger all;
select lives_ok('select jobs.check_history(1)', 'the night''s look');
select results_eq(
  'select name from jobs.alarms order by name',
  $$values ('periods_follow_each_other'::text), ('trials_are_given_once')$$,
  'finds what is wrong in history'
);

-- How long it may be between two runs
select results_eq(
  $$select jobs.every(s) from unnest(array[
      '* * * * *', '*/5 * * * *', '7 * * * *', '11 4 * * *', '0 */6 * * *', '1 2 * * 0', '1 2 3 * *', '30 seconds'
    ]) with ordinality as t (s, n) order by n$$,
  $$values
    ('1 min'::interval), ('5 min'), ('1 hour'), ('1 day'), ('6 hours'), ('7 days'), ('31 days'), ('30 seconds')$$,
  'schedules say how often'
);

-- Jobs
select results_eq(
  $$select name, schedule, flag from jobs.jobs where name ~ '^check' order by name$$,
  $$values
    ('check_history'::text, '11 4 * * *'::text, null::text), ('check_invariants', '7 * * * *', null),
    ('check_offers', '*/10 * * * *', null)$$,
  'all are jobs, and no switch turns them off'
);
select ok(has_function_privilege('tickover_bot', 'api.metrics()', 'execute'), 'the bot asks for the metrics');
set local role tickover_cron;
select throws_ok(
  $$select jobs.note_alarm('tap', 'by hand')$$, '42501', 'permission denied for function note_alarm',
  'and nobody raises one by hand'
);
reset role;

select * from finish();
rollback;
