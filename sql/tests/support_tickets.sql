-- What users write to support, what it answers, and what is shown of it where.
begin;
select plan(73);

\ir fixtures/clock.psql

create temporary table people as
with u as (
  insert into app.users (identity_hash, locale, timezone, created_at)
  select sha256(convert_to('support ' || n, 'UTF8')), 'ru', 'Europe/Moscow', app.now()
  from generate_series(1, 3) as n
  returning id
)

select
  (array_agg(id order by id))[1] as ann,
  (array_agg(id order by id))[2] as bob,
  (array_agg(id order by id))[3] as admin
from u;
insert into app.telegram_identities (user_id, telegram_id, username, first_name, updated_at)
select ann, -301, 'ann', 'Ann', app.now() from people
union all
select bob, -302, null, 'Bob', app.now() from people
union all
select admin, -303, null, 'Adele', app.now() from people;
update app.users set role = case when id = (select admin from people) then 'owner' end;

create function pg_temp.write(p_telegram_id bigint, p_topic text, p_text text, p_request text default null)
returns text
language sql
as $$
  select w.outcome
  from api.write_ticket(
    p_telegram_id, p_topic, coalesce(p_request::uuid, gen_random_uuid()), 5, 'text', p_text
  ) as w
$$;
create function pg_temp.reply(p_chat bigint, p_replied bigint, p_text text, p_request text default null) returns text
language sql
as $$
  select w.outcome
  from api.reply_in_ticket(p_chat, p_replied, coalesce(p_request::uuid, gen_random_uuid()), 6, 'text', p_text) as w
$$;
create view pg_temp.posts as
select m.id, m.lane, m.payload ->> 'post' as post, m.payload
from outbox.messages as m
where m.kind = 'support.post' and m.lane in ('-301', '-302', '-303', '-399')
order by m.id;
-- What the gateway is given of the newest post in a chat, and what it says when it has sent it.
create function pg_temp.prepared(p_lane text) returns jsonb
language sql
as $$
  select support.prepare_post(p_lane, p.payload) from pg_temp.posts as p where p.lane = p_lane order by p.id desc limit 1
$$;
create function pg_temp.sent(p_lane text, p_message_id bigint) returns void
language sql
as $$
  select support.posted(p_lane, p.payload, jsonb_build_object('message_id', p_message_id))
  from pg_temp.posts as p
  where p.lane = p_lane
  order by p.id desc
  limit 1
$$;
create function pg_temp.ticket() returns support.tickets
language sql
as $$
  select t from support.tickets as t join people as p on p.ann = t.user_id order by t.id desc limit 1
$$;

-- Opened, once
select is(pg_temp.write(-301, null, 'hello'), 'no_ticket', 'without a topic nothing begins');
select is(
  pg_temp.write(-301, 'access', 'не работает', '00000000-0000-4000-8000-000000000001'), 'opened', 'a ticket is opened'
);
select is(
  pg_temp.write(-301, 'access', 'не работает', '00000000-0000-4000-8000-000000000001'), 'repeated',
  'a repeated update writes nothing'
);
select results_eq(
  'select lane, post from pg_temp.posts', $$values ('-303', 'card'), ('-303', 'message')$$,
  'support sees who it is, and what was written'
);
select is(pg_temp.write(-301, null, 'since yesterday'), 'added', 'while it is open, everything belongs to it');
select is(pg_temp.write(-301, 'payment', 'and I paid'), 'added', 'whatever it is about');
select throws_ok(
  $$insert into support.tickets (user_id, topic, opened_at, changed_at)
    select ann, 'other', app.now(), app.now() from people$$,
  '23505', null, 'there is never a second one that is open'
);
select throws_ok($$select pg_temp.write(-309, 'other', 'x')$$, 'TK010', null, 'strangers have no ticket');
select results_eq(
  'select sender, kind, body, is_open from api.ticket(-301)',
  $$values ('user', 'text', 'не работает', true), ('user', 'text', 'since yesterday', true),
    ('user', 'text', 'and I paid', true)$$,
  'the user sees what was written'
);
select is_empty('select * from api.ticket(-302)', 'of his own ticket only');
select is((pg_temp.ticket()).waits_since, app.now(), 'somebody waits');

-- What is shown
select is(
  pg_temp.prepared('-303') - 'args' - 'now',
  '{"chat_id": -303, "locale": "ru", "timezone": "Europe/Moscow", "text": "support-message", "body": "and I paid",
    "buttons": null}'::jsonb,
  'a text is shown as it is, in the language of support'
);
select is(
  (support.card(pg_temp.ticket()) -> 'args') - '{ticket,user,paid_at,amount,seen_at,ends}'::text[],
  '{"topic": "access", "name": "@ann", "status": "none", "plan": "", "paid": "no", "provider": "",
    "seen": "no"}'::jsonb,
  'the card says what is known of the user'
);
select is(
  (select array_agg(b ->> 'data') from jsonb_path_query(support.card(pg_temp.ticket()), '$.buttons[*][*]') as b),
  array[
    format('ticket:history:%s', (pg_temp.ticket()).id), format('ticket:close:%s', (pg_temp.ticket()).id)
  ],
  'and what can be done'
);
select is(
  (select w.outcome from api.write_ticket(-301, null, gen_random_uuid(), 77, 'document', 'log') as w), 'added',
  'a file is written as well'
);
select is(
  pg_temp.prepared('-303') -> 'copy', '{"chat_id": -301, "message_id": 77}'::jsonb, 'and copied from where it is'
);
select is(pg_temp.write(-301, null, repeat('ё', 2000)), 'added', 'a long text, too');
select ok(pg_temp.prepared('-303') ? 'copy', 'is copied, because a line of ours might not fit above it');

-- Answered by a reply
select pg_temp.sent('-303', 900);
select is(pg_temp.reply(-303, 901, 'hi'), 'no_ticket', 'a reply to some other message is none in a ticket');
select is(
  pg_temp.reply(-303, 900, 'restart it', '00000000-0000-4000-8000-000000000002'),
  'sent',
  'a reply of support is an answer'
);
select is(
  pg_temp.reply(-303, 900, 'restart it', '00000000-0000-4000-8000-000000000002'), 'sent', 'and is repeated without harm'
);
select results_eq(
  $$select lane, post from pg_temp.posts where post like 'answer%'$$, $$values ('-301', 'answer')$$,
  'it goes to the user once, and not back to where it was written'
);
select is((pg_temp.ticket()).waits_since, null, 'nobody waits any more');
select is(
  (select array_agg(b ->> 'data') from jsonb_path_query(pg_temp.prepared('-301'), '$.buttons[*][*]') as b),
  array[format('reply:%s', (pg_temp.ticket()).id), format('solved:%s', (pg_temp.ticket()).id), 'close'],
  'with buttons to go on, to end it, and to remove the message'
);
select pg_temp.sent('-301', 40);
select is(pg_temp.reply(-301, 40, 'I did'), 'added', 'the user may reply to the answer');
select is((pg_temp.ticket()).waits_since, app.now(), 'and waits again');
update app.users set role = null where id = (select admin from people);
select is(pg_temp.reply(-303, 900, 'still here'), 'no_ticket', 'who is no admin any more answers nobody');
select is(pg_temp.prepared('-303'), null, 'nor is shown what waits for him');
update app.settings set value = '-399' where name = 'support_chat';
select is(pg_temp.write(-301, null, 'anybody?'), 'added', 'a group may be what support is');
select results_eq(
  'select lane, post from pg_temp.posts order by id desc limit 1',
  $$values ('-399', 'message')$$,
  'then it is told there'
);
select pg_temp.sent('-399', 900);
select is(pg_temp.reply(-399, 900, 'yes'), 'sent', 'and whoever is in it may answer');
update app.settings set value = 'null' where name = 'support_chat';
update app.users set role = 'owner' where id = (select admin from people);

-- Not delivered
select support.post_dead('-301', p.payload, 'gone', 'bot was blocked')
from pg_temp.posts as p where p.post = 'answer' order by p.id limit 1;
select results_eq(
  'select lane, post from pg_temp.posts order by id desc limit 1', $$values ('-303', 'failed')$$,
  'an answer that does not arrive is shown to who wrote it'
);
select is(
  pg_temp.prepared('-303') - '{args,chat_id,locale,timezone,now}'::text[],
  '{"text": "support-failed", "reply_to": 6}'::jsonb,
  'under his answer'
);
select isnt(
  (select i.unreachable_since from app.telegram_identities as i where i.telegram_id = -301), null,
  'and the user counts as unreachable'
);
select results_eq(
  format('select state, messages, failed from ops.tickets where ticket_id = %s', (pg_temp.ticket()).id),
  $$values ('answered', 9::bigint, 1::bigint)$$, 'which operators see'
);
select support.post_dead('-301', p.payload, 'revived', null)
from pg_temp.posts as p where p.post = 'answer' order by p.id limit 1;
select is(
  (select count(*) from support.messages as m where m.ticket_id = (pg_temp.ticket()).id and m.failed_at is not null),
  0::bigint, 'until it turns out that the error was not about him'
);
select support.posted('-301', p.payload, '{"message_id": 77, "bare": "Bad Request: VOICE_MESSAGES_FORBIDDEN"}')
from pg_temp.posts as p where p.post = 'answered' order by p.id limit 1;
select is_empty(
  format('select from ops.tickets where ticket_id = %s and failed > 0', (pg_temp.ticket()).id),
  'a file that another chat of support does not get is no failure'
);
select support.posted('-301', p.payload, '{"message_id": 77, "bare": "Bad Request: VOICE_MESSAGES_FORBIDDEN"}')
from pg_temp.posts as p where p.post = 'answer' order by p.id limit 1;
select results_eq(
  'select lane, post from pg_temp.posts order by id desc limit 1', $$values ('-303', 'failed')$$,
  'an answer whose file was not passed on is shown to who wrote it'
);
select is(
  pg_temp.prepared('-303') #>> '{args,error}', 'the file was not passed on: Bad Request: VOICE_MESSAGES_FORBIDDEN',
  'with the reason'
);
select results_eq(
  'select message_id, reader from support.posts where chat_id = -301 order by posted_at desc, message_id desc limit 1',
  $$values (77::bigint, 'user')$$, 'and the user can reply to what he got of it'
);
update support.messages set failed_at = null, error = null;

-- Edited
create function pg_temp.edit(p_chat bigint, p_message bigint, p_text text) returns text
language sql
as $$ select api.correct_in_ticket(p_chat, p_message, gen_random_uuid(), 'text', p_text) $$;
create temporary table written as
select m.chat_id, m.message_id, m.body
from support.messages as m
where m.ticket_id = (pg_temp.ticket()).id and m.sender = 'user'
order by m.id desc
limit 1;
select is(pg_temp.edit(-301, 987654, 'what?'), 'unknown', 'a message of no ticket is nobody''s business');
select is(
  (select pg_temp.edit(w.chat_id, w.message_id, w.body) from written as w), 'unchanged',
  'an edit that changes no text is none'
);
select is(
  (select pg_temp.edit(w.chat_id, w.message_id, w.body || ' 12') from written as w), 'added',
  'what a user edits is added to his ticket'
);
select is(
  (select pg_temp.prepared('-303') ->> 'body'), (select '✏️ ' || w.body || ' 12' from written as w),
  'and shown as a correction'
);
create function pg_temp.answer(p_message bigint, p_kind text, p_text text) returns text
language sql
as $$ select support.answer((pg_temp.ticket()).id, gen_random_uuid(), -303, p_message, p_kind, p_text) $$;
create function pg_temp.shown() returns bigint
language plpgsql
as $$
declare
  v_before constant bigint := (select count(*) from pg_temp.posts as p where p.lane = '-399');
begin
  perform support.show_waiting('{-399}');
  return (select count(*) from pg_temp.posts as p where p.lane = '-399') - v_before;
end
$$;
select pg_temp.answer(801, 'text', 'it was 149');
select is((pg_temp.ticket()).waits_since, null, 'support answers');
select pg_temp.write(-301, 'access', 'and now?');
select is(pg_temp.edit(-303, 801, 'it was 194'), 'sent', 'what support edits is sent to the user');
select is(pg_temp.prepared('-301') ->> 'body', '✏️ it was 194', 'as a correction');
select is((pg_temp.ticket()).waits_since, app.now(), 'whose newer question waits on');
select is(pg_temp.shown(), 2::bigint, 'and is shown with its ticket to who is new');
select pg_temp.answer(802, 'photo', 'the plan');
create temporary table again as select gen_random_uuid() as request;
select results_eq(
  $$select api.correct_in_ticket(-303, 802, a.request, 'photo', 'the plan') from again as a, generate_series(1, 2)$$,
  $$values ('sent'), ('unchanged')$$, 'another photo with the same words is an edit, once'
);
select is(
  (select m.corrects = o.id from again as a join support.messages as m on m.request = a.request
   join support.messages as o on o.message_id = 802 and o.corrects is null), true, 'of the first one'
);
select is(
  api.correct_in_ticket(-303, 801, gen_random_uuid(), 'photo', 'it was 194'), 'sent', 'so is one in place of a text'
);

-- Closed by either, and opened again
select is(
  (select c.outcome from api.close_ticket(-302, (pg_temp.ticket()).id) as c),
  'unknown',
  'nobody closes another''s ticket'
);
select is((select c.outcome from api.close_ticket(-301, (pg_temp.ticket()).id) as c), 'closed', 'the user may');
select is((select c.outcome from api.close_ticket(-301, (pg_temp.ticket()).id) as c), 'already_closed', 'once');
select is(pg_temp.edit(-303, 801, 'it was 195'), 'sent', 'support corrects an answer');
select is((pg_temp.ticket()).closed_at is not null, true, 'which opens nothing');
select is(pg_temp.edit(-301, 5, 'mine is another one'), 'reopened', 'what its user corrects is read: it is open again');
select is((select c.outcome from api.close_ticket(-301, (pg_temp.ticket()).id) as c), 'closed', 'until he closes it');
select set_config('test.now', '1996-02-03 12:00:00+00', true);
select is(pg_temp.write(-301, 'access', 'again'), 'reopened', 'the same within time opens it again');
select is(
  (select c.outcome from api.close_as_support(-302, -302, (pg_temp.ticket()).id) as c), 'unknown',
  'a user is not support'
);
select
  is((select c.outcome from api.close_as_support(-303, -303, (pg_temp.ticket()).id) as c), 'closed', 'an admin is');
select is(pg_temp.prepared('-301') ->> 'text', 'support-closed', 'and the user is told');
select is(
  (select count(*) from api.ticket_for_support(-303, (pg_temp.ticket()).id)), 19::bigint, 'support sees all of it'
);
select set_config('test.now', '1996-02-10 12:00:00+00', true);
select is(pg_temp.write(-301, 'access', 'a new problem'), 'opened', 'later it is another ticket');

-- Bounded
insert into support.messages (ticket_id, sender, request, kind, body, sent_at)
select (pg_temp.ticket()).id, 'user', gen_random_uuid(), 'text', 'spam', app.now() from generate_series(1, 60);
select is(pg_temp.write(-301, 'access', 'and more'), 'too_many', 'a flood is not passed on');
select support.close((pg_temp.ticket()).id, 'user', 'system');
select set_config('test.now', '1998-02-15 12:00:00+00', true);
select results_eq(
  'select support.purge(1), support.purge(100), support.purge(100)',
  'values (1, 1, 0)',
  'closed tickets are kept for a time'
);

-- What everybody reads while something is wrong
select is((select h.incident from api.home(-301) as h), null, 'usually nothing is said');
select is(
  ops.set_incident('We know', '{"ru": "Знаем"}'), '{"en": "We know", "ru": "Знаем"}'::jsonb, 'operators do'
);
select is((select h.incident from api.home(-301) as h), 'Знаем', 'in the language of the reader');
select ops.set_incident('We know');
select is((select h.incident from api.home(-301) as h), 'We know', 'or in English');
select throws_ok($$select ops.set_incident('')$$, 'TK063', null, 'an empty text says nothing');
select results_eq('select ops.clear_incident(), ops.clear_incident()', 'values (true, false)', 'until it is over');

select * from finish();
rollback;
