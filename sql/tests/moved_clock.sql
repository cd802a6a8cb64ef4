-- A clock that was ahead and was set back leaves rows of a time to come. They say nothing of now: what is dead is seen,
-- and what has to be looked at is looked at.
begin;
select plan(25);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'expiry', 'auto_renewal');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
\ir fixtures/panel.psql
delete from jobs.alarms;
delete from jobs.checks;
delete from jobs.run;
delete from outbox.consumers;
update jobs.jobs set scheduled_at = clock_timestamp() - interval '1 hour';
\set people 1
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); end $$;

-- Jobs
create or replace function jobs.server_started() returns timestamptz
language sql
stable
as $$ select clock_timestamp() - interval '1 hour' $$;
insert into jobs.run (job, status, started_at, finished_at)
select j.name, 'ok', clock_timestamp() + interval '3 hours', clock_timestamp() + interval '3 hours'
from jobs.jobs as j
cross join generate_series(1, 4);
select ok(not (select p.ok from jobs.pulse() as p), 'a launcher that starts nothing now is dead');
select is((select p.detail from jobs.pulse() as p), 'no job has run yet', 'and has not run in three hours');
select is(
  (select j.state from ops.jobs as j where j.name = 'renew_due'), 'overdue', 'a job that does not run is overdue'
);
select ok(
  exists (select from jobs._troubles() as t where t.name = 'job_overdue_renew_due'), 'which is a trouble'
);
insert into jobs.run (job, status, started_at, finished_at, error)
select 'renew_due', 'failed', clock_timestamp() - n * interval '1 minute', clock_timestamp(), 'TAP00: broken'
from generate_series(1, 4) as n;
select ok(
  exists (select from jobs._troubles() as t where t.name = 'job_failing_renew_due'), 'and so is one that fails'
);
select is((select j.last_error from ops.jobs as j where j.name = 'renew_due'), 'TAP00: broken', 'as all can see');
update jobs.jobs set scheduled_at = clock_timestamp() + interval '3 hours';
select ok(
  exists (select from ops.overdue_jobs as o where o.name = 'expire_due'), 'what was scheduled then does not wait for it'
);

-- Checks
insert into jobs.checks (name, checked_at, took)
select d.name, clock_timestamp() + interval '3 hours', '0' from ops.check_definitions as d;
select is_empty(
  $$select c.name from ops.checks as c where c.state <> 'unknown'$$, 'what was looked at then is unknown'
);
select jobs.start_run('check_invariants') as run \gset
select results_eq(
  $$select s.done, s.more from jobs._run_checks('check_invariants', 'hour') as s$$, $$values (1, true)$$,
  'and is looked at again'
);
update jobs.run set started_at = clock_timestamp() + interval '3 hours' where id = :run;
select results_eq(
  $$select s.done::bigint, s.more from jobs._run_checks('check_invariants', 'hour') as s$$,
  $$select count(*), false from ops.check_definitions as d where d.checked = 'hour'$$,
  'a run that began then ends'
);

-- Programs
insert into outbox.consumers (id, name, host, pid, version, counters, started_at, seen_at)
select
  gen_random_uuid(), c.name, 'tap', 1, '0', '{}', clock_timestamp() + interval '3 hours',
  clock_timestamp() + interval '3 hours'
from unnest(array['bot', 'listener']) as c (name);
select is_empty(
  $$select w.name from outbox._watch() as w where w.name in ('bot', 'listener') and w.ok$$,
  'a program that is not heard of now is dead'
);
select is_empty($$select c.name from ops.consumers as c where c.alive$$, 'as all can see');
select ok(outbox._is_alive('bot') is not true and outbox.heard_since() is null, 'and nobody relies on it');
insert into outbox.telegram_look (looked_at, problem) values (clock_timestamp() + interval '3 hours', null)
on conflict (only_one) do update set looked_at = excluded.looked_at, problem = null;
select ok(not (select p.ok from outbox._telegram_pulse() as p), 'nor does anybody know where updates go');
update jobs.alarm_teller set seen_at = clock_timestamp() + interval '3 hours';
select ok(not jobs.process_tells(), 'nor who tells alarms');

-- Queues
update outbox.topics set rate = 25, burst = 30, paused_until = null, pause_reason = null where name = 'telegram';
select outbox.enqueue('telegram.notice', '-77', '{"user_id": 0}');
update outbox.destinations
set rate = null, burst = null, paused_until = null, tokens = 30, tokens_at = clock_timestamp() + interval '3 hours'
where topic = 'telegram';
select ok((select s.granted from api.spend_telegram(1, 3) as s), 'who taps is answered');
select outbox._destination('vpn', 'tap');
update outbox.destinations
set failures = 100, retry_at = clock_timestamp() + interval '3 hours', paused_until = null
where topic = 'vpn' and name = 'tap';
select ok(not outbox.is_closed('vpn', 'tap'), 'a panel is tried');
update outbox.destinations set retry_at = clock_timestamp() + interval '1 second' where topic = 'vpn' and name = 'tap';
select ok(outbox.is_closed('vpn', 'tap'), 'unless it failed just now');
update outbox.lanes set ready_at = clock_timestamp() + interval '3 hours' where lane = '-77';
update outbox.destinations set paused_until = clock_timestamp() + interval '3 hours' where topic = 'telegram';
update outbox.destinations set paused_until = 'infinity' where topic = 'vpn' and name = 'tap';
select jobs.watch_delivery(1);
select is(outbox._banned_for(), 0.0::double precision, 'who taps is answered, though Telegram asked for a pause then');
select ok(outbox.is_closed('vpn', 'tap'), 'while an operator''s pause goes on');
select ok((select l.ready_at <= clock_timestamp() from outbox.lanes as l where l.lane = '-77'), 'what waited goes out');
update outbox.lanes set ready_at = clock_timestamp() + interval '3 minutes' where lane = '-77';
update outbox.destinations set paused_until = clock_timestamp() + interval '3 minutes' where topic = 'telegram';
select jobs.watch_delivery(1);
select ok(outbox._banned_for() > 0, 'Telegram is left alone as always from then on');
select ok(
  (select l.ready_at > clock_timestamp() from outbox.lanes as l where l.lane = '-77'),
  'and backs off as always from then on'
);

-- Panels
delete from outbox.messages where kind in ('vpn.probe', 'vpn.scan');
update vpn.panel_states as s
set probe_at = clock_timestamp() + interval '3 hours', scan_at = clock_timestamp() + interval '3 hours',
  read_at = clock_timestamp() + interval '3 hours';
select jobs.watch_delivery(1);
select ok(
  (select s.probe_at < clock_timestamp() + interval '1 hour' and s.scan_at < clock_timestamp() + interval '2 hours'
    from vpn.panel_states as s join vpn.panels as p on p.id = s.panel_id where p.code = 'tap'),
  'a panel is asked now'
);
select is_empty(
  $$select from vpn.panel_states as s join vpn.panels as p on p.id = s.panel_id
    where p.code = 'tap' and not exists (select from jobs.alarms as a where a.name = 'panel_unread')$$,
  'and that it was read then counts for nothing'
);

select * from finish();
rollback;
