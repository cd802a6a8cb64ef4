-- What operators see of the queues, and what they can do about them.
begin;
select plan(39);

insert into outbox.topics (name, consumer, lane_is, description, breaker_failures)
values ('proof', 'listener', 'thing', 'for tests', 3), ('proof_chat', 'listener', 'chat', 'for tests', null);
select outbox.define_kind('proof.plain', 'proof', 'for tests');
select outbox.define_kind('proof.chat', 'proof_chat', 'for tests');
insert into app.users (identity_hash, created_at) values (sha256('ops_outbox'), app.now());
insert into app.telegram_identities (user_id, telegram_id, updated_at)
select u.id, -77, app.now() from app.users as u where u.identity_hash = sha256('ops_outbox');

create temporary table held as
select null::text as lane, null::bigint as id, null::bigint as token where false;
create function pg_temp.hold(p_topic text, p_limit integer default 100) returns void
language sql
as $$
  delete from held;
  with claimed as materialized (select outbox.claim(p_topic, p_limit) as answer)
  insert into held
  select m ->> 0, (m ->> 1)::bigint, (c.answer ->> 'token')::bigint
  from claimed as c
  cross join json_array_elements(c.answer -> 'messages') as m;
$$;

-- Topics
select results_eq(
  $$select state, messages, lanes, in_flight, retrying, late_by is null, dead from ops.outbox where topic = 'proof'$$,
  $$values ('flowing', 0::bigint, 0::bigint, 0::bigint, 0::bigint, true, 0::bigint)$$,
  'a topic at rest'
);
select outbox.enqueue_batch('proof.plain', array['a', 'a', 'b', 'c'], array['{}', '{}', '{}', '{}']::jsonb[]);
select pg_temp.hold('proof', 2);
select outbox.retry('proof', h.lane, h.id, h.token, 'out of order') from held as h where h.lane = 'b';
select results_eq(
  $$select messages, lanes, in_flight, retrying, late_by > '0' from ops.outbox where topic = 'proof'$$,
  $$values (4::bigint, 3::bigint, 1::bigint, 1::bigint, true)$$,
  'a topic at work'
);
select results_eq(
  $$select subject, state, messages, head, attempts, last_error from ops.lanes where topic = 'proof' order by subject$$,
  $$values
    ('thing a', 'in flight', 2, 'proof.plain', 1, null),
    ('thing b', 'backing off', 1, 'proof.plain', 1, 'out of order'),
    ('thing c', 'ready', 1, 'proof.plain', 0, null)$$,
  'and its lanes'
);
update outbox.lanes set ready_at = clock_timestamp() where topic = 'proof' and lane = 'a';
select is(
  (select state from ops.lanes where topic = 'proof' and subject = 'thing a'), 'lease over',
  'a lane whose consumer died'
);
select outbox.enqueue('proof.chat', '-77');
select outbox.enqueue('proof.chat', '-78');
select results_eq(
  $$select subject = (select format('user %s', i.user_id) from app.telegram_identities as i where i.telegram_id = -77)
    from ops.lanes where topic = 'proof_chat' order by 1$$,
  $$values (false), (true)$$,
  'chats are shown as users'
);
select is_empty($$select from ops.lanes where subject like '%-7%'$$, 'never by their ids');

-- Pause and resume
select lives_ok($$select ops.pause('proof', 'panel moves')$$, 'an operator pauses a topic');
select results_eq(
  $$select state, pause_reason from ops.outbox where topic = 'proof'$$,
  $$select 'paused', format('%s: panel moves', session_user) collate "default"$$,
  'and everybody sees who, and why'
);
select results_eq(
  $$select subject, state, next_in is null from ops.lanes where topic = 'proof' order by subject$$,
  $$values ('thing a', 'paused', true), ('thing b', 'paused', true), ('thing c', 'paused', true)$$,
  'every lane says so, and that nobody knows until when'
);
select is(json_array_length(outbox.claim('proof', 10) -> 'messages'), 0, 'nothing goes');
select ok(
  (outbox.claim('proof', 10) ->> 'next_in')::double precision <= 3600,
  'and its consumers look again within the hour'
);
select lives_ok($$select ops.resume('proof')$$, 'an operator resumes it');
select is((select state from ops.outbox where topic = 'proof'), 'flowing', 'and it flows');
select is(
  (select state from ops.lanes where topic = 'proof' and subject = 'thing c'), 'ready', 'with its lanes'
);
update outbox.destinations set failures = 3, retry_at = clock_timestamp() + interval '1 min' where topic = 'proof';
select is((select state from ops.outbox where topic = 'proof'), 'breaker open', 'an open breaker is seen');
update outbox.lanes set ready_at = clock_timestamp() + interval '10 s' where topic = 'proof' and lane = 'a';
select results_eq(
  $$select subject, state, next_in between '50 s' and '60 s' from ops.lanes where topic = 'proof' order by subject$$,
  $$values ('thing a', 'in flight', false), ('thing b', 'paused', true), ('thing c', 'paused', true)$$,
  'in its lanes, too, but for what is in flight'
);
update outbox.destinations set retry_at = clock_timestamp() where topic = 'proof';
select is((select state from ops.outbox where topic = 'proof'), 'breaker trying', 'and its next try');
select is(
  (select state from ops.lanes where topic = 'proof' and subject = 'thing c'), 'ready', 'for which a lane is ready'
);
select ops.resume('proof');
select is((select state from ops.outbox where topic = 'proof'), 'flowing', 'to resume closes it');
select throws_ok($$select ops.pause('nowhere', '')$$, 'TK020', null, 'an unknown topic cannot be paused');
select throws_ok($$select ops.resume('nowhere')$$, 'TK020', null, 'nor resumed');

-- Dead letters
delete from outbox.messages where topic like 'proof%';
delete from outbox.lanes where topic like 'proof%';
select outbox.enqueue_batch('proof.plain', array['a', 'b', 'c'], array['{"n": 1}', '{"n": 2}', '{"n": 3}']::jsonb[]);
select pg_temp.hold('proof');
select outbox.bury('proof', h.lane, h.id, h.token, case h.lane when 'c' then 'stale' else 'rejected' end, 'no')
  from held as h;
select results_eq(
  $$select subject, kind, reason, error, attempts from ops.dead_letters where topic = 'proof' order by subject$$,
  $$values ('thing a', 'proof.plain', 'rejected', 'no', 1), ('thing b', 'proof.plain', 'rejected', 'no', 1)$$,
  'dead letters are shown, dropped ones are not'
);
select results_eq(
  $$select dead, dropped_24h
    from ops.outbox where topic = 'proof'$$, $$values (2::bigint, 1::bigint)$$, 'both are counted'
);
select is(
  (select ops.redrive(array_agg(h.id))
    from held as h where h.lane in ('a', 'c')), 1, 'a dead letter gets another life, a dropped one does not'
);
select results_eq(
  $$select lane, payload from outbox.messages where topic = 'proof'$$, $$values ('a', '{"n": 1}'::jsonb)$$,
  'in its lane, as it was enqueued'
);
select is((select ops.redrive(array_agg(h.id)) from held as h where h.lane = 'a'), 0, 'once');
select is(
  (select ops.discard(array_agg(h.id), 'not needed') from held as h where h.lane in ('b', 'c')), 1,
  'another is discarded'
);
select is_empty($$select from ops.dead_letters where topic = 'proof'$$, 'then none is left');
select results_eq(
  $$select action, actor = format('operator:%s', session_user) collate "default", before ->> 'reason', reason
    from app.audit where subject = 'message' and subject_id in (select h.id from held as h) order by id$$,
  $$values ('message.redriven', true, 'rejected', null), ('message.discarded', true, 'rejected', 'not needed')$$,
  'the audit knows who did it'
);

-- Consumers
select outbox.heartbeat('00000000-0000-0000-0000-000000000001', 'proof host', 1, '1.2.3', '{"proof": {"done": 3}}');
select inbox.heartbeat('00000000-0000-0000-0000-000000000002', 'proof host', 2, '1.2.3', '{}');
select results_eq(
  $$select name, pid, version, alive, counters from ops.consumers where host = 'proof host' order by pid$$,
  $$values ('listener', 1, '1.2.3', true, '{"proof": {"done": 3}}'::jsonb), ('bot', 2, '1.2.3', true, '{}'::jsonb)$$,
  'who consumes topics is shown'
);
select outbox.heartbeat('00000000-0000-0000-0000-000000000004', 'proof host', 4, '1.3.0', '{}');
select results_eq(
  $$select part, version, processes from ops.versions where part <> 'migrations' order by part, version$$,
  $$values ('bot', '1.2.3', 1::bigint), ('listener', '1.2.3', 1::bigint), ('listener', '1.3.0', 1::bigint)$$,
  'two versions at once are seen'
);
select results_eq(
  $$select v.version, v.since from ops.versions as v where v.part = 'migrations'$$,
  $$select v.version::text, v.finished_at from migrate.versions as v order by v.version desc limit 1$$,
  'and which migrations they have'
);
delete from outbox.consumers where host = 'proof host' and pid = 4;
update outbox.consumers set seen_at = clock_timestamp() - interval '1 min' where host = 'proof host' and pid = 1;
select is((select alive from ops.consumers where host = 'proof host' and pid = 1), false, 'also one that died');
select outbox.heartbeat('00000000-0000-0000-0000-000000000001', 'proof host', 1, '1.2.3', '{}');
select is((select alive from ops.consumers where host = 'proof host' and pid = 1), true, 'or was only cut off');
select inbox.deregister('00000000-0000-0000-0000-000000000002');
select is(
  (select count(*)::integer from ops.consumers where host = 'proof host'), 1,
  'who stops in good order is gone'
);
update outbox.consumers set seen_at = clock_timestamp() - interval '2 days' where host = 'proof host';
select outbox.heartbeat('00000000-0000-0000-0000-000000000003', 'proof host', 3, '1.2.3', '{}');
select results_eq(
  $$select pid from outbox.consumers where host = 'proof host'$$, $$values (3)$$, 'who died long ago, too'
);

-- Subjects. A subscription has an access, and a lane, at each of its panels: the numbers differ.
\ir fixtures/clock.psql
update app.settings set value = '"lanes"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits, device_limit, panels)
values ('lanes', '{"en": "Lanes"}', '{"en": "For tests"}', 3, 2);
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url, country)
values ('lanes_de', 'remnawave', 'http://de', 'DE'), ('lanes_nl', 'marzban', 'http://nl', 'NL');
\set people 2
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); perform api.start_trial(-2); end $$;
create temporary view bought as
select s.id, (-p.telegram_id)::integer as n from billing.subscriptions as s
join app.telegram_identities as p on p.user_id = s.user_id
where p.telegram_id in (-1, -2);
select outbox.enqueue('vpn.probe', 'probe:lanes_de', '{}', null, null, null, 'lanes_de');
select outbox.enqueue('payment.limits', 'limits:lanes');
select results_eq(
  $$select l.subject, count(*) from ops.lanes as l
    where l.topic = 'vpn' and l.destination in ('lanes_de', 'lanes_nl') and l.head = 'vpn.apply'
    group by l.subject order by l.subject$$,
  $$select format('subscription %s', b.id), 2::bigint from bought as b order by 1$$,
  'the lanes of an access are shown as its subscription'
);
select bag_eq(
  $$select l.subject from ops.lanes as l
    where l.head = 'vpn.probe' and l.destination = 'lanes_de' or l.subject like '%limits:lanes%'$$,
  $$values ('probe:lanes_de'), ('limits:lanes')$$,
  'a lane that names what it is about as it is'
);
insert into outbox.dead_letters
  (id, topic, kind, destination, lane, payload, reason, error, attempts, priority, enqueued_at, dropped)
select m.id, m.topic, m.kind, 'lanes_de', m.lane, m.payload, 'rejected', 'no', 1, m.priority, m.enqueued_at, false
from outbox.messages as m
join vpn.access as a on m.lane = a.id::text
join bought as b on b.id = a.subscription_id and b.n = 2
where m.kind = 'vpn.apply'
union all
select
  -1, 'vpn', 'vpn.apply', 'lanes_de', '9000000000000', '{}', 'rejected', 'no', 1, 'receipt', clock_timestamp(), false;
select results_eq(
  $$select d.subject, count(*) from ops.dead_letters as d where d.destination = 'lanes_de' group by 1 order by 1$$,
  $$values ('access 9000000000000', 1::bigint)
    union all select format('subscription %s', b.id), 2::bigint from bought as b where b.n = 2$$,
  'so are dead letters, also of an access that is gone'
);

select * from finish();
rollback;
