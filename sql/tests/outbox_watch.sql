-- What answers spend, who waits when the other side says so, and what the watchdogs see.
begin;
select plan(44);

update outbox.topics set paused_until = null, pause_reason = null, rate = 10, burst = 5 where true;
update outbox.destinations set paused_until = null, pause_reason = null, failures = 0, rate = null, burst = null;
update outbox.topics set rate = null where name <> 'telegram';
create function pg_temp.bucket(p_tokens double precision) returns void
language sql
as $$
  update outbox.destinations set tokens = p_tokens, tokens_at = clock_timestamp() where topic = 'telegram'
$$;

-- One bucket
select pg_temp.bucket(5);
select results_eq(
  'select granted, wait from api.spend_telegram(1, 3)', $$values (true, 0::double precision)$$, 'an answer goes'
);
select ok((select tokens between 3.9 and 4.3 from outbox.destinations where topic = 'telegram'), 'and is counted');
select results_eq(
  'select granted, wait from api.spend_telegram(0, 3)', $$values (true, 0::double precision)$$,
  'what Telegram does not count goes too'
);
select ok((select tokens between 3.9 and 4.4 from outbox.destinations where topic = 'telegram'), 'for nothing');
select pg_temp.bucket(0);
select ok((select granted and wait = 0 from api.spend_telegram(1, 3)), 'answers go before notices: into debt');
select outbox.enqueue('telegram.notice', '-77', '{"user_id": 0}');
select is(
  json_array_length(outbox.claim('telegram', 10) -> 'messages'), 0, 'while the outbox waits until it is filled'
);
select pg_temp.bucket(-10);
select ok((select granted and wait between 0.4 and 0.7 from api.spend_telegram(1, 3)), 'the debt has a floor');
select ok((select granted and wait between 0.5 and 0.8 from api.spend_telegram(1, 3)), 'there answers stand in line');
select pg_temp.bucket(-50);
select ok(
  (select not granted and wait between 4 and 5 from api.spend_telegram(1, 3)), 'who cannot wait so long is not let in'
);
select ok((select tokens between -50 and -49 from outbox.destinations where topic = 'telegram'), 'nor counted');
update outbox.topics set rate = null where name = 'telegram';
select results_eq(
  'select granted, wait from api.spend_telegram(1, 3)', $$values (true, 0::double precision)$$,
  'without a rate there is no bucket'
);

-- One silence
select api.pause_telegram(60);
select is(
  (select count(*)::integer from outbox.destinations
    where topic in ('telegram', 'inbox') and paused_until > clock_timestamp() + interval '50 s'),
  2, 'during a ban neither notices nor answers go'
);
select ok(
  (select not granted and wait between 50 and 60 from api.spend_telegram(1, 3)), 'those that are under way do not call'
);
select ok((select not granted from api.spend_telegram(0, 3)), 'not even for what is not counted');
select is(
  (select max(paused_until) from outbox.destinations where topic = 'vpn'), null,
  'a panel is not Telegram''s business'
);
update outbox.destinations set paused_until = null, pause_reason = null;
select outbox._destination('vpn', 'main');
select outbox.pause('vpn', 60, null, 'down');
select is(
  (select array_agg(topic) from outbox.destinations where paused_until > clock_timestamp()), array['vpn'],
  'nor is Telegram a panel''s'
);
update outbox.destinations set paused_until = null, pause_reason = null;

-- What a person decided
select ops.pause('telegram', 'lawyers');
select api.pause_telegram(60);
select ok(
  (select paused_until = 'infinity' and pause_reason like '%: lawyers' from outbox.topics where name = 'telegram'),
  'a 429 overwrites no pause of an operator, nor its reason'
);
select ok((select not granted from api.spend_telegram(1, 3)), 'and holds all the same');
update outbox.destinations set paused_until = null;
select ok((select granted from api.spend_telegram(1, 3)), 'who stops the notices does not stop the answers');
select ops.resume('telegram');
select lives_ok(
  format($$select outbox.pause('telegram', %L)$$, n), 'whatever Retry-After says: ' || n
) from unnest(array['Infinity', 'NaN', '1e13', '-5']) as n;
select ok(
  (select paused_until < clock_timestamp() + interval '25 hours' from outbox.destinations where topic = 'telegram'),
  'a day is the most'
);
update outbox.destinations set paused_until = null, pause_reason = null;

-- What is seen
create function pg_temp.seen(p_name text) returns text
language sql
as $$
  select format('%s: %s', c ->> 'ok', c ->> 'detail')
  from json_array_elements(outbox.watch() -> 'checks') as c
  where c ->> 'name' = p_name
$$;
delete from outbox.consumers;
delete from outbox.telegram_look;
select is(pg_temp.seen('bot'), 'false: no bot has been seen', 'a bot that never was');
insert into outbox.consumers (id, name, host, pid, version) values (gen_random_uuid(), 'bot', 'here', 1, '1');
select is(pg_temp.seen('bot'), 'true: last heartbeat 0 s ago', 'a bot that lives');
select is(pg_temp.seen('webhook'), 'false: nobody has looked yet', 'what nobody looked at is not well');
select api.note_telegram('updates go elsewhere');
select is(pg_temp.seen('webhook'), 'false: updates go elsewhere', 'what is wrong with Telegram');
select api.note_telegram(null);
select is(pg_temp.seen('webhook'), 'true: updates come here', 'until it is well');
update outbox.telegram_look set looked_at = looked_at - interval '11 minutes';
select alike(pg_temp.seen('webhook'), 'false: not looked at since % UTC', 'or nobody looks any more');
select is(pg_temp.seen('topic_vpn'), 'true: flows', 'a topic that flows');
select ops.pause('vpn', 'moving');
select alike(pg_temp.seen('topic_vpn'), 'false: paused until somebody resumes it: %moving', 'one that was stopped');
select ops.resume('vpn');
select outbox.pause('vpn', 20, null, 'busy');
select alike(pg_temp.seen('topic_vpn'), 'true: paused until % UTC: busy', 'one that waits for a moment is no trouble');
select ops.resume('vpn');
select outbox.pause('vpn', 20, null, 'denied: 401');
select alike(pg_temp.seen('topic_vpn'), 'false: paused until % UTC: denied: 401', 'unless we are refused');
select ops.resume('vpn');
insert into outbox.lanes (topic, lane, priority, destination, ready_at, waiting)
values ('vpn', '-5', 'receipt', outbox._destination('vpn', 'main'), clock_timestamp() - interval '6 min', 1);
select is(pg_temp.seen('topic_vpn'), 'false: the oldest that is due waits for 360 s', 'one that does not keep up');
select results_eq(
  $$select substring(m.name, 21), floor(m.value / 10)
    from api.metrics() as m
    where m.labels = '{"topic": "vpn", "destination": "main"}'
      and m.name ~ '_(late_seconds|paused_seconds)$'$$,
  $$values ('_late_seconds', 36::double precision), ('_paused_seconds', 0)$$,
  'in figures as well'
);
select is(pg_temp.seen('writable'), 'true: takes writes', 'a database that can be written to');

-- Told once
select ok(inbox.notify_trouble('listener', 'gone'), 'who notes a trouble first tells it');
select ok(not outbox.notify_trouble('listener', 'gone'), 'the other process leaves it to that one');
select is(
  (select r.told_by from ops.raised_alarms as r where r.name = 'listener'), 'bot', 'and operators see which one it was'
);
select ok(outbox.notify_trouble('listener', null), 'so it is when it is over');

-- One key
delete from app.identity_key;
select ok(api.check_identity_key(sha256('a')), 'the first key is the shop''s');
select ok(api.check_identity_key(sha256('a')), 'and stays it');
select ok(not api.check_identity_key(sha256('b')), 'another one is refused');
select * from finish();
rollback;
