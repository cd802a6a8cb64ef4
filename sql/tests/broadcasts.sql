-- Who gets a broadcast, what becomes of each message, and what an admin can change while it runs.
begin;
select plan(77);

\ir fixtures/clock.psql
\set people 8
\ir fixtures/people.psql
-- 1 is the owner; 2 cannot be reached, 3 wants no offers, 4 is on the blacklist, 5 reads Russian.
create temporary table p as select id, telegram_id, row_number() over (order by telegram_id desc) as n from people;
create function pg_temp.id(p_n integer) returns bigint language sql as $$ select p.id from p where p.n = p_n $$;
update app.users set role = 'owner' where id = pg_temp.id(1);
update app.telegram_identities set unreachable_since = app.now() where user_id = pg_temp.id(2);
select api.set_notice_preference(-3, false);
insert into app.blocked (telegram_id, reason, since) values (-4, 'spam', app.now());
update app.users set locale = 'ru' where id = pg_temp.id(5);
update app.settings set value = '"UTC"' where name = 'timezone';
-- Only these people count, whatever else the database holds.
create view ops.segment_test as select user_id from app.telegram_identities where telegram_id between -8 and -1;
alter view ops.segment_test owner to tickover_owner;

create function pg_temp.states(p_id bigint) returns text
language sql
as $$
  select string_agg(p.n || ':' || r.state || coalesce('/' || r.task, ''), ' ' order by p.n)
  from broadcast.recipients as r join p on p.id = r.user_id
  where r.broadcast_id = p_id
$$;
-- What the listener does: claims, sends what the hook returns, and says what came of it.
create function pg_temp.waiting(p_kind text, p_id bigint) returns table (lane text, payload jsonb)
language sql
as $$
  select m.lane, m.payload from outbox.messages as m
  where m.kind = p_kind and (m.payload ->> 'broadcast')::bigint = p_id order by m.lane
$$;
create function pg_temp.gone(p_kind text, p_id bigint, p_lane text, p_reason text default null) returns void
language plpgsql
as $$
begin
  if p_reason is not null then
    insert into outbox.dead_letters
      (id, topic, destination, lane, priority, kind, payload, enqueued_at, attempts, dropped, reason)
    select m.id, m.topic, 'main', m.lane, m.priority, m.kind, m.payload, m.enqueued_at, 1, true, p_reason
    from outbox.messages as m
    where m.kind = p_kind and (m.payload ->> 'broadcast')::bigint = p_id and m.lane = p_lane;
  end if;
  delete from outbox.messages as m
  where m.kind = p_kind and (m.payload ->> 'broadcast')::bigint = p_id and m.lane = p_lane;
end
$$;
create function pg_temp.sent(p_id bigint, p_lane text, p_message_id bigint) returns void
language plpgsql
as $$
declare
  v_payload jsonb := (select w.payload from pg_temp.waiting('broadcast.message', p_id) as w where w.lane = p_lane);
  v_prepared jsonb := broadcast.prepare_message(p_lane, v_payload);
begin
  perform pg_temp.gone('broadcast.message', p_id, p_lane);
  perform broadcast.messages_sent(
    array[p_lane], array[v_payload],
    array[jsonb_build_object('message_id', p_message_id, 'version', v_prepared -> 'version')]
  );
end
$$;
create function pg_temp.tested(p_id bigint) returns void
language sql
as $$
  select broadcast.sample_sent(w.lane, w.payload, '{"message_id": 1}')
  from pg_temp.waiting('broadcast.sample', p_id) as w;
  delete from outbox.messages as m where m.kind = 'broadcast.sample' and (m.payload ->> 'broadcast')::bigint = p_id
$$;

-- Segments
select isnt_empty(
  $$select from broadcast.segments() where segment = 'view' and argument = 'test'$$,
  'a view of an operator is a segment'
);
select results_eq(
  $$select * from broadcast.count_audience('view', 'test', 'offer')$$, $$values (5::bigint, 1::bigint, 1::bigint)$$,
  'who cannot be reached, wants no offers, or is on the blacklist, does not get an offer'
);
select results_eq(
  $$select * from broadcast.count_audience('view', 'test', 'important')$$, $$values (6::bigint, 1::bigint, 0::bigint)$$,
  'what is important, everybody gets who can be reached'
);
select is(
  (select array_agg(s order by s desc) from broadcast.segment_users('language', 'ru') as s where s = pg_temp.id(5)),
  array[pg_temp.id(5)], 'a language'
);
select ok(
  (select bool_and(p.id in (select broadcast.segment_users('never_paid'))) from p),
  'none of them has paid'
);
select is((select count(*) from api.start_trial(-6) as t where t.outcome = 'started'), 1::bigint, 'one starts a trial');
select ok(pg_temp.id(6) in (select * from broadcast.segment_users('trial')), 'and is in a trial');
select ok(pg_temp.id(6) not in (select * from broadcast.segment_users('active')), 'not with a paid subscription');
select ok(
  pg_temp.id(6) in (
    select s.u from billing.plans as p cross join lateral broadcast.segment_users('plan', p.code) as s (u)
  ), 'he has a plan'
);
select ok(
  pg_temp.id(6) not in (select * from broadcast.segment_users('never_connected')), 'what no panel has told is unknown'
);
insert into vpn.usage (access_id, used_bytes, read_at)
select a.id, 0, app.now() from vpn.access as a join billing.subscriptions as s on s.id = a.subscription_id
where s.user_id = pg_temp.id(6);
select ok(pg_temp.id(6) in (select * from broadcast.segment_users('never_connected')), 'nobody has connected with it');
select ok(pg_temp.id(6) not in (select * from broadcast.segment_users('expired')), 'it has not ended');
select set_config('test.now', '1996-03-20 12:00:00+00', true);
select ok(pg_temp.id(6) in (select * from broadcast.segment_users('expired')), 'later it has');
select ok(pg_temp.id(6) in (select * from broadcast.segment_users('all')), 'he is one of all');
select throws_ok(
  $$select broadcast.require_segment('plan', 'no such plan')$$, 'TK056', null, 'a segment that is none is refused'
);

-- What is said
select is(broadcast.visible_length('<b>a &amp; b</b> 😀'), 8, 'tags do not count, an emoji counts twice');
select throws_ok(
  $$select broadcast.require_content(repeat('a', 1025), 'photo', '[]')$$, 'TK056', null, 'a caption has a limit'
);
select lives_ok($$select broadcast.require_content(repeat('a', 4096), null, '[]')$$, 'a text has another');
select throws_ok(
  $$select broadcast.require_content('a', null, '[{"place": "nowhere"}]')$$, 'TK056', null, 'a place has to exist'
);
select throws_ok(
  $$select broadcast.require_content('a', null, '[{"url": "javascript:1", "label": "b"}]')$$, 'TK056', null,
  'an address has to be one'
);
select throws_ok(
  $$select broadcast.require_content('', null, '[]')$$, 'TK056', null, 'something has to be said'
);

-- From the draft to the start
create temporary table it as
select ops.announce(
  '<b>New</b> plans', 'view', 'offer', 'test', '{"ru": "Новые планы"}',
  '[{"place": "plans"}, {"label": "Read", "url": "https://shop.example/news"}]', p_test_to => -1,
  p_request => '00000000-0000-4000-8000-000000000001'
) as id;
create function pg_temp.it() returns bigint language sql as $$ select i.id from it as i $$;
select is(
  ops.announce('again', p_request => '00000000-0000-4000-8000-000000000001'), pg_temp.it(),
  'a repeated request drafts nothing'
);
select is(ops.start_broadcast(pg_temp.it()), 'not_tested', 'it does not start untested');
select is(
  (
    select broadcast.prepare_sample('-1', w.payload) - '{timezone}'::text[]
    from pg_temp.waiting('broadcast.sample', pg_temp.it()) as w
    where w.payload ->> 'locale' = 'any'
  ),
  jsonb_build_object(
    'body', '<b>New</b> plans', 'media', null, 'file_id', null, 'chat_id', -1, 'locale', 'en',
    'buttons', jsonb_build_array(
      jsonb_build_array(
        jsonb_build_object('text', 'button-buy', 'data', format('bc:%s:plans', pg_temp.it()))
      ),
      '[{"label": "Read", "url": "https://shop.example/news"}]'::jsonb,
      '[{"text": "button-offers-off", "data": "go:notices"}]'::jsonb,
      '[{"text": "button-close", "data": "close"}]'::jsonb
    )
  ),
  'the test is what a reader gets; an offer can be turned off'
);
select broadcast.sample_dead('-1', w.payload, 'rejected', 'Telegram: 400 odd')
from pg_temp.waiting('broadcast.sample', pg_temp.it()) as w where w.payload ->> 'locale' = 'any';
select is(ops.start_broadcast(pg_temp.it()), 'test_refused', 'nor if Telegram refused the test');
select pg_temp.tested(id) from it;
select is(ops.start_broadcast(pg_temp.it(), app.now() - interval '1 hour'), 'past', 'nor in the past');
select is(ops.start_broadcast(pg_temp.it(), app.now() + interval '1 hour', 'news'), 'scheduled', 'but later');
select is(broadcast.steer(pg_temp.it(), 'unschedule', 'not yet'), 'draft', 'it can be put off');
select is(admin.start_broadcast(-1, pg_temp.it(), '1996-03-20 13:00', 'news'), 'scheduled', 'by the shop''s clock');
select is((select starts_at from broadcast.broadcasts where id = pg_temp.it()), '1996-03-20 13:00+00', 'at one');
select is((select (jobs.tend_broadcasts(10)).done), 0, 'before its time nothing happens');
select set_config('test.now', '1996-03-20 13:00:00+00', true);
select is((select (jobs.tend_broadcasts(10)).done), 1, 'at its time it begins');
select is(
  pg_temp.states(pg_temp.it()), '1:waiting/send 5:waiting/send 6:waiting/send 7:waiting/send 8:waiting/send',
  'who gets it is written down, and the outbox has it'
);

-- While it runs
select is(
  broadcast.prepare_message('-5', w.payload) ->> 'body', 'Новые планы', 'everybody reads his language'
) from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-5';
select pg_temp.sent(id, '-1', 101), pg_temp.sent(id, '-5', 105) from it;
select api.set_notice_preference(-6, false);
select is(
  broadcast.prepare_message('-6', w.payload), null, 'who turns offers off before it goes out does not get it'
) from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-6';
select pg_temp.gone('broadcast.message', id, '-6', 'untrue') from it;
select pg_temp.gone('broadcast.message', id, '-7', 'in_doubt') from it;
select broadcast.tend();
select is(
  pg_temp.states(pg_temp.it()), '1:sent 5:sent 6:skipped 7:unknown 8:waiting/send',
  'what was dropped is looked up: he is left out, and what is in doubt is not sent again'
);
select is(ops.pause_broadcast(pg_temp.it(), 'a mistake'), 'paused', 'it is paused');
select is(
  broadcast.prepare_message('-8', w.payload), null, 'and what the outbox has is not sent'
) from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-8';
select pg_temp.gone('broadcast.message', id, '-8', 'untrue') from it;
select is(ops.pause_broadcast(pg_temp.it(), 'again'), 'not_so', 'once');
select is(ops.resume_broadcast(pg_temp.it(), 'fixed'), 'sending', 'it goes on');
select is(
  pg_temp.states(pg_temp.it()), '1:sent 5:sent 6:skipped 7:unknown 8:waiting/send', 'with who had not got it'
);
select broadcast.message_dead('-8', w.payload, 'rejected', 'Telegram: 400 odd')
from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-8';
select is(
  (select r.state from broadcast.recipients as r where r.user_id = pg_temp.id(8) and r.broadcast_id = pg_temp.it()),
  'failed', 'what Telegram refuses has failed'
);
update broadcast.broadcasts set status = 'sending' where id = pg_temp.it();
select broadcast.message_dead('-8', w.payload, 'revived', 'Telegram: 400 odd')
from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-8';
select results_eq(
  $$select status, pause_reason from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('paused', 'Telegram: 400 odd')$$, 'if many are refused alike, it waits for somebody to look'
);
select is(ops.resume_broadcast(pg_temp.it(), 'looked'), 'sending', 'who lets it go on');
-- What becomes of a person whose message was on its way when it was cancelled, and was then taken for our fault.
create function pg_temp.revived_after_cancel() returns text
language plpgsql
as $$
declare
  v_payload constant jsonb := (
    select w.payload from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-8'
  );
  v_state text;
begin
  begin
    perform broadcast.steer(pg_temp.it(), 'cancel', 'not any more');
    perform broadcast.message_dead('-8', v_payload, 'rejected', 'Telegram: 400 odd');
    perform broadcast.message_dead('-8', v_payload, 'revived', 'Telegram: 400 odd');
    select concat_ws('/', r.state, r.task) into v_state
    from broadcast.recipients as r
    where r.broadcast_id = pg_temp.it() and r.user_id = pg_temp.id(8);
    raise exception using errcode = 'TAP00';
  exception when sqlstate 'TAP00' then
    null;
  end;
  return v_state;
end
$$;
select is(pg_temp.revived_after_cancel(), 'skipped', 'nobody waits for what was cancelled');
select pg_temp.sent(id, '-8', 108) from it;
select is((select status from broadcast.broadcasts where id = pg_temp.it()), 'finished', 'the last one ends it');

-- Taps, figures, progress
select api.tap_broadcast(-5, pg_temp.it());
select api.tap_broadcast(-2, pg_temp.it());
select results_eq(
  $$select recipients, sent, skipped, unknown, tapped, payers from broadcast.figures(pg_temp.it())$$,
  $$values (5::bigint, 3::bigint, 1::bigint, 1::bigint, 1::bigint, 0::bigint)$$, 'the figures say what became of it'
);
select is(
  (select sent from ops.broadcasts where id = pg_temp.it()), 3::bigint, 'so does the view'
);
select is(
  broadcast.prepare_progress('-1', w.payload) -> 'args' ->> 'sent', '3', 'and the message in the chat of who started it'
) from pg_temp.waiting('broadcast.progress', pg_temp.it()) as w;
select broadcast.progress_shown(w.lane, w.payload, '{"message_id": 77}')
from pg_temp.waiting('broadcast.progress', pg_temp.it()) as w;
select is(
  broadcast.prepare_progress('-1', w.payload) ->> 'message_id', '77', 'which stays one message'
) from pg_temp.waiting('broadcast.progress', pg_temp.it()) as w;

-- Editing and deleting what was sent
select is(ops.edit_broadcast(pg_temp.it(), 'Better', 'de'), 'not_so', 'a text is replaced, not added');
select is(ops.edit_broadcast(pg_temp.it(), 'Better plans', p_reason => 'a typo'), 'written', 'a text is replaced');
select is(
  pg_temp.states(pg_temp.it()), '1:sent/edit 5:sent/edit 6:skipped 7:unknown 8:sent/edit',
  'everybody who has it reads the new one'
);
select is(
  broadcast.prepare_correction('-8', w.payload) - '{buttons, timezone, version}'::text[],
  '{"chat_id": -8, "message_id": 108, "locale": "en", "body": "Better plans", "media": null, "file_id": null}',
  'in the message that he has'
) from pg_temp.waiting('broadcast.correction', pg_temp.it()) as w where w.lane = '-8';
create function pg_temp.changed(p_kind text, p_id bigint, p_lane text, p_result jsonb) returns void
language plpgsql
as $$
declare
  v_payload jsonb := (select w.payload from pg_temp.waiting(p_kind, p_id) as w where w.lane = p_lane);
begin
  perform pg_temp.gone(p_kind, p_id, p_lane);
  perform broadcast.messages_changed(array[p_lane], array[v_payload], array[p_result]);
end
$$;
create function pg_temp.version() returns jsonb
language sql
as $$ select jsonb_build_object('version', b.version) from broadcast.broadcasts as b where b.id = pg_temp.it() $$;
select pg_temp.changed('broadcast.correction', id, '-1', pg_temp.version()) from it;
select pg_temp.changed('broadcast.correction', id, '-5', pg_temp.version() || '{"refused": true}') from it;
select broadcast.change_dead('-8', w.payload, 'gone', 'Telegram: 403')
from pg_temp.waiting('broadcast.correction', pg_temp.it()) as w where w.lane = '-8';
select results_eq(
  $$select status, pg_temp.states(id) from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('finished', '1:sent 5:sent 6:skipped 7:unknown 8:sent')$$, 'then it is over again'
);
select is(
  (select count(*) from broadcast.recipients where broadcast_id = pg_temp.it() and left_as_is), 2::bigint,
  'two could not be changed'
);
select pg_temp.gone('broadcast.correction', id, '-8') from it;
select isnt(
  (select unreachable_since from app.telegram_identities where telegram_id = -8), null, 'who is gone is marked'
);
select is(ops.delete_broadcast(pg_temp.it(), 'all wrong'), 'deleting', 'it is taken back');
select pg_temp.changed('broadcast.deletion', id, '-1', '{"deleted": true}') from it;
select pg_temp.changed('broadcast.deletion', id, '-5', '{"refused": true}') from it;
select pg_temp.changed('broadcast.deletion', id, '-8', '{"deleted": true}') from it;
select results_eq(
  $$select status, pg_temp.states(id) from broadcast.broadcasts where id = pg_temp.it()$$,
  $$values ('deleted', '1:deleted 5:sent 6:skipped 7:unknown 8:deleted')$$, 'as far as Telegram lets'
);
select is(ops.edit_broadcast(pg_temp.it(), 'Too late'), 'over', 'and says nothing new');

-- Quiet hours, cancelling, two variants
update app.telegram_identities set unreachable_since = null where telegram_id = -8;
update app.settings set value = '22' where name = 'quiet_from';
update app.settings set value = '9' where name = 'quiet_to';
update app.users set timezone = 'Asia/Vladivostok' where id = pg_temp.id(7);
create temporary table earlier as select id from it;
update it set id = ops.announce('Sale', 'view', 'offer', 'test', p_test_to => -1);
select is(broadcast.compare(pg_temp.it(), 0, null, null), 'not_so', 'a share is a part');
select is(broadcast.compare(pg_temp.it(), 50, 3, 'which is better'), 'compared', 'two variants');
select is(ops.start_broadcast(pg_temp.it()), 'no_b', 'need two texts');
select is(ops.edit_broadcast(pg_temp.it(), 'Sale!', p_variant => 'b'), 'written', 'that is the other one');
select is(ops.test_broadcast(pg_temp.it(), -1), 2, 'an operator has both sent to somebody');
select is(ops.test_broadcast(pg_temp.it(), -999), 0, 'whom the shop knows');
select pg_temp.tested(id) from it;
-- In a large shop the job begins it.
select alike(ops.start_broadcast(pg_temp.it(), p_reason => 'spring'), '%ed', 'it starts now');
select broadcast.begin(pg_temp.it());
select is(
  pg_temp.states(pg_temp.it()), '1:waiting/send 5:waiting/send 7:waiting 8:waiting/send',
  'where it is night, it waits for the morning'
);
select set_config('test.now', '1996-03-20 23:30:00+00', true);
select broadcast.feed(id) from it;
select is(
  pg_temp.states(pg_temp.it()), '1:waiting/send 5:waiting/send 7:waiting/send 8:waiting/send', 'which comes'
);
select is(
  broadcast.prepare_message('-1', w.payload), null, 'where night fell meanwhile, it does not go out'
) from pg_temp.waiting('broadcast.message', pg_temp.it()) as w where w.lane = '-1';
select is(ops.cancel_broadcast(pg_temp.it(), 'changed my mind'), 'cancelled', 'it is cancelled');
select is(
  (select count(*) from broadcast.recipients where broadcast_id = pg_temp.it() and state = 'skipped'), 4::bigint,
  'nobody gets it any more'
);

-- What is kept, and for how long
select is(
  app.data_of(pg_temp.id(5)) -> 'broadcasts' -> 0 ->> 'state', 'sent', 'what somebody got is in his data'
);
select app.erase_identity(pg_temp.id(5));
select is(
  (select count(*) from broadcast.recipients where user_id = pg_temp.id(5) and message_id is not null), 0::bigint,
  'where he has it goes when he is erased'
);
select set_config('test.now', '1997-01-01 12:00:00+00', true);
select broadcast.purge(1000);
select is(
  (select (b.result -> 0 ->> 'sent')::bigint from broadcast.broadcasts as b join earlier as e on e.id = b.id),
  3::bigint,
  'old recipients go, and the figures stay'
);
select is((select count(*) from broadcast.recipients as r join p on p.id = r.user_id), 0::bigint, 'indeed');
select isnt_empty(
  $$select from app.audit where action = 'broadcast.paused' and reason = 'a mistake'$$,
  'who did what, and why, is recorded'
);

select * from finish();
rollback;
