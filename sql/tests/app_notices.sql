-- What the shop says by itself: queued for those who can be reached, addressed when it goes out.
begin;
select plan(35);

create temporary table people as
with u as (
  insert into app.users (identity_hash, locale, timezone, created_at)
  select sha256(convert_to('app_notices ' || n, 'UTF8')), 'ru', 'Europe/Moscow', app.now()
  from generate_series(1, 3) as n
  returning id
)

select
  (array_agg(id order by id))[1] as ann,
  (array_agg(id order by id))[2] as blocked,
  (array_agg(id order by id))[3] as erased
from u;
insert into app.telegram_identities (user_id, telegram_id, unreachable_since, updated_at)
select ann, -201, null, app.now() from people
union all
select blocked, -202, app.now(), app.now() from people;

create function pg_temp.waiting(p_kind text) returns setof outbox.messages
language sql
as $$
  select m.* from outbox.messages as m where m.kind = p_kind and m.lane in ('-201', '-202', '-203') order by m.id
$$;

-- app.notify
select app.notify(
  ann, 'trial-ended', '{"sum": {"money": 5, "currency": "XTS"}}', '[[{"text": "button-buy", "data": "buy"}]]',
  'tap:1', '2030-01-01 00:00:00+00'
)
from people;
select results_eq(
  $$select lane, dedupe_key, useful_until, payload from pg_temp.waiting('telegram.notice')$$,
  $$select '-201', 'tap:1', '2030-01-01 00:00:00+00'::timestamptz, jsonb_build_object(
      'user_id', ann,
      'text', 'trial-ended',
      'args', '{"sum": {"money": 5, "currency": "XTS"}}'::jsonb,
      'buttons', '[[{"text": "button-buy", "data": "buy"}]]'::jsonb
    ) from people$$,
  'a notice waits in the chat''s lane'
);
select app.notify(ann, 'trial-ended', '{}', '[]', 'tap:1') from people;
select is((select count(*) from pg_temp.waiting('telegram.notice')), 1::bigint, 'a second one with its key does not');
select app.notify(ann, 'hello') from people;
select results_eq(
  $$select payload - 'user_id', dedupe_key, useful_until from pg_temp.waiting('telegram.notice') offset 1$$,
  $$values ('{"text": "hello", "args": {}, "buttons": []}'::jsonb, null::text, app.now() + interval '3 days')$$,
  'text alone is a notice, for three days'
);
select app.notify(blocked, 'hello') from people;
select app.notify(erased, 'hello') from people;
select is(
  (select count(*) from pg_temp.waiting('telegram.notice')), 2::bigint,
  'nothing waits for who cannot be reached, or is not known any more'
);

-- app.refresh_screen
select app.refresh_screen(ann, 'access') from people;
select results_eq(
  $$select lane, payload - 'asked_at' from pg_temp.waiting('inbox.refresh')$$,
  $$select '-201', jsonb_build_object('user_id', ann, 'screen', 'access') from people$$,
  'a screen is asked to be drawn'
);
select app.refresh_screen(ann, 'access') from people;
select is((select count(*) from pg_temp.waiting('inbox.refresh')), 1::bigint, 'once');
select app.refresh_screen(ann, 'home') from people;
select is((select count(*) from pg_temp.waiting('inbox.refresh')), 2::bigint, 'and another one as well');
select app.refresh_screen(blocked, 'access') from people;
select app.refresh_screen(erased, 'access') from people;
select is((select count(*) from pg_temp.waiting('inbox.refresh')), 2::bigint, 'but not for who cannot be reached');

-- api.redraw: taps that could not be answered
do $$ begin perform api.redraw(n) from unnest(array[-201, -201, -4711]) as n; end $$;
select results_eq(
  $$select lane, payload ->> 'screen', count(*) from pg_temp.waiting('inbox.refresh')
    where payload ->> 'screen' = 'unanswered' group by lane, payload ->> 'screen'$$,
  $$values ('-201'::text, 'unanswered'::text, 1::bigint)$$,
  'taps that were not answered are answered by one screen'
);
select is(
  (select max((payload ->> 'asked_at')::timestamptz) <= clock_timestamp() from pg_temp.waiting('inbox.refresh')),
  true, 'which says since when it is asked for'
);

-- app.prepare_notice
create function pg_temp.prepared(p_user text, p_lane text) returns jsonb
language sql
as $$
  select app.prepare_notice(p_lane, app.notice((to_jsonb(p) ->> p_user)::bigint, 'hello', '{"n": 1}', '[[]]'))
  from people as p
$$;
select is(
  pg_temp.prepared('ann', '-201') - 'now',
  '{"chat_id": -201, "locale": "ru", "timezone": "Europe/Moscow", "text": "hello", "args": {"n": 1}, "buttons": [[]]}',
  'a notice is addressed when it goes out'
);
update app.users set locale = 'en' where id = (select ann from people);
select is(pg_temp.prepared('ann', '-201') ->> 'locale', 'en', 'in the language of that moment');
select is((pg_temp.prepared('ann', '-201') ->> 'now')::timestamptz, app.now(), 'with the days of that moment');
update app.users set timezone = 'UTC' where id = (select ann from people);
update app.settings set value = '"Asia/Omsk"' where name = 'timezone';
select is(pg_temp.prepared('ann', '-201') ->> 'timezone', 'Asia/Omsk', 'on the clock of the shop, if none was chosen');
select is(pg_temp.prepared('blocked', '-202'), null, 'one for a blocked chat does not go out');
select is(pg_temp.prepared('erased', '-203'), null, 'nor one for an erased identity');
select is(pg_temp.prepared('ann', '-203'), null, 'nor one for a chat that is another''s');

-- app.notice_dead
create function pg_temp.since(p_lane bigint) returns timestamptz
language sql
as $$ select t.unreachable_since from app.telegram_identities as t where t.telegram_id = p_lane $$;
create function pg_temp.dead(p_user text, p_lane text, p_reason text) returns void
language sql
as $$
  select app.notice_dead(p_lane, app.notice((to_jsonb(p) ->> p_user)::bigint, 'hello'), p_reason, '403 blocked')
  from people as p
$$;
select pg_temp.dead('ann', '-201', 'rejected');
select is(pg_temp.since(-201), null, 'a notice that was refused says nothing about the user');
select pg_temp.dead('ann', '-201', 'gone');
select is(pg_temp.since(-201), app.now(), 'one that found nobody marks the user unreachable');
select results_eq(
  $$select actor, action, reason from app.audit where subject = 'user' and subject_id = (select ann from people)$$,
  $$values ('provider:telegram'::text, 'user.unreachable'::text, '403 blocked'::text)$$,
  'which is recorded'
);
update app.told as t set dropped = 'gone', missed_since = t.at where t.user_id = (select p.ann from people as p);
select pg_temp.dead('ann', '-201', 'revived');
select is(pg_temp.since(-201), null, 'a refusal that was no verdict about the user is taken back');
select is_empty(
  'select from app.told as t where t.user_id = (select p.ann from people as p) and t.missed_since is not null',
  'and nothing was missed'
);
update app.telegram_identities set unreachable_since = '2020-01-01 00:00:00+00' where telegram_id = -201;
select pg_temp.dead('ann', '-201', 'gone');
select is(pg_temp.since(-201), '2020-01-01 00:00:00+00', 'since the first time');
select is(
  (select count(*) from app.audit where subject = 'user' and subject_id = (select p.ann from people as p)), 1::bigint,
  'and once'
);
select lives_ok($$select pg_temp.dead('erased', '-203', 'gone')$$, 'an identity that was erased meanwhile is no error');

-- A mark is believed for a day
select is(app.retry_unreachable(10), 0, 'who has nothing here is left alone');
select ledger.post('credit', 'retry', array[
  (ledger.account(null, 'promo_expense', 'XTS'), -1)::ledger.leg, (ledger.account(ann, 'bonus', 'XTS'), 1)::ledger.leg
])
from people;
update app.telegram_identities set unreachable_since = app.now() - interval '23 hours' where telegram_id = -201;
select is(app.retry_unreachable(10), 0, 'a refusal of today is believed');
update app.telegram_identities set unreachable_since = app.now() - interval '1 day' where telegram_id = -201;
select results_eq('select * from jobs.retry_unreachable(1)', 'values (1, 0, true)', 'one of yesterday is not');
create temporary view missed as
select w.* from pg_temp.waiting('telegram.notice') as w where w.lane = '-201' and w.payload ->> 'text' = 'missed';
select is((select count(*) from missed), 1::bigint, 'and what was given meanwhile is told');
delete from outbox.messages as m where m.topic = 'telegram' and m.lane = '-201';
update app.telegram_identities set unreachable_since = app.now() + interval '1 minute' where telegram_id = -201;
select lives_ok('select inbox._reached(''{-201}'')', 'whoever writes can be reached again');
select is(app.notify_missed(10), 0, 'and is told nothing where nothing happened');
select pg_temp.dead('ann', '-201', 'gone');
select is(pg_temp.since(-201), app.now(), 'and a refusal marks again');

-- Many at once: the fault is ours
update app.telegram_identities set unreachable_since = null where telegram_id = -201;
update app.brakes set most = 0, share = 0 where name = 'unreachable';
select pg_temp.dead('ann', '-201', 'gone');
select is(pg_temp.since(-201), null, 'beyond the brake nobody is marked');
select api.set_reachable(-201, false);
select is(pg_temp.since(-201), null, 'nor by a refusal of an answer');
select is((select held from app.brakes where name = 'unreachable'), 1, 'which the admins hear of');

select * from finish();
rollback;
