-- The second look: what it finds is an alarm, told once when it begins and once when it is over.
begin;
select plan(27);

-- Business time is what this transaction says. Long ago, so that rows of a live database are not touched.
create or replace function app.now() returns timestamptz
language sql
stable
as $$ select current_setting('test.now')::timestamptz $$;
select set_config('test.now', '1996-02-01 12:00:00+00', true);

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'expiry');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap', 'xray-api', 'http://panel');
update app.users set is_admin = false;
delete from jobs.alarms;
delete from jobs.parked;
delete from outbox.dead_letters;

create temporary table people as
select s.user_id as id, t.n as telegram_id
from (values (-1), (-2)) as t (n)
cross join lateral api.start(t.n, sha256(format('tap %s', t.n)::bytea), null, 'Ann', 'en') as s;
update app.users set is_admin = true where id = (select id from people where telegram_id = -2);
do $$ begin perform api.start_trial(-1); end $$;
create temporary view mine as
select s.* from billing.subscriptions as s join people as p on p.id = s.user_id where p.telegram_id = -1;
create temporary view told as
select m.payload ->> 'text' as text, m.payload -> 'args' ->> 'name' as name, m.payload -> 'args' ->> 'detail' as detail
from outbox.messages as m
where m.topic = 'telegram' and m.lane = '-2';

-- All is well
select is(
  jobs.check_invariants(1), (select (count(*), 0, false)::jobs.step from ops.promises where checked = 'hour'),
  'what can be looked at quickly is looked at, all of it'
);
select is(
  jobs.check_history(1), (select (count(*), 0, false)::jobs.step from ops.promises where checked = 'night'),
  'and by night the rest'
);
select is_empty('select name, detail from jobs.alarms', 'there is no alarm');
select is_empty('select * from told', 'and nobody hears anything');
select is_empty(
  $$select invariant from ops.violations except select name from ops.promises$$, 'whatever is wrong has a promise'
);
select results_eq(
  $$select bool_or(broken), count(*) from api.alarms()$$,
  $$select false, count(*) from ops.promises$$,
  'the metrics show every promise as kept'
);

-- One is broken
update vpn.access set desired_present = false where subscription_id = (select id from mine);
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
select results_eq(
  $$select name from api.alarms() where broken$$, $$values ('access_follows_subscription'::text)$$, 'and the metrics'
);

-- It stays broken, and gets worse
update vpn.access set desired_expires_at = app.now() where subscription_id = (select id from mine);
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
select lives_ok('select jobs.check_invariants(1)', 'a look');
select results_eq(
  $$select name, detail from jobs.alarms where name in ('rows_parked', 'letters_dead') order by name$$,
  $$values
    ('letters_dead'::text, '1 dead, see ops.dead_letters'::text), ('rows_parked', '1 parked, see ops.parked')$$,
  'tells of rows that are parked and letters that are dead, though no promise is broken'
);
select is((select count(*) from api.alarms() where broken), 4::bigint, 'the metrics count them');
select lives_ok('select jobs.check_history(1)', 'the night''s look');
select is((select count(*) from jobs.alarms), 4::bigint, 'leaves the day''s alarms alone');

-- All is well again
update billing.subscriptions set expires_at = ends_at where id = (select id from mine);
update vpn.access as a
set desired_present = true, desired_expires_at = m.expires_at
from mine as m
where a.subscription_id = m.id;
delete from jobs.parked where row_id = 0;
delete from outbox.dead_letters where id < 0;
select lives_ok('select jobs.check_invariants(1)', 'the next look');
select is_empty('select name from jobs.alarms', 'takes the alarms back');
select results_eq(
  $$select name from told where text = 'alarm-over' order by name$$,
  $$values ('access_follows_subscription'::text), ('grace_is_for_renewals'), ('letters_dead'), ('rows_parked')$$,
  'the admins hear that it is over'
);
select is(
  (select count(*) from app.audit where subject = 'alarm' and action = 'alarm.over'), 4::bigint, 'and the audit has it'
);

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

-- Jobs
select results_eq(
  $$select name, schedule, flag from jobs.jobs where name ~ '^check' order by name$$,
  $$values
    ('check_history'::text, '11 4 * * *'::text, null::text), ('check_invariants', '7 * * * *', null),
    ('check_offers', '*/10 * * * *', null)$$,
  'all are jobs, and no switch turns them off'
);
select ok(
  has_function_privilege('tickover_bot', 'api.alarms()', 'execute')
  and not has_function_privilege('tickover_cron', 'jobs._note_alarm(text, text)', 'execute'),
  'the bot asks for the alarms, and nobody raises one by hand'
);

select * from finish();
rollback;
