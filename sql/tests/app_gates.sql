-- What stands before a trial and a first purchase: the blacklist, terms, channels; and links that bring people.
begin;
select plan(75);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
\set price 14900
\ir fixtures/plan.psql

select api.start(-601, sha256('gates ann'), 'ann', 'Ann', 'en');
select api.start(-602, sha256('gates bob'), null, 'Bob', 'ru');
create temporary table people as select app.user_of(-601) as ann, app.user_of(-602) as bob;
create function pg_temp.price() returns bigint
language sql
as $$
  select r.id from billing.prices as r join billing.plans as p on p.id = r.plan_id where p.code = 'tap'
$$;
create function pg_temp.set(p_name text, p_value jsonb) returns void
language sql
as $$ update app.settings set value = p_value where name = p_name $$;
create function pg_temp.order_of(p_telegram_id bigint) returns text
language sql
as $$ select o.outcome from api.open_order(p_telegram_id, pg_temp.price()) as o $$;

-- Nothing in a new shop
select is(app.closed_gate(ann), null, 'nothing stands before anybody in a new shop') from people;
select is(pg_temp.order_of(-601), 'open', 'who wants to buy can');

-- Terms
select throws_ok(
  $$select pg_temp.set('terms_version', '"1"'); set constraints all immediate$$, 'TK063', null,
  'a version asks for terms to be there'
);
select throws_ok($$select pg_temp.set('terms', '{"ru": "x"}')$$, 'TK063', null, 'in English at least');
select throws_ok($$select pg_temp.set('terms', '{"en": " "}')$$, 'TK063', null, 'that say something');
select throws_ok(
  format($$select pg_temp.set('terms', '{"en": "%s"}')$$, repeat('x', 3001)), 'TK063', null, 'and fit a message'
);
select throws_ok($$select pg_temp.set('terms_version', '"a b"')$$, 'TK063', null, 'a version is a word');
select is_empty('select from api.terms(-601)', 'there are no terms');
select pg_temp.set('terms', '{"en": "https://shop.example/terms", "ru": "Будьте вежливы."}');
select results_eq(
  'select version, content, is_address from api.terms(-601)',
  $$values (null::text, 'https://shop.example/terms', true)$$, 'terms can be read without being asked for'
);
select is((api.start_trial(-602)).outcome, 'started', 'then nobody has to accept them');
select pg_temp.set('terms_version', '"2026-11"');
select results_eq(
  'select version, content, is_address, accepted_at from api.terms(-602)',
  $$values ('2026-11', 'Будьте вежливы.', false, null::timestamptz)$$, 'each in his language'
);
select is((api.start_trial(-601)).outcome, 'terms_not_accepted', 'a trial waits for them');
select is(pg_temp.order_of(-601), 'terms_not_accepted', 'and a purchase');
select results_eq(
  'select count(*) from billing.orders as o join people as p on p.ann = o.user_id', 'values (1::bigint)',
  'no order was opened for it'
);
select is(api.accept_terms(-601, '2026-10'), 'changed', 'what is not in force cannot be accepted');
select is(api.accept_terms(-601, '2026-11'), 'accepted', 'what is, can');
select is(api.accept_terms(-601, '2026-11'), 'accepted', 'again');
select results_eq(
  $$select a.action, a.after from app.audit as a join people as p on p.ann = a.subject_id
    where a.subject = 'user' and a.action = 'terms.accepted'$$,
  $$values ('terms.accepted', '{"version": "2026-11"}'::jsonb)$$, 'which is recorded once'
);
select is((select accepted_at from api.terms(-601)), app.now(), 'and said with the terms');
select is(pg_temp.order_of(-601), 'open', 'then it is sold');
select is(pg_temp.order_of(-602), 'terms_not_accepted', 'whoever has a trial accepts before the first purchase');
select isnt((select outcome from api.access(-602)), 'none', 'but keeps what he has');
select inbox._book_payment(-601, 'telegram', 'gates-1', null, 50000, 'XTS');
select is(
  (select p.outcome from api.open_order(-601, pg_temp.price()) as o, api.pay_from_balance(-601, o.order_token) as p),
  'fulfilled', 'Ann has bought'
);
select pg_temp.set('terms_version', '"2027-01"');
select is(pg_temp.order_of(-601), 'open', 'a new version keeps nobody from renewing what runs');
select is(app.closed_gate(ann), 'terms_not_accepted', 'and is asked for before the next first purchase') from people;
select pg_temp.set('terms_version', 'null');

-- Channels
select throws_ok(
  format($$select pg_temp.set('required_channels', '%s')$$, v.value), 'TK063', null, v.name
)
from (values
  ('{}', 'channels are a list'),
  ('[{"id": 5, "url": "https://t.me/news", "title": "News"}]', 'of channels, whose ids are below zero'),
  ('[{"id": -1005, "url": "http://news.example", "title": "News"}]', 'at Telegram'),
  ('[{"id": -1005, "url": "https://t.me/news"}]', 'with a title')
) as v (value, name);
select pg_temp.set(
  'required_channels',
  '[{"id": -1005, "url": "https://t.me/news", "title": "News"},
    {"id": -1006, "url": "https://t.me/chat", "title": "Chat"}]'
);
select api.start(-603, sha256('gates eve'), null, 'Eve', 'en');
create function pg_temp.eve() returns text
language sql
as $$ select (api.start_trial(-603)).outcome $$;
select is(app.closed_gate(ann), null, 'who has paid is kept out of nothing') from people;
select is(pg_temp.eve(), 'not_in_channel', 'others have to be looked for');
select results_eq(
  'select chat_id, title, is_member, must_ask from api.channels(-603)',
  $$values (-1005::bigint, 'News', null::boolean, true), (-1006, 'Chat', null, true)$$, 'in each channel'
);
select lives_ok('select api.note_membership(-603, -1005, true)', 'who is in one of them');
select is(pg_temp.eve(), 'not_in_channel', 'is not in the other');
select api.note_membership(-603, -1006, false);
select is(pg_temp.eve(), 'not_in_channel', 'who is not in');
select is(pg_temp.order_of(-603), 'not_in_channel', 'buys nothing');
select results_eq(
  'select chat_id, is_member, must_ask from api.channels(-603)',
  $$values (-1005::bigint, true, false), (-1006, false, false)$$, 'and need not be looked for twice'
);
select api.note_membership(-603, -1006, true);
select is(pg_temp.order_of(-603), 'open', 'who is in both, can');
select pg_temp.at('1996-02-01 12:11+00');
select is(pg_temp.order_of(-603), 'not_in_channel', 'after some minutes it is asked again');
select api.note_membership(-603, -1005, true);
select api.note_membership(-603, -1006, null, 'member list is inaccessible');
select is(pg_temp.eve(), 'started', 'where Telegram does not answer, nobody is kept out');
select results_eq(
  $$select name, detail from jobs._troubles() where name = 'channels_unanswered'$$,
  $$values ('channels_unanswered', 'keeps nobody out: -1006: member list is inaccessible')$$, 'and admins hear of it'
);
select api.note_membership(-604, -1006, true);
select is_empty($$select from jobs._troubles() where name = 'channels_unanswered'$$, 'until it answers');
select api.note_membership(-603, -1007, true);
select results_eq(
  'select chat_id from app.channel_members order by 1', 'values (-1006::bigint), (-1005)',
  'other channels and other people are not remembered'
);
select pg_temp.at('1996-02-03 12:00+00');
select is(app.purge_channel_members(10), 2, 'nor anybody for long');
select pg_temp.set('required_channels', '[]');

-- Links
select results_eq(
  $$select outcome, goes_to, plan_id is not null
    from api.start(-605, sha256('gates lea'), null, 'Lea', 'en', 'plan_tap')$$,
  $$values ('new', 'plan', true)$$, 'a link leads to a plan'
);
select results_eq(
  format(
    $$select goes_to, plan_id from api.start(-605, sha256('gates lea'), null, 'Lea', 'en', %L)$$, v.payload
  ),
  format($$values (%L::text, null::bigint)$$, v.goes_to), v.name
)
from (values
  ('support', 'support', 'to support'),
  ('plan_gold', null, 'or, if it names nothing, to the menu'),
  ('promo_SPRING', null, 'a promo code is kept'),
  ('promo_ SPRING', null, 'what is none, is not'),
  ('promo_MAY', null, 'the last one'),
  ('ref_5', null, 'who has come before was invited by nobody'),
  ('gift_a-B', null, 'a gift that there is not leaves no trace'),
  (repeat('x', 64), null, 'anything else is harmless')
) as v (payload, goes_to, name);
select results_eq(
  'select kind, code from app.start_links where user_id = app.user_of(-605) order by kind',
  $$values ('promo', 'MAY')$$, 'that is what is known'
);
select api.start(-606, sha256('gates moe'), null, 'Moe', 'en', 'ref_5');
select results_eq(
  'select kind, code from app.start_links where user_id = app.user_of(-606)', $$values ('ref', '5')$$,
  'who comes first by a link was invited'
);

-- The blacklist
select throws_ok('select ops.block_user(1, null)', 'TK061', null, 'nobody is blocked without a reason');
select is(ops.block_user(-5, 'spam'), 'unknown', 'nor who is nobody');
select is(ops.block_user(ann, 'spam'), 'blocked', 'who is blocked') from people;
select is(ops.block_user(ann, 'spam'), 'already_blocked', 'is so once') from people;
select results_eq(
  $$select s.auto_renew, s.status from billing.subscriptions as s join people as p on p.ann = s.user_id$$,
  $$values (false, 'active')$$, 'is not charged any more, and keeps what was paid for'
);
select ok((select is_blocked from api.home(-601)), 'gets one answer to all taps');
select is(pg_temp.order_of(-601), 'blocked', 'and buys nothing, not even more of the same');
select is((billing.open_topup(app.user_of(-601), 25000, 'telegram')).outcome, 'switched_off', 'nor puts money in');
select inbox._book_payment(-601, 'telegram', 'gates-2', null, 10000, 'XTS');
select results_eq(
  $$select b.reason, b.runs_until > app.now(), b.balances
    from ops.blocked as b join people as p on p.ann = b.user_id$$,
  $$values ('spam', true, '{"XTS": 45100}'::jsonb)$$, 'money that comes nevertheless is his, and operators see it'
);
select is(ops.unblock_user(ann, 'a mistake'), 'unblocked', 'it can be undone') from people;
select is(ops.unblock_user(ann, 'a mistake'), 'not_blocked', 'once') from people;
update app.users set role = 'owner' where id = (select bob from people);
select is(ops.block_user(bob, 'no'), 'is_admin', 'admins are not blocked') from people;

-- Who never came
select is(ops.block_telegram_ids('{-5, 0, 609, 609, 610}', 'a list'), 2, 'people are blocked by a list, too');
select results_eq(
  $$select a.action, a.after, a.subject_key from app.audit as a where a.subject = 'blacklist'$$,
  $$values ('blacklist.extended', '{"blocked": 2}'::jsonb, 'telegram')$$, 'of which the audit has the length'
);
select results_eq(
  $$select user_id, outcome from api.start(609, sha256('gates spam'), 'spam', 'Spam', 'en')$$,
  $$values (null::bigint, 'blocked')$$, 'when they come'
);
select is_empty($$select from app.users where identity_hash = sha256('gates spam')$$, 'they become nobody');
select is(ops.unblock_telegram_ids('{609, 610, 611}', 'a mistake'), 2, 'and can be taken off it');
select is((api.start(609, sha256('gates spam'), 'spam', 'Spam', 'en')).outcome, 'new', 'then they are welcome');

select is(
  (select app.data_of(ann) -> 'accepted_terms' -> 0 ->> 'version' from people), '2026-11',
  'whoever asks for his data gets what he accepted'
);
select app.erase_identity(app.user_of(-605));
select is_empty($$select from app.start_links where kind = 'gift'$$, 'links go with the account');

select * from finish();
rollback;
