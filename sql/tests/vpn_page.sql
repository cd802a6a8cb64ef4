-- The address of a subscription, what its page shows, the replacement of a leaked one, and the apps.
begin;
select plan(55);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '"https://help.example/"' where name = 'support_url';
update app.settings set value = '"mailto:shop@example.org"' where name = 'contact_url';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits, data_limit_bytes)
values ('tap', '{"en": "Tap", "ru": "Кран"}', '{"en": "For tests"}', 1000000);
\ir fixtures/panel.psql
insert into app.bot as b (id, name, since) values (1, 'tap_bot', '-infinity')
on conflict (only_one) do update set name = excluded.name;

\set people 2
\ir fixtures/people.psql
create temporary view mine as
select a.*, d.generation as desired_generation
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id
where p.telegram_id = -1;
create temporary view shown as
select s.*
from vpn.subscription_addresses as a
join mine as m on m.subscription_id = a.subscription_id
cross join lateral page.subscription(sha256(a.token::bytea)) as s;
create function pg_temp.answer(p_result jsonb default '{}') returns void
language sql
as $$
  select vpn.applied(
    m.id::text,
    '{}',
    jsonb_build_object(
      'generation', m.desired_generation, 'present', true, 'link', format('vless://%s@tap', m.uuid)
    ) || p_result
  )
  from mine as m
$$;

-- The address
select results_eq(
  'select * from api.subscription_address(-1)',
  $$values ('none'::text, null::text, null::integer, 0, 0)$$,
  'who has no subscription has no address'
);
do $$ begin perform api.start_trial(-1); perform api.start_trial(-2); end $$;
select results_eq(
  'select outcome, length(token), number, servers, ready from api.subscription_address(-1)',
  $$values ('ok'::text, 32, 1, 1, 0)$$,
  'a subscription gets an address when it is first asked for'
);
select is(
  (select x.token from api.subscription_address(-1) as x),
  (select a.token from vpn.subscription_addresses as a join mine as m on m.subscription_id = a.subscription_id),
  'and keeps it'
);
select isnt(
  (select x.token from api.subscription_address(-1) as x),
  (select x.token from api.subscription_address(-2) as x),
  'each has its own'
);
select throws_ok('select * from api.subscription_address(-9)', 'TK010', null, 'nobody has none');
select is(
  (select count(distinct vpn.new_token()) from generate_series(1, 500)), 500::bigint, 'no token is made twice'
);
select is_empty(
  $$select t from (select vpn.new_token() as t from generate_series(1, 100)) as n where t !~ '^[A-Za-z0-9_-]{32}$'$$,
  'and all fit into an address'
);

-- What is shown
select is_empty('select * from page.subscription(sha256(''nobody'')) as s', 'an unknown token shows nothing');
select is_empty('select * from page.subscription(null) as s', 'no token neither');
select results_eq(
  $$select locale, status, is_trial, plan_title ->> 'ru', ends_at, renews, used_bytes, limit_bytes, links
    from shown$$,
  $$values (
    'en'::text, 'activating'::text, true, 'Кран'::text, '1996-02-04 12:00:00+00'::timestamptz, false,
    null::bigint, 1000000::bigint, '{}'::text[]
  )$$,
  'before the panel has answered there is no link'
);
select results_eq(
  'select bot_name, support_url, contact_url, update_hours, now from shown',
  $$values (
    'tap_bot'::text, 'https://help.example/'::text, 'mailto:shop@example.org'::text, 12,
    '1996-02-01 12:00:00+00'::timestamptz
  )$$,
  'and where the shop is, and how often to look'
);
select lives_ok('select pg_temp.answer()', 'the panel answers');
select results_eq(
  'select status, links from shown',
  $$select 'active'::text, array[format('vless://%s@tap', m.uuid)] from mine as m$$,
  'then there is one'
);
update vpn.access as a set links = array['vless://one', 'vless://two'] from mine as m where a.id = m.id;
select results_eq(
  'select links from shown', $$values (array['vless://one', 'vless://two'])$$, 'or several, when the panel has several'
);
update vpn.access as a set state = 'leaving' from mine as m where a.id = m.id;
select is((select s.links from shown as s), '{}'::text[], 'what leaves a panel is not handed out');
update vpn.access as a set state = 'serving' from mine as m where a.id = m.id;
select set_config('test.now', '1996-02-05 12:00:00+00', true);
select results_eq(
  'select status, links from shown', $$values ('expired'::text, '{}'::text[])$$, 'nothing after the end'
);
select set_config('test.now', '1996-02-01 12:00:00+00', true);

-- A leaked one is replaced
create temporary table before as
select m.id, m.uuid, m.desired_generation as generation, a.token
from mine as m join vpn.subscription_addresses as a on a.subscription_id = m.subscription_id;
create temporary view waiting as
select m.* from outbox.messages as m where m.topic = 'vpn' and m.lane = (select b.id::text from before as b);
delete from outbox.messages as m where m.topic = 'vpn' and m.lane in (select b.id::text from before as b);
select is(
  (select x.outcome from api.reissue_address(-1, 1) as x), 'reissued', 'somebody asks for another address'
);
select is_empty(
  'select * from before as b cross join lateral page.subscription(sha256(b.token::bytea)) as s',
  'the old one shows nothing any more'
);
select is((select count(*) from shown), 1::bigint, 'the new one does');
select results_eq(
  'select outcome, token <> (select b.token from before as b), number, ready from api.subscription_address(-1)',
  $$values ('ok'::text, true, 2, 0)$$,
  'and is what the bot gives'
);
select results_eq(
  $$select m.uuid <> b.uuid, m.former = array[b.uuid], m.link, m.links, m.desired_generation - b.generation
    from mine as m join before as b on b.id = m.id$$,
  $$values (true, true, null::text, null::text[], 1::bigint)$$,
  'the key is another one, too'
);
select results_eq(
  'select status, links from shown', $$values ('activating'::text, '{}'::text[])$$, 'until the panel has it'
);
select is((select count(*) from waiting), 1::bigint, 'which it is told');
select results_eq(
  $$select p.said ->> 'uuid' = m.uuid::text, p.said -> 'former' = to_jsonb(array[b.uuid])
    from mine as m join before as b on b.id = m.id
    cross join lateral vpn.prepare_apply(m.id::text, '{}') as p (said)$$,
  $$values (true, true)$$,
  'with the key that it is to forget'
);
select is(
  (select x.outcome from api.reissue_address(-1, 1) as x), 'already_reissued', 'a repeated tap replaces nothing'
);
select is((select x.number from api.subscription_address(-1) as x), 2, 'as the number shows');
select is((select x.outcome from api.reissue_address(-1, 2) as x), 'too_soon', 'nor does another one at once');
select results_eq(
  $$select a.action, a.before, a.after from app.audit as a
    where a.subject = 'subscription' and a.action = 'subscription.address_reissued'
      and a.subject_id = (select m.subscription_id from mine as m)$$,
  $$values ('subscription.address_reissued'::text, '{"number": 1}'::jsonb, '{"number": 2}'::jsonb)$$,
  'it is recorded once, without a token'
);
select lives_ok('select pg_temp.answer()', 'a listener that knows nothing of former keys answers');
select is((select cardinality(m.former) from mine as m), 1, 'then the former one is still to be forgotten');
select results_eq('select status, cardinality(links) from shown', $$values ('active'::text, 1)$$, 'but access is back');
select is((select x.ready from api.subscription_address(-1) as x), 1, 'at its panel');
update vpn.desired as d set generation = d.generation + 1 from mine as m where d.subscription_id = m.subscription_id;
select lives_ok(
  $$select pg_temp.answer(jsonb_build_object('forgot', array[b.uuid])) from before as b$$, 'one that does, says so'
);
select is((select m.former from mine as m), '{}'::uuid[], 'and nothing is left to forget');
select set_config('test.now', '1996-02-01 12:05:00+00', true);
select is((select x.outcome from api.reissue_address(-1, 2) as x), 'reissued', 'later it can be replaced again');
select is(
  (select x.outcome
   from api.reissue_address(-2, 3, (select m.subscription_id from mine as m)) as x),
  'unknown_subscription',
  'but not by somebody else'
);
do $$ begin perform from api.start(-3, sha256('tap -3'), null, 'Bob', 'ru'); end $$;
select is((select x.outcome from api.reissue_address(-3, 1) as x), 'unknown_subscription', 'nor by who has none');
select throws_ok(
  $$insert into vpn.subscription_addresses (subscription_id, token, issued_at)
    select m.subscription_id, 'short', app.now() from mine as m$$,
  '23514', null, 'a token is never short'
);
select throws_ok('truncate vpn.subscription_addresses', 'TK001', null, 'addresses are not lost');

-- Apps
delete from vpn.client_apps;
insert into vpn.client_apps (code, title, platform, locale, link_template, store_url, position, valid_from, valid_until)
values
  ('one', 'One', 'ios', null, 'one://add/{url}', 'https://store.example/1', 2, null, '1996-02-02'),
  ('one', 'One new', 'ios', null, 'one://add/{url}', 'https://store.example/2', 2, '1996-02-02', null),
  ('two', 'Two', 'ios', null, 'two://add?u={url_encoded}', 'https://store.example/3', 3, null, null),
  ('two', 'Two ru', 'ios', 'ru', 'two://add?u={url_encoded}', 'https://store.example/3', 1, null, null),
  ('tv', 'On TV', 'tv', null, null, 'https://store.example/4', 1, null, null);
select results_eq(
  $$select title, platform, can_open from api.client_apps(-1)$$,
  $$values ('One'::text, 'ios'::text, true), ('Two', 'ios', true), ('On TV', 'tv', false)$$,
  'apps are offered by platform, in their order'
);
select results_eq(
  $$select title from api.client_apps(-3)$$,
  $$values ('Two ru'::text), ('One'), ('On TV')$$,
  'a row for a language goes before one for everybody'
);
update vpn.client_apps set offered = false where title = 'Two ru';
select results_eq(
  $$select title from api.client_apps(-3)$$, $$values ('One'::text), ('On TV')$$, 'and may hide the app'
);
select set_config('test.now', '1996-02-02 00:00:00+00', true);
select results_eq(
  $$select title, link_template from page.client_apps('en') where platform = 'ios'$$,
  $$values ('One new'::text, 'one://add/{url}'::text), ('Two', 'two://add?u={url_encoded}')$$,
  'and from its day on the next row counts'
);
select throws_ok('select * from api.client_apps(-9)', 'TK010', null, 'nobody is offered none');
select throws_ok(
  $$insert into vpn.client_apps (code, title, platform, store_url, position)
    values ('two', 'Two again', 'ios', 'https://store.example/5', 9)$$,
  '23P01', null, 'an app has one row at a time'
);
prepare app_with_link as
insert into vpn.client_apps (code, title, platform, link_template, store_url, position)
values ('bad', 'Bad', 'ios', $1, 'https://store.example', 9);
select throws_ok('execute app_with_link(''javascript://x{url}'')', '23514', null, 'a link runs no script');
select throws_ok(
  'execute app_with_link(''https://evil.example/{url}'')', '23514', null, 'and hands the address to no site'
);
select throws_ok('execute app_with_link(''bad://add/'')', '23514', null, 'it has a place for the address');
select throws_ok('execute app_with_link(''bad://"{url}'')', '23514', null, 'and nothing that ends an attribute');
select lives_ok('execute app_with_link(''bad+1.x://add/{url}#{name}'')', 'any scheme of an app will do');
select throws_ok(
  $$update vpn.client_apps set store_url = 'http://store.example'$$, '23514', null, 'stores are https'
);
select is(
  (select count(*) from app.audit as a where a.subject = 'client_app' and a.action = 'client_app.added'),
  6::bigint, 'what an owner changes is audited'
);

-- Settings
prepare setting as update app.settings set value = $2::jsonb where name = $1;
select throws_ok(
  'execute setting(''support_url'', ''"javascript:alert(1)"'')', 'TK063', null, 'support has an address'
);
select lives_ok('execute setting(''support_url'', ''null'')', 'or none');
select is((select s.support_url from shown as s), null, 'which the page is told');

select * from finish();
rollback;
