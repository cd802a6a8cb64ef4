-- Leaked keys are replaced: for one customer with his address, and for everybody on a panel.
begin;
select plan(34);

\ir fixtures/clock.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '720' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits, panels) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}', 2);
update vpn.panels set enabled = false;
delete from vpn.reissues;
insert into vpn.panels (code, kind, base_url)
values ('tap_de', 'marzban', 'http://de'), ('tap_nl', 'marzban', 'http://nl');
\set people 4
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-n) from generate_series(1, 4) as n; end $$;
create temporary view mine as
select a.*, p.code, d.generation, d.present, s.status, (-t.telegram_id)::bigint as n
from vpn.access as a
join vpn.panels as p on p.id = a.panel_id
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as t on t.id = s.user_id;
create temporary view told as
select -m.lane::bigint as n, m.payload ->> 'text' as text, m.payload -> 'buttons' #>> '{0,0,data}' as button
from outbox.messages as m
where m.topic = 'telegram' and m.lane::bigint < 0 and m.payload ->> 'text' ~ 'replaced$';
create temporary view waiting as
select a.n, a.code, m.priority
from outbox.messages as m join mine as a on a.id::text = m.lane
where m.kind = 'vpn.apply';
create function pg_temp.sub(p_n bigint) returns bigint
language sql as $$ select m.subscription_id from mine as m where m.n = p_n limit 1 $$;
create function pg_temp.confirm() returns void
language sql
as $$
  select vpn.applied(
    id::text, '{}',
    jsonb_build_object('generation', generation, 'present', present, 'link', 'vless://' || uuid, 'forgot', former)
  ) from mine;
  delete from outbox.messages where topic = 'vpn'
$$;
select pg_temp.confirm();
create temporary table before as select * from mine;
create temporary view changed as
select m.n, m.code, m.uuid <> b.uuid as has_new_key, m.former = array[b.uuid] as forgets, m.link is null as hides
from mine as m join before as b on b.id = m.id;

-- One customer
select throws_ok('select ops.reissue(1, '' '')', 'TK061', null, 'a reason is needed');
select is(ops.reissue(-7, 'x'), 'unknown_subscription', 'of nobody nothing leaked');
select is(ops.reissue(pg_temp.sub(1), 'posted'), 'reissued', 'somebody''s address leaked');
select results_eq(
  'select code, has_new_key, forgets, hides from changed where n = 1 order by code',
  $$values ('tap_de'::text, true, true, true), ('tap_nl', true, true, true)$$, 'all his keys are others'
);
select is((select count(*) from changed where n > 1 and has_new_key), 0::bigint, 'nobody else''s is');
select is(
  (select number from vpn.subscription_addresses where subscription_id = pg_temp.sub(1)), 2, 'so is his address'
);
select set_eq(
  'select n, code from waiting', $$values (1::bigint, 'tap_de'::text), (1, 'tap_nl')$$, 'both panels are told'
);
select results_eq(
  'select n, text, button from told', $$values (1::bigint, 'address-replaced'::text, 'go:access'::text)$$,
  'and he, with the way to connect'
);
select results_eq(
  $$select actor ~ '^operator:', reason from app.audit where action = 'subscription.address_reissued'$$,
  $$values (true, 'posted'::text)$$, 'and the audit, why'
);
select is(ops.reissue(pg_temp.sub(1), 'posted'), 'too_soon', 'twice is once');
select is((select count(*) from told), 1::bigint, 'and told once');
do $$ begin perform billing.end_at(pg_temp.sub(4), app.now(), 'tap', 'tap'); end $$;
select is(ops.reissue(pg_temp.sub(4), 'posted'), 'reissued', 'an address whose subscription is over');
select is_empty('select from told where n = 4', 'is replaced without a word');
select pg_temp.confirm();

-- A panel that stopped an account gives no links of it
create function pg_temp.answers_without_links(p_n bigint) returns void
language sql
as $$
  update vpn.desired set generation = generation + 1 where subscription_id = pg_temp.sub(p_n);
  select vpn.applied(id::text, '{}', jsonb_build_object('generation', generation, 'present', true, 'links', '[]'::jsonb))
  from mine where n = p_n;
  delete from outbox.messages where topic = 'vpn'
$$;
create temporary view keys as
select
  n, code, applied_generation = generation as is_confirmed, link = 'vless://' || uuid as works,
  links = array[link] as all_of_it
from mine;
select pg_temp.answers_without_links(2);
select results_eq(
  'select distinct is_confirmed, works, all_of_it from keys where n = 2', 'values (true, true, true)',
  'the key that somebody has stays his'
);
select isnt((select link from api.access(-2)), null, 'and he is not told to wait for another one');
select is(ops.reissue(pg_temp.sub(2), 'posted'), 'reissued', 'his address leaks');
select pg_temp.answers_without_links(2);
select is_empty('select from keys where n = 2 and works is not null', 'a key that was replaced is not kept');
update vpn.access set link = 'vless://' || gen_random_uuid() where subscription_id = pg_temp.sub(2);
select pg_temp.answers_without_links(2);
select is_empty('select from keys where n = 2 and works is not null', 'nor is one of another identity');
select pg_temp.confirm();
update vpn.desired set generation = generation + 1 where subscription_id = pg_temp.sub(2);
select pg_temp.confirm();

-- Everybody on a panel
drop table before cascade;
create temporary table before as select * from mine;
create temporary view changed as
select m.n, m.code, m.uuid <> b.uuid as has_new_key, m.former = array[b.uuid] as forgets, m.link is null as hides
from mine as m join before as b on b.id = m.id;
delete from outbox.messages where topic = 'telegram';
select throws_ok('select ops.reissue_panel(''tap_de'', null)', 'TK061', null, 'a reason is needed here, too');
select is(ops.reissue_panel('nowhere', 'x'), 0::bigint, 'an unknown panel has no keys');
select results_eq(
  'select (b).done, (b).more from vpn.reissue_batch(10) as b', 'values (0, false)', 'there is nothing to do'
);
select is(ops.reissue_panel('tap_de', 'its database leaked'), 4::bigint, 'a panel''s keys leaked');
select is(ops.reissue_panel('tap_de', 'its database leaked'), 4::bigint, 'and somebody says so again');
select results_eq('select (b).done, (b).more from vpn.reissue_batch(3) as b', 'values (3, true)', 'a batch');
select results_eq(
  'select panel, reason, replaced, waiting from ops.reissues',
  $$values ('tap_de'::text, 'its database leaked'::text, 3::bigint, 1::bigint)$$, 'its progress is seen'
);
select is(ops.reissue_panel('tap_de', 'again'), 1::bigint, 'it is not begun anew');
select results_eq('select (b).done, (b).more from vpn.reissue_batch(3) as b', 'values (1, true)', 'the rest');
select results_eq('select (b).done, (b).more from vpn.reissue_batch(3) as b', 'values (0, false)', 'then it is done');
select is_empty('select from ops.reissues', 'and no more is seen');
select results_eq(
  'select distinct code, has_new_key, forgets, hides from changed where n < 4 order by code',
  $$values ('tap_de'::text, true, true, true), ('tap_nl', false, false, false)$$,
  'its keys are others, no other panel''s'
);
select set_eq(
  'select n, code, priority from waiting',
  $$select m.n, m.code, 'broadcast'::outbox.priority from mine as m$$, 'panels are told, after what is bought'
);
select results_eq(
  'select n, text, button from told order by n',
  $$select n, 'key-replaced'::text, 'go:access'::text from generate_series(1::bigint, 3) as n$$,
  'and so is everybody whose access runs'
);
select results_eq(
  $$select count(*), count(distinct subject_id), min(reason)
    from app.audit where action = 'subscription.key_replaced'$$,
  $$values (4::bigint, 4::bigint, 'its database leaked'::text)$$, 'each is recorded'
);
select is(
  (select count(*) from vpn.subscription_addresses where number > 2), 0::bigint, 'addresses stay'
);

select * from finish();
rollback;
