-- Each alarm is seen from its beginning to its end: its thing is broken, somebody looks, it is raised, admins are told;
-- it is fixed, somebody looks, and they are told that it is over. Those of checks: invariants.sql and
-- ops_customer_promises.sql, in the same way.
begin;
set local client_min_messages = warning;
select plan(48);

\ir fixtures/clock.psql
\set people 2
\ir fixtures/people.psql
update app.users set role = null;
\ir fixtures/alarms.psql
delete from jobs.parked;
delete from outbox.dead_letters;
delete from jobs.checks;
delete from jobs.run;
update jobs.jobs set scheduled_at = clock_timestamp();
update vpn.panels set enabled = false;
select outbox._destination(t, 'main') from unnest(array['inbox', 'telegram', 'vpn', 'payment', 'payment_events']) as t;

-- What the processes look at: they note what is not well.
create function pg_temp.look(p_name text) returns void
language plpgsql
as $$
begin
  perform outbox.notify_trouble(p_name, case when not (c.value ->> 'ok')::boolean then c.value ->> 'detail' end)
  from json_array_elements(outbox.watch() -> 'checks') as c
  where c.value ->> 'name' = p_name;
end
$$;

create temporary table tried (name text);
-- Each statement runs as a migration would, past triggers that keep rows.
create function pg_temp.alarms(p_name text, p_breaks text, p_look text, p_mends text) returns text
language plpgsql
as $$
declare
  v_before text[];
  v_seen text := 'nothing';
begin
  delete from jobs.alarms;
  delete from outbox.troubles;
  delete from jobs.alarm_groups;
  insert into tried values (p_name);
  set local session_replication_role = replica;
  execute p_breaks;
  set local session_replication_role = origin;
  execute p_look;
  if exists (select from ops.raised_alarms as r where r.name = p_name) then
    v_seen := 'raised';
  end if;
  if pg_temp.hears('send', p_name) then
    v_seen := v_seen || ', told';
  end if;
  set local session_replication_role = replica;
  execute p_mends;
  set local session_replication_role = origin;
  execute p_look;
  if not exists (select from ops.raised_alarms as r where r.name = p_name) then
    v_seen := v_seen || ', well';
  end if;
  delete from jobs.alarms;
  delete from outbox.troubles;
  if pg_temp.hears('end', p_name) then
    v_seen := v_seen || ', told';
  end if;
  return is(v_seen, 'raised, told, well, told', p_name);
end
$$;

-- By the processes
select pg_temp.alarms(
  n.name,
  format('delete from outbox.consumers where name = %L', n.name),
  format('select pg_temp.look(%L)', n.name),
  format(
    $$insert into outbox.consumers (id, name, host, pid, version)
      values (gen_random_uuid(), %L, 'here', 1, '1')$$,
    n.name
  )
)
from unnest(array['bot', 'listener']) as n (name);
select pg_temp.alarms(
  'pg_cron',
  'create or replace function jobs.pulse(out ok boolean, out detail text)
    language sql as ''select false, ''''late''''''',
  $$select pg_temp.look('pg_cron')$$,
  'create or replace function jobs.pulse(out ok boolean, out detail text)
    language sql as ''select true, ''''ran'''''''
);
select pg_temp.alarms(
  'shop', $$select app.settle('tap')$$, $$select pg_temp.look('shop')$$, 'select app.settle()'
);
select pg_temp.alarms(
  'clock',
  $$select jobs.compare_clock(clock_timestamp() - interval '3 hours', true, true)$$,
  $$select pg_temp.look('clock')$$,
  'select jobs.compare_clock(clock_timestamp(), true, true)'
);
select pg_temp.alarms(
  'webhook', $$select api.note_telegram('elsewhere')$$, $$select pg_temp.look('webhook')$$,
  'select api.note_telegram(null)'
);
select pg_temp.alarms(
  'panels', 'select', $$select pg_temp.look('panels')$$,
  $$insert into vpn.panels (code, kind, base_url) values ('tap', 'xray-api', 'http://panel')$$
);
select pg_temp.alarms(
  'topic_' || t.name,
  format($$select ops.pause(%L, 'tap')$$, t.name),
  format($$select pg_temp.look('topic_%s')$$, t.name),
  format('select ops.resume(%L)', t.name)
)
from unnest(array['inbox', 'telegram', 'vpn', 'payment']) as t (name);
-- A refused key is told by a job, at once.
select pg_temp.alarms(
  'topic_vpn',
  $$update outbox.destinations set failing_since = clock_timestamp(), failing_with = 'denied: 401'
    where topic = 'vpn' and name = 'main'$$,
  'select jobs.watch_delivery(1)',
  $$update outbox.destinations set failing_since = null, failing_with = null where topic = 'vpn' and name = 'main'$$
);

-- By watch_jobs
create or replace function jobs.server_started() returns timestamptz
language sql
stable
as $$ select clock_timestamp() - interval '1 hour' $$;
select pg_temp.alarms(
  'job_overdue_renew_due',
  $$update jobs.jobs set scheduled_at = clock_timestamp() - interval '1 hour' where name = 'renew_due'$$,
  'select jobs.watch_jobs(1)',
  $$insert into jobs.run (job, status, started_at, finished_at)
    values ('renew_due', 'ok', clock_timestamp(), clock_timestamp())$$
);
select pg_temp.alarms(
  'job_failing_renew_due',
  $$insert into jobs.run (job, status, started_at, finished_at, error)
    select 'renew_due', 'failed', clock_timestamp(), clock_timestamp(), 'TAP00: broken' from generate_series(1, 9)$$,
  'select jobs.watch_jobs(1)',
  $$delete from jobs.run where error = 'TAP00: broken'$$
);
select pg_temp.alarms(
  'checks_unknown',
  $$insert into jobs.checks (name, checked_at, took, error)
    values ('nothing_is_overdue', clock_timestamp(), '0', 'XX000: no')$$,
  'select jobs.watch_jobs(1)',
  'delete from jobs.checks'
);
select pg_temp.alarms(
  'rows_parked',
  $$insert into jobs.parked (job, row_id, sqlstate, error) values ('expire_due', 0, 'TK099', 'tap')$$,
  'select jobs.watch_jobs(1)',
  'delete from jobs.parked'
);
select pg_temp.alarms(
  'letters_dead',
  $$insert into outbox.dead_letters (id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason)
    values (-1, 'vpn', '-1', 'vpn.apply', '{}', app.now(), 1, false, 'rejected')$$,
  'select jobs.watch_jobs(1)',
  'delete from outbox.dead_letters where id = -1'
);
select pg_temp.alarms(
  'methods_forbidden',
  $$update billing.providers set saving_forbidden_at = app.now() where name = 'yookassa'$$,
  'select jobs.watch_jobs(1)',
  $$update billing.providers set saving_forbidden_at = null where name = 'yookassa'$$
);
select pg_temp.alarms(
  'channels_unanswered',
  $$update app.settings
    set value = '[{"id": -1006, "url": "https://t.me/tap", "title": "Tap"}]'
    where name = 'required_channels';
    insert into app.channel_troubles (chat_id, error, since, seen_at)
    values (-1006, 'inaccessible', app.now(), app.now())$$,
  'select jobs.watch_jobs(1)',
  $$delete from app.channel_troubles;
    update app.settings set value = '[]' where name = 'required_channels'$$
);
select pg_temp.alarms(
  'support_unread',
  $$update app.telegram_identities set unreachable_since = app.now() where telegram_id = -9000;
    insert into support.tickets (user_id, topic, opened_at, waits_since, changed_at)
    select id, 'other', app.now(), app.now(), app.now() from people where telegram_id = -1$$,
  'select jobs.watch_jobs(1)',
  'update app.telegram_identities set unreachable_since = null where telegram_id = -9000'
);

select pg_temp.alarms(
  'backups_stopped',
  $$select ops.note_backup('folder', app.now(), 1);
    select set_config('test.now', (app.now() + interval '49 hours')::text, true)$$,
  'select jobs.watch_jobs(1)',
  $$select ops.note_backup('folder', app.now(), 1)$$
);

create temporary table found (it text);
select pg_temp.alarms(
  'doctor',
  $$insert into found values ('disk: 0.5 GB of 100 are free')$$,
  'select ops.note_findings(max(it)) from found',
  'delete from found'
);

-- Brakes
select pg_temp.alarms(
  'brake_' || b.name,
  format('select app.hold_brake(%L, 5)', b.name),
  'select',
  format('select app.hold_brake(%L, 0)', b.name)
)
from app.brakes as b
where b.name in ('expire', 'park', 'offers_lost');

-- Access
select pg_temp.alarms(
  'access_late',
  $$insert into outbox.messages (topic, lane, priority, kind, payload, enqueued_at)
    values ('vpn', '-1', 'receipt', 'vpn.apply', '{}', clock_timestamp() - interval '20 minutes')$$,
  'select jobs.watch_delivery(1)',
  $$delete from outbox.messages where topic = 'vpn' and lane = '-1'$$
);
select pg_temp.alarms(
  'no_panel',
  $$update vpn.panels set enabled = false;
    insert into vpn.desired (subscription_id, present, expires_at, panels, missing, generation)
    values (-1, true, app.now() + interval '1 day', 1, 1, 1)$$,
  'select vpn.place_batch(10)',
  'delete from vpn.desired where subscription_id = -1'
);

-- Money
select pg_temp.alarms(
  'bodies_refused',
  $$insert into inbox.refused_bodies (hash, reason, body, bytes) values ('\x00', 'tap', '\x00', 1)$$,
  'select jobs.book_payments(1)',
  $$update inbox.refused_bodies set last_at = clock_timestamp() - interval '25 hours' where hash = '\x00'$$
);
select pg_temp.alarms(
  'withdrawals_late',
  $$insert into billing.withdrawals (token, user_id, amount, currency, way, held_by, requested_at, due_at)
    select gen_random_uuid(), id, 10, 'RUB', 'crypto_pay', -1, app.now() - interval '9 days', app.now() - interval '1 day'
    from people where telegram_id = -1$$,
  'select jobs.tend_withdrawals(1)',
  $$update billing.withdrawals set due_at = app.now() + interval '1 day' where held_by = -1$$
);
select pg_temp.alarms(
  'shop_text',
  $$insert into app.shop_texts (name, locale, text, version, changed_at) values ('help', 'en', 'tap', 9, app.now())$$,
  $$select api.shop_texts(t.version, 'help/en: no') from app.shop_texts as t where t.name = 'help'$$,
  $$select jobs.note_alarm('shop_text', null); delete from app.shop_texts$$
);

-- What takes more to break is broken, found and fixed in these files; admins hear of it like of all others.
create temporary table elsewhere (name text, file text);
insert into elsewhere values
  ('panel_version', 'vpn_reconcile.sql'), ('panel_drift', 'vpn_reconcile.sql'),
  ('panel_unread', 'vpn_reconcile.sql'), ('access_taken', 'vpn_usage.sql'),
  ('grace_unrestricted', 'billing_grace_access.sql'), ('invoices_refused', 'billing_topups.sql'),
  ('orders_unbought', 'billing_cart.sql'), ('money_unbooked', 'inbox_money.sql'), ('money_unclear', 'inbox_money.sql'),
  ('lists_unread', 'billing_reconciliation.sql'), ('offers_lost', 'renewal_choices.sql'),
  ('withdrawals_unsettled', 'billing_withdrawals.sql'), ('payouts_wait', 'tests/bot/test_withdrawals.py'),
  ('reconciliation', 'tests/payments/test_reconciliation.py'), ('page', 'tests/bot/test_watch.py');
select ok(
  pg_temp.told_until_over(e.name, 'tap', format('select jobs.note_alarm(%L, null)', e.name)),
  e.name || ', see ' || e.file
)
from elsewhere as e
order by e.name;

-- What a process tells from memory, or only /ready reports, because the database cannot (tests/bot/test_watch.py,
-- tests/bot/test_webhook.py, tests/bot/test_heartbeat.py).
create temporary table without_database (name text);
insert into without_database values
  ('database'), ('writable'), ('migrations'), ('telegram'), ('payment');

-- The names of another release
select pg_temp.alarms(
  n.name,
  format($$select jobs.note_alarm(%L, 'tap')$$, n.name),
  'select',
  format('select jobs.note_alarm(%L, null)', n.name)
)
from unnest(array['topic_of_tomorrow', 'something_else']) as n (name);

select is_empty(
  $$select k.name
    from ops.alarm_kinds as k
    where k.name not in (select (jobs.kind_of_alarm(t.name)).name from tried as t)
      and k.name not in (select e.name from elsewhere as e)
      and k.name not in (select w.name from without_database as w)
      and k.name not in (select d.name from ops.check_definitions as d)$$,
  'every kind of alarm has its case'
);
select * from finish();
rollback;
