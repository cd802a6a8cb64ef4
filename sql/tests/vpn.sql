-- Desired and applied access: generations, what a message carries, and answers that come late.
begin;
select plan(43);

\ir fixtures/clock.psql

update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.flags set enabled = true where name = 'trials';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url, enabled)
values
  ('tap_off', 'xray-api', 'http://off', false),
  ('tap', 'xray-api', 'http://panel', true),
  ('tap_more', 'xray-api', 'http://more', false);

\set people 2
\ir fixtures/people.psql
do $$ begin perform api.start_trial(-1); end $$;
create temporary view mine as
select a.*, d.generation as desired_generation, d.present as desired_present, d.expires_at as desired_expires_at
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join people as p on p.id = s.user_id
where p.telegram_id = -1;
create temporary view lane as select id::text as key from mine;
create temporary view waiting as
select m.* from outbox.messages as m where m.topic = 'vpn' and m.lane = (select x.key from lane as x);
create temporary view refreshes as
select m.payload ->> 'screen' as screen from outbox.messages as m where m.topic = 'inbox' and m.lane = '-1';

-- Desired
select results_eq(
  $$select p.code, a.key = format('s_%s', a.id), a.uuid is not null, a.desired_generation,
      a.desired_present, a.desired_expires_at, a.applied_generation, a.link
    from mine as a join vpn.panels as p on p.id = a.panel_id$$,
  $$values (
    'tap'::text, true, true, 1::bigint, true, '1996-02-04 12:00:00+00'::timestamptz, 0::bigint, null::text
  )$$,
  'a new access is placed on an enabled panel and has key and uuid'
);
select is((select count(*) from waiting), 1::bigint, 'a message waits');
select results_eq(
  'select outcome, link, ends_at from api.access(-1)',
  $$values ('activating'::text, null::text, '1996-02-04 12:00:00+00'::timestamptz)$$,
  'the user sees that it is being made'
);
select lives_ok(
  $$select vpn.desire(subscription_id, true, '1996-03-01 00:00:00+00') from mine$$, 'a change'
);
select results_eq(
  'select desired_generation, desired_expires_at from mine',
  $$values (2::bigint, '1996-03-01 00:00:00+00'::timestamptz)$$,
  'raises the generation'
);
select is((select count(*) from waiting), 1::bigint, 'and still one message waits');

-- What goes out
select is(
  vpn.prepare_apply((select key from lane), '{}'),
  (
    select jsonb_build_object(
      'panel', 'tap', 'kind', 'xray-api', 'base_url', 'http://panel', 'key', a.key, 'uuid', a.uuid,
      'former', array[]::uuid[],
      'generation', 2, 'present', true, 'expires_at', '1996-03-01 00:00:00+00'::timestamptz, 'telegram_id', -1,
      'device_limit', null, 'data_limit', null, 'traffic_from', null, 'reset_traffic', false, 'restricted', false,
      'options', '{}'::jsonb, 'acknowledged_version', null, 'adopt', false, 'linked', false,
      'shop', (select m.shop from vpn.mark as m)
    )
    from mine as a
  ),
  'a message carries what is desired when it goes out, in absolute values'
);
select is(vpn.prepare_apply('0', '{}'), null, 'for a subscription without access there is nothing to send');

-- The answer
delete from outbox.messages where topic = 'vpn' and lane = (select key from lane);
update vpn.access set last_error = 'timeout' where subscription_id = (select subscription_id from mine);
select lives_ok(
  $$select vpn.applied((select key from lane), '{}', '{"generation": 1, "present": true, "link": "vless://1"}')$$,
  'the panel answers for generation 1'
);
select results_eq(
  'select applied_generation, applied_at, link, last_error from mine',
  $$values (1::bigint, app.now(), 'vless://1'::text, null::text)$$,
  'which is recorded'
);
select is((select count(*) from waiting), 1::bigint, 'and as generation 2 is desired, a message waits again');
select results_eq('select screen from refreshes', $$values ('access'::text)$$, 'the waiting screen is drawn');
select results_eq(
  'select outcome, link from api.access(-1)',
  $$values ('ready'::text, 'vless://1'::text)$$,
  'the key is there'
);
delete from outbox.messages where topic in ('vpn', 'inbox') and lane in ((select key from lane), '-1');
select lives_ok(
  $$select vpn.applied((select key from lane), '{}', '{"generation": 2, "present": true, "link": "vless://1"}')$$,
  'the panel answers for generation 2'
);
select is((select applied_generation from mine), 2::bigint, 'which is recorded');
select is((select count(*) from waiting), 0::bigint, 'nothing more is to be sent');
select is((select count(*) from refreshes), 0::bigint, 'the key is the same: no screen is drawn');
select is(vpn.prepare_apply((select key from lane), '{}'), null, 'a message that still waits is no longer needed');
select lives_ok(
  $$select vpn.applied((select key from lane), '{}', '{"generation": 1, "present": true, "link": "vless://old"}')$$,
  'an answer that comes late'
);
select results_eq(
  'select applied_generation, link from mine', $$values (2::bigint, 'vless://1'::text)$$, 'changes nothing'
);
select throws_ok(
  $$select vpn.applied((select key from lane), '{}', '{"generation": 9, "present": true, "link": "vless://9"}')$$,
  '23514', null, 'an answer for what was never desired is an error'
);

-- Withdrawn
select lives_ok('select vpn.withdraw(array[subscription_id]) from mine', 'access is withdrawn');
select results_eq(
  $$select desired_generation, desired_present, desired_expires_at from mine$$,
  $$values (3::bigint, false, '1996-03-01 00:00:00+00'::timestamptz)$$,
  'which is a generation of its own'
);
select is((select count(*) from waiting), 1::bigint, 'and a message');
select ok(
  not (vpn.prepare_apply((select key from lane), '{}') ->> 'present')::boolean, 'that says so'
);
select lives_ok(
  $$select vpn.applied((select key from lane), '{}', '{"generation": 3, "present": false, "link": null}')$$,
  'the panel answers'
);
select results_eq(
  'select applied_generation, link from mine', $$values (3::bigint, null::text)$$, 'the link is gone'
);
select is((select count(*) from refreshes), 0::bigint, 'no screen shows a key');

-- Answers that say nothing, and many at once
select throws_ok(
  $$select vpn.applied((select key from lane), '{}', '{"link": "vless://x"}')$$, '22004', null,
  'an answer that does not say what it is about is an error'
);
select lives_ok(
  $$select vpn.applied('0', '{}', '{"generation": 1, "present": true}')$$,
  'one for a subscription that is not there is nothing'
);
select lives_ok(
  $$select vpn.applied_batch(
    array['0', x.key, x.key], array['{}', '{}', '{}']::jsonb[],
    array[
      '{"generation": 1, "present": true}', '{"generation": 3, "present": false}', '{"generation": 2, "present": true}'
    ]::jsonb[]
  ) from lane as x$$,
  'many come together'
);

-- No panel
update vpn.panels set enabled = false;
select is((select outcome from api.start_trial(-2)), 'started', 'without an enabled panel a trial begins');
create temporary view waits as
select a.panel, a.state, (
  select count(*) from outbox.messages as m where m.topic = 'vpn' and m.lane = a.access_id::text
) as messages
from people as u
join billing.subscriptions as s on s.user_id = u.id
join ops.access as a on a.subscription_id = s.id
where u.telegram_id = -2;
select is((select state from waits), 'waiting', 'and waits for one');
select is((select status from api.home(-2)), 'activating', 'which its user sees');
select is((select is_slow from api.is_slow(-2)), false, 'for a while as usual');
select is_empty(
  $$select * from ops.violations where invariant = 'access_reaches_the_panel'$$, 'it is not lost'
);
select isnt_empty($$select from jobs.alarms where name = 'no_panel'$$, 'the admins hear of it');
select set_config('test.now', (app.now() + interval '16 seconds')::text, true);
select is((select is_slow from api.is_slow(-2)), true, 'then as slow');
select results_eq(
  'select done from jobs.refresh_slow_deliveries(100)', 'values (1)', 'its screen says so, though no message waits'
);
update vpn.panels set enabled = true where code = 'tap';
select results_eq(
  'select panel, messages from waits', $$values ('tap'::text, 1::bigint)$$, 'the first that is enabled gets it'
);
select is_empty($$select from jobs.alarms where name = 'no_panel'$$, 'and that was it');
select set_config('test.now', (app.now() + interval '16 seconds')::text, true);
select is((select is_slow from api.is_slow(-2)), true, 'still as slow');
select results_eq('select done from jobs.refresh_slow_deliveries(100)', 'values (1)', 'its screen is drawn anew');

select * from finish();
rollback;
