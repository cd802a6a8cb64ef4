-- What the bot calls: people, screens and dialogues. Money and time are in the billing tests.
begin;
select plan(68);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
insert into billing.plans (code, title, benefits, position)
values
  ('tap', '{"en": "Tap", "ru": "Кран"}', '{"en": "For tests", "ru": "Для проб"}', 1),
  ('tap_more', '{"en": "Tap more"}', '{"en": "More tests"}', 2),
  ('tap_dear', '{"en": "Tap dear"}', '{"en": "Not sold"}', 3);
update billing.plans set active = false where code = 'tap_dear';
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.count, o.unit, o.amount, o.currency, tstzrange(o.since::timestamptz, o.until::timestamptz)
from (values
  ('tap', 12, 'month', 1000, 'XTS', '1990-01-01', null),
  ('tap', 30, 'day', 100, 'XTS', '1990-01-01', null),
  ('tap', 3, 'month', 280, 'XTS', '1990-01-01', null),
  ('tap', 60, 'day', 250, 'XTS', '1990-01-01', null),
  ('tap', 7, 'day', 10, 'XTS', '1990-01-01', '1996-02-01 12:00:00+00'),
  ('tap', 7, 'day', 10, 'XTR', '1990-01-01', null),
  ('tap_more', 30, 'day', 200, 'XTS', '1996-02-01 12:00:00+00', null),
  ('tap_dear', 30, 'day', 900, 'XTS', '1990-01-01', null)
) as o (plan, count, unit, amount, currency, since, until)
join billing.plans as p on p.code = o.plan;

-- Start
select results_eq(
  $$select outcome, locale, locale_chosen from api.start(-1, sha256('tap 1'), 'ann', 'Ann', 'ru-RU')$$,
  $$values ('new'::text, 'ru'::text, false)$$,
  'a new person is welcomed in the language of the client'
);
select results_eq(
  $$select outcome, locale from api.start(-2, sha256('tap 2'), null, 'Bob', 'xx')$$,
  $$values ('new'::text, 'en'::text)$$,
  'or in English'
);
select results_eq(
  $$select outcome, locale from api.start(-3, sha256('tap 3'), null, null, null)$$,
  $$values ('new'::text, 'en'::text)$$,
  'also when the client says nothing'
);
create temporary view ann as
select u.*, i.username, i.first_name, i.unreachable_since, i.screen_message_id
from app.telegram_identities as i
join app.users as u on u.id = i.user_id
where i.telegram_id = -1;
select is(
  (select count(*) from app.audit as a join ann as x on x.id = a.subject_id where a.action = 'user.created'),
  1::bigint,
  'the audit has it'
);
select results_eq(
  $$select user_id, outcome, locale from api.start(-1, sha256('tap 1'), 'annie', 'Anna', 'en')$$,
  $$select id, 'known'::text, 'ru'::text from ann$$,
  'who starts again is known and keeps the language'
);
select results_eq(
  'select username, first_name from ann', $$values ('annie'::text, 'Anna'::text)$$, 'but not the old names'
);
select results_eq(
  $$select user_id, outcome from api.start(-1, sha256('another key'), 'annie', 'Anna', 'en')$$,
  $$select id, 'known'::text from ann$$,
  'a chat stays its user''s when the key of the hashes was changed'
);
select throws_ok(
  $$select api.start(-4, 'short', null, 'Eve', 'en')$$, '23514', null, 'a hash that is none is refused'
);

-- Language
select is((select outcome from api.set_language(-1, 'en')), 'ok', 'a language is picked');
select results_eq(
  'select locale, locale_chosen from ann', $$values ('en'::text, true)$$, 'and kept'
);
select is((select outcome from api.set_language(-1, 'xx')), 'unknown_language', 'an unknown one is refused');
select is((select outcome from api.set_language(-1, null)), 'unknown_language', 'and none');
select is((select locale from ann), 'en', 'which changes nothing');
select throws_ok($$select api.set_language(-9, 'en')$$, 'TK010', null, 'a stranger has none');

-- Home
select is_empty('select * from api.home(-9)', 'a stranger has no home');
select results_eq(
  $$select user_id, locale, timezone, balance, currency, status, is_trial, plan_title, ends_at, trial_hours, can_topup,
      screen_message_id, now
    from api.home(-1)$$,
  $$select id, 'en'::text, app.setting('timezone') #>> '{}', 0::bigint, 'XTS'::text, 'none'::text, false, null::text,
      null::timestamptz, 72, true, null::bigint, app.now()
    from ann$$,
  'a new user has nothing yet, and may try'
);
-- The clock by which dates are read
update app.settings set value = '"Asia/Omsk"' where name = 'timezone';
select results_eq(
  'select * from api.time_zone(-1)', $$values ('Asia/Omsk', 'Asia/Omsk')$$, 'who chose no zone has the shop''s'
);
select results_eq(
  $$select outcome from (values ('Europe/Berlin'), ('Europe/Berlin'), ('Mars/Olympus'), ('MSK-3'), (null)) as z (name)
    cross join lateral api.set_time_zone(-1, z.name)$$,
  $$values ('ok'), ('ok'), ('unknown_zone'), ('unknown_zone'), ('unknown_zone')$$,
  'another one is chosen, if it is one'
);
select results_eq('select * from api.time_zone(-1)', $$values ('Europe/Berlin', 'Asia/Omsk')$$, 'and kept');
select is((select timezone from api.home(-1)), 'Europe/Berlin', 'screens are written for it');
select is(
  (select count(*) from app.audit as g where g.action = 'user.time_zone_chosen'), 1::bigint, 'the audit knows it, once'
);
select throws_ok('select api.set_time_zone(-9, ''Europe/Berlin'')', 'TK010', null, 'a stranger has no clock');
select throws_ok('select api.time_zone(-9)', 'TK010', null, 'that could be shown');
do $$ begin perform api.set_language(-1, 'ru'); perform api.start_trial(-1); end $$;
select results_eq(
  'select status, is_trial, plan_title, ends_at, trial_hours from api.home(-1)',
  $$values ('activating'::text, true, 'Кран'::text, '1996-02-04 12:00:00+00'::timestamptz, null::integer)$$,
  'a trial that waits for its panel'
);
update vpn.access as a set applied_generation = 1, link = 'vless://x'
where a.subscription_id = (select s.id from billing.subscriptions as s where s.user_id = (select x.id from ann as x));
select is((select status from api.home(-1)), 'active', 'a trial that runs');
update app.flags set enabled = false where name = 'topups';
select ok(not (select can_topup from api.home(-1)), 'top-ups can be off');
update app.flags set enabled = false where name = 'purchases';
select ok(not (select can_buy from api.home(-1)), 'and so can sales');
update app.flags set enabled = true where name = 'purchases';
update app.flags set enabled = true where name = 'topups';

-- What is sold
select results_eq(
  'select title, benefits, from_amount, currency from api.plans(-1)',
  $$values ('Кран'::text, 'Для проб'::text, 100::bigint, 'XTS'::text), ('Tap more', 'More tests', 200, 'XTS')$$,
  'plans on offer in their order, in the user''s language or in English, with their lowest price'
);
select is_empty('select * from api.plans(-9)', 'a stranger is shown nothing');
select results_eq(
  $$select plan_title, period_count, period_unit, amount, currency, saving
    from api.prices(-1, (select id from billing.plans where code = 'tap'))$$,
  $$values
    ('Кран'::text, 30, 'day'::text, 100::bigint, 'XTS'::text, 0::bigint),
    ('Кран', 60, 'day', 250, 'XTS', 0),
    ('Кран', 3, 'month', 280, 'XTS', 20),
    ('Кран', 12, 'month', 1000, 'XTS', 200)$$,
  'prices valid now, shortest first, with what they save'
);
select is_empty(
  $$select * from api.prices(-1, (select id from billing.plans where code = 'tap_dear'))$$,
  'a plan that is not sold has none'
);
select is_empty(
  $$select * from api.prices(-9, (select id from billing.plans where code = 'tap'))$$, 'a stranger is shown nothing'
);

-- Access and profile
select results_eq(
  'select outcome, link, plan_title, ends_at from api.access(-1)',
  $$values ('ready'::text, 'vless://x'::text, 'Кран'::text, '1996-02-04 12:00:00+00'::timestamptz)$$,
  'a key that works'
);
select results_eq(
  'select outcome, link, plan_title from api.access(-2)',
  $$values ('none'::text, null::text, null::text)$$,
  'no key'
);
select throws_ok('select api.access(-9)', 'TK010', null, 'a stranger has no key');
select results_eq(
  $$select user_id, status, is_trial, plan_title, ends_at, balance, currency, created_at, locale from api.profile(-1)$$,
  $$select id, 'active'::text, true, 'Кран'::text, '1996-02-04 12:00:00+00'::timestamptz, 0::bigint, 'XTS'::text,
      app.now(), 'ru'::text
    from ann$$,
  'the profile'
);
select throws_ok('select api.profile(-9)', 'TK010', null, 'a stranger has none');
select set_config('test.now', '1996-02-04 12:00:00+00', true);
select results_eq(
  'select outcome, link from api.access(-1)',
  $$values ('expired'::text, null::text)$$,
  'the key is not shown when it is over'
);
select is((select status from api.profile(-1)), 'expired', 'nor does the profile call it active');

-- The screen, and whether anybody sees it
select lives_ok('select api.remember_screen(-1, 77)', 'a screen is noted');
select is((select screen_message_id from api.home(-1)), 77::bigint, 'and known');
delete from app.bot;
select lives_ok('select api.meet_bot(7)', 'the bot starts');
select lives_ok('select api.meet_bot(7)', 'and starts again');
select is((select screen_message_id from api.home(-1)), 77::bigint, 'with the screens that it had');
select set_config('test.now', '1996-02-04 12:00:01+00', true);
select lives_ok('select api.meet_bot(8)', 'another bot');
select is((select screen_message_id from api.home(-1)), null, 'has none');
select lives_ok('select api.remember_screen(-1, 78)', 'until it has sent one');
select is((select screen_message_id from api.home(-1)), 78::bigint, 'of its own');
select set_config('test.now', '1996-02-04 12:00:00+00', true);
select lives_ok('select api.set_reachable(-1, false)', 'the chat blocks the bot');
select is((select unreachable_since from ann), '1996-02-04 12:00:00+00'::timestamptz, 'which is noted');
select set_config('test.now', '1996-02-05 12:00:00+00', true);
select lives_ok('select api.set_reachable(-1, false)', 'again');
select is((select unreachable_since from ann), '1996-02-04 12:00:00+00'::timestamptz, 'since when stays');
select lives_ok('select api.set_reachable(-1, true)', 'it lets the bot in');
select is((select unreachable_since from ann), null, 'which is noted');
do $$
begin
  perform api.set_reachable(-1, false);
  perform api.start(-1, sha256('tap 1'), 'annie', 'Anna', 'en');
end
$$;
select is((select unreachable_since from ann), null, 'who starts the bot can be reached');

-- A checkout that is refused, in the payer's own words
select results_eq(
  $$select outcome, locale from api.pre_checkout(-1, null, 100, 'XTS')$$,
  $$values ('unknown'::text, 'ru'::text)$$,
  'a checkout is answered in the language that the payer chose'
);
select results_eq(
  $$select outcome, locale from api.pre_checkout(-9, null, 100, 'XTS')$$,
  $$values ('unknown'::text, null::text)$$,
  'a stranger has chosen none'
);

-- A 429 on the bot's own path
select lives_ok('select api.pause_telegram(60, -1)', 'one chat is to rest');
select ok(
  (
    select l.ready_at > clock_timestamp() + interval '50 s'
    from outbox.lanes as l
    where l.topic = 'telegram' and l.lane = '-1'
  ),
  'its lane waits'
);
select lives_ok('select api.pause_telegram(60)', 'or all of them');
select ok(
  (
    select d.paused_until > clock_timestamp() + interval '50 s'
    from outbox.destinations as d
    where d.topic = 'telegram'
  ),
  'then the topic waits'
);

-- Dialogues
create temporary view dialogues as
select c.chat_id, c.state, c.data from app.conversations as c where c.telegram_id = -1;
select is_empty('select from dialogues', 'no dialogue at first');
do $$ begin perform api.save_conversation(-1, -1, 'Topup:amount', '{"asked": 1}'); end $$;
do $$ begin perform api.save_conversation(-1, -1, 'Topup:method', '{"asked": 2}'); end $$;
select results_eq(
  'select * from dialogues',
  $$values (-1::bigint, 'Topup:method'::text, '{"asked": 2}'::jsonb)$$,
  'the last state holds in its chat'
);
do $$ begin perform api.save_conversation(-1, -1, 'Topup:done'); end $$;
select results_eq(
  'select * from dialogues',
  $$values (-1::bigint, 'Topup:done'::text, '{"asked": 2}'::jsonb)$$,
  'a state alone leaves the data as they are'
);
select is((select screen from api.home(-1)), 'Topup:done', 'and comes with the menu');
create temporary table version as
select c.ctid as place from app.conversations as c where c.chat_id = -1;
do $$ begin perform api.save_conversation(-1, -1, 'Topup:done'); end $$;
select results_eq(
  'select c.ctid from app.conversations as c where c.chat_id = -1',
  'select v.place from version as v',
  'and the same again writes nothing'
);
do $$ begin perform api.save_conversation(-1, -1, null); end $$;
select results_eq(
  'select * from dialogues',
  $$values (-1::bigint, null::text, '{"asked": 2}'::jsonb)$$,
  'also without a state'
);
do $$ begin perform api.save_conversation(-1, -1, null, '{}'); end $$;
select is_empty('select * from app.conversations where chat_id = -1', 'and its end leaves nothing');

select * from finish();
rollback;
