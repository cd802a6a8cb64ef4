-- The group of support: what becomes of messages when the bot loses it, and when it becomes a supergroup.
begin;
select plan(34);

\ir fixtures/clock.psql

create temporary table people as
with u as (
  insert into app.users (identity_hash, locale, timezone, created_at)
  select sha256(convert_to('support chat ' || n, 'UTF8')), 'en', 'Asia/Omsk', app.now()
  from generate_series(1, 2) as n
  returning id
)

select (array_agg(id order by id))[1] as ann, (array_agg(id order by id))[2] as admin
from u;
insert into app.telegram_identities (user_id, telegram_id, username, first_name, updated_at)
select ann, -501, 'ann', 'Ann', app.now() from people
union all
select admin, -503, null, 'Adele', app.now() from people;
update app.users set role = case when id = (select admin from people) then 'owner' end;
delete from support.tickets;

create function pg_temp.write(p_text text) returns boolean
language sql
as $$
  select w.is_read from api.write_ticket(-501, 'other', gen_random_uuid(), 5, 'text', p_text) as w
$$;
create view pg_temp.posts as
select m.id, m.kind, m.lane, m.payload ->> 'post' as post, m.payload
from outbox.messages as m
where m.kind in ('support.post', 'withdrawals.post') and m.lane in ('-503', '-599', '-1599');
-- What was posted since this was called last.
create temporary table seen (id bigint);
insert into seen select coalesce(max(id), 0) from outbox.messages;
create function pg_temp.posted() returns text
language plpgsql
as $$
declare
  v_posted text;
begin
  select string_agg(format('%s %s', p.lane, p.post), ', ' order by p.lane, p.id) into v_posted
  from pg_temp.posts as p
  where p.id > (select max(s.id) from seen as s);
  insert into seen select coalesce(max(m.id), 0) from outbox.messages as m;
  return v_posted;
end
$$;
create function pg_temp.refused(p_reason text) returns void
language sql
as $$ select support.post_dead('-599', '{"post": "message", "message": 0}', p_reason, 'bot was kicked') $$;
create view pg_temp.troubles as
select t.detail from jobs._troubles() as t where t.name = 'support_unread';

-- A group
update app.settings set value = '-599' where name = 'support_chat';
select is(pg_temp.write('hello?'), true, 'what is written is read');
select is(pg_temp.posted(), '-599 card, -599 message', 'in the group');
select is_empty('select from pg_temp.troubles', 'and all is well');

-- The bot is removed
select pg_temp.refused('rejected');
select is_empty('select from support.chat_troubles', 'a message that is refused is about the message');
select pg_temp.refused('gone');
select results_eq(
  'select chat_id, error from support.chat_troubles', $$values (-599::bigint, 'bot was kicked')$$,
  'a group that takes none is in trouble'
);
select is(pg_temp.posted(), '-503 card, -503 message', 'and what waits is shown to admins');
select results_eq(
  'select detail from pg_temp.troubles',
  $$values ('the group -599 takes no messages, admins are written to: bot was kicked')$$,
  'who hear of it'
);
select pg_temp.refused('gone');
select is(pg_temp.posted(), null, 'once');
select is(pg_temp.write('anybody?'), true, 'what is written then');
select is(pg_temp.posted(), '-503 message, -599 message', 'is shown to admins, and tried in the group');
update app.telegram_identities set unreachable_since = app.now() where telegram_id = -503;
select is(pg_temp.write('please'), false, 'where no admin can be reached either, it is kept');
update app.telegram_identities set unreachable_since = null where telegram_id = -503;
select support.posted('-599', '{"post": "card", "ticket": 0}', '{"message_id": 8}');
select is_empty('select from support.chat_troubles', 'one that arrives ends the trouble');
select is_empty('select from pg_temp.troubles', 'and the alarm');
select pg_temp.posted();

-- An admin who was shown it answers all the same
select support.posted('-503', p.payload, '{"message_id": 70}')
from pg_temp.posts as p where p.lane = '-503' and p.post = 'message' order by p.id limit 1;
select is(
  (select outcome from api.reply_in_ticket(-503, 70, gen_random_uuid(), 71, 'text', 'yes')), 'sent',
  'an admin answers what he was shown'
);
select pg_temp.write('thank you');
select pg_temp.posted();

-- What many are told is not about the group
select pg_temp.refused('gone');
select pg_temp.refused('revived');
select is_empty('select from support.chat_troubles', 'what turns out to be our fault is no trouble of the group');
select pg_temp.posted();

-- Told by Telegram
select api.note_support_chat(-777, false);
select is_empty('select from support.chat_troubles', 'other groups are nobody''s business');
select api.note_support_chat(-599, false);
select is(
  (select error from support.chat_troubles), 'the bot was removed from the group, or may not write there',
  'a removal is noted at once'
);
select is(pg_temp.posted(), '-503 card, -503 message', 'and what waits is shown to admins');
select api.note_support_chat(-599, true);
select is_empty('select from support.chat_troubles', 'the bot is back');
select is(pg_temp.posted(), '-599 card, -599 message', 'and what waits is shown in the group');
select api.note_support_chat(-599, true);
select is(pg_temp.posted(), null, 'once');

-- A supergroup
select api.note_support_chat(-777, p_moved_to => -1777);
select is(app.setting('support_chat'), '-599', 'other groups may become what they like');
select support.posted(
  '-599', (select p.payload from pg_temp.posts as p where p.post = 'card' order by p.id limit 1),
  '{"message_id": 3, "chat_id": -1599}'
);
select is(app.setting('support_chat'), '-1599', 'a group that has another id is followed');
select is(
  (
    select a.reason from app.audit as a
    where a.subject_key = 'support_chat' and a.after @> '{"value": -1599}'
    order by a.id desc
    limit 1
  ),
  'Telegram made the group a supergroup', 'on record'
);
select is(pg_temp.posted(), '-1599 card, -1599 message', 'and what waits is shown there');
select results_eq(
  'select chat_id, message_id from support.posts where message_id = 3', 'values (-1599::bigint, 3::bigint)',
  'where a reply to what was sent is an answer'
);
select is(
  (select outcome from api.reply_in_ticket(-1599, 3, gen_random_uuid(), 4, 'text', 'we look')), 'sent', 'as before'
);
select is(support.prepare_post('-599', '{"post": "card", "ticket": 0}'), null, 'nothing is sent to the old id');
select results_eq(
  'select locale, timezone, now from api.reader_in_chat(-1599)', $$values ('en', 'Asia/Omsk', app.now())$$,
  'the group is written to in the language and zone of an admin'
);
select is_empty('select from api.reader_in_chat(-599)', 'and no other');

-- Another setting
select pg_temp.write('and now?');
select pg_temp.posted();
update app.settings set value = 'null' where name = 'support_chat';
select is(pg_temp.posted(), '-503 card, -503 message', 'who reads from now on is shown what waits');
select billing.withdrawal_post_dead('-503', '{}', 'gone', 'bot was blocked');
select isnt(
  (select unreachable_since from app.telegram_identities where telegram_id = -503), null,
  'an admin who has blocked the bot is written to no more'
);
select is(support.is_read(), false, 'then nobody reads');
select billing.withdrawal_posted('-503', '{}', '{"message_id": 9}');
select is_empty('select from support.chat_troubles', 'all of which leaves no trouble of a group');

select * from finish();
rollback;
