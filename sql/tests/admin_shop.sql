-- Settings, flags, texts, incidents, providers and notice rules, as operators and admins change them.
begin;
select plan(50);

\ir fixtures/clock.psql
\set people 1
\ir fixtures/people.psql
update app.users as u set role = 'owner' from people as p where u.id = p.id;
create temporary view last_audit as
select a.actor, a.action, a.subject_key, a.before, a.after, a.reason from app.audit as a order by a.id desc limit 1;

-- Settings
select is_empty(
  'select name from app.settings where default_value is null
    union all select name from app.flags where default_enabled is null',
  'each setting and flag has a default'
);
insert into app.settings (name, value, description) values ('tap_new', '5', 'x');
select is(
  (select default_value from app.settings where name = 'tap_new'), '5'::jsonb, 'a new one has that which it begins with'
);
insert into app.flags (name, enabled, description) values ('tap_flag', false, 'x');
select is((select default_enabled from app.flags where name = 'tap_flag'), false, 'so has a flag');
select is(
  ops.set_setting('trial_hours', '48', 'shorter'), '{"outcome": "changed", "before": 72, "after": 48}'::jsonb,
  'a setting is changed'
);
select results_eq(
  'select action, subject_key, before -> ''value'', after -> ''value'', reason from last_audit',
  $$values ('setting.changed'::text, 'trial_hours'::text, '72'::jsonb, '48'::jsonb, 'shorter'::text)$$,
  'with the old value, the new one and the reason in the audit'
);
select is(ops.set_setting('trial_hours', '48', 'again') ->> 'outcome', 'unchanged', 'the same again changes nothing');
select throws_ok($$select ops.set_setting('trial_hours', '0', 'none')$$, 'TK063', null, 'a wrong value is refused');
select throws_ok(
  $$select ops.set_setting('trial_hours', '24', ' ')$$, 'TK061', null, 'so is a change without a reason'
);
select throws_ok($$select ops.set_setting('nosuch', '24', 'x')$$, 'TK011', null, 'and a setting that is none');
select throws_like(
  $$select ops.set_setting('topup_min', '{"RUB": 20000000}', 'more')$$, 'topup_min is above%',
  'what contradicts another is told at once'
);
select throws_like(
  $$select ops.set_setting('referral_reward', '"sum"', 'more'), ops.set_setting('referral_sum', '{"USD": 1}', 'more')$$,
  'referral_reward is sum, but referral_sum has no amount in RUB', 'so is a reward without an amount'
);
select throws_like(
  $$select ops.set_setting('trial_plan', '"nosuch"', 'more')$$, '%no plan has this code', 'so is a plan that is none'
);
insert into billing.plans (code, title, benefits, places)
values ('tap_moon', '{"en": "Moon"}', '{"en": "x"}', '{tap_moon}');
insert into vpn.panels (code, kind, base_url) values ('tap_earth', 'marzban', 'https://earth');
select throws_like(
  $$select ops.set_setting('trial_plan', '"tap_moon"', 'far')$$, 'no panel may take%', 'and one that no panel may take'
);
update billing.plans set active = false where code <> 'tap_moon';
select is(
  app.unusable_setting('currency', '"EUR"'), null, 'where nothing has a price, a currency without prices is no mistake'
);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'tap_moon';
select throws_like(
  $$select ops.set_setting('currency', '"EUR"', 'abroad')$$, '%has a price in EUR%', 'else it would stop all sales'
);
select lives_ok($$select ops.set_setting('currency', '"XTS"', 'abroad')$$, 'one that has prices is taken');
select lives_ok('set constraints all immediate', 'and all agrees at the end');
prepare direct as update app.settings set value = '"EUR"' where name = 'currency';
select throws_ok('direct', 'TK063', null, 'whoever writes the row is refused, too');
set constraints all deferred;
select is(ops.set_flag('trials', false, 'a wave of abuse'), 'changed', 'a flag is switched off');
select results_eq(
  'select action, subject_key, after ->> ''enabled'', reason from last_audit',
  $$values ('flag.changed'::text, 'trials'::text, 'false'::text, 'a wave of abuse'::text)$$, 'with its reason'
);
select is(ops.set_flag('trials', false, 'again'), 'unchanged', 'once');
select throws_ok($$select ops.set_flag('nosuch', true, 'x')$$, 'TK011', null, 'a flag that is none');
select is(
  admin.set_setting(-1, 'trials', 'true', 'it is over') ->> 'outcome', 'changed', 'an admin switches it on again'
);
select results_eq(
  'select actor, action, reason from last_audit',
  format($$values ('admin:%s'::text, 'flag.changed'::text, 'it is over'::text)$$, (select id from people)),
  'under his own name'
);
select is(admin.set_setting(-1, 'gift_days', '31', 'longer') ->> 'after', '31', 'and changes a setting');
select set_config('tickover.admin', '', true), set_config('tickover.reason', '', true);

-- Texts
select results_eq(
  $$select coalesce((app.refused_text(t.name, t.text)).why, 'fits')
    from (values
      (1, 'help', 'Write to <b>us</b> at <a href="https://t.me/x">x</a>, {brand}'), (2, 'help', ' '),
      (3, 'help', '<b>open'), (4, 'help', '<b><i>crossed</b></i>'), (5, 'help', '<script>x</script>'),
      (6, 'help', 'a < b'), (7, 'help', 'a & b'), (8, 'help', 'a &amp; b'), (9, 'help', 'Hello {name}'),
      (10, 'help', 'a } b'), (11, 'trial-second-day', 'Soon over'), (12, 'trial-second-day', 'Over at {expires_at}'),
      (13, 'brand', 'Fast & Free'), (14, 'brand', 'My {brand}'), (15, 'brand', E'Two\nlines'), (16, 'brand', 'My VPN'),
      (17, 'nosuch', 'x'), (18, 'brand', repeat('x', 33)), (19, 'help', E'a\u202eb'),
      (20, 'help', '<a href="javascript:x">y</a>')
    ) as t (n, name, text) order by t.n$$,
  $$values ('fits'), ('empty'), ('open_tag'), ('tag'), ('tag'), ('tag'), ('tag'), ('fits'), ('unknown_variable'),
    ('brace'), ('missing_variable'), ('fits'), ('plain'), ('unknown_variable'), ('one_line'), ('fits'),
    ('unknown_text'), ('too_long'), ('control_character'), ('tag')$$,
  'what Telegram or the message cannot take is refused, with why'
);
select is(api.shop_texts(0), null, 'a shop without texts of its own has version 0');
select is(ops.set_text('help', 'ru', 'Пишите нам', 'ours'), 'set', 'a text is replaced');
select results_eq(
  'select action, subject_key, after ->> ''text'', reason from last_audit',
  $$values ('shop_text.added'::text, 'help'::text, 'Пишите нам'::text, 'ours'::text)$$, 'which is audited'
);
select is(
  outbox.shop_texts(0), '{"version": 1, "texts": {"ru": {"help": "Пишите нам"}}}'::jsonb, 'programs are told'
);
select is(page.shop_texts(1), null, 'once');
select is(ops.set_text('help', 'ru', 'Пишите нам', 'ours'), 'unchanged', 'the same again is no change');
select is(ops.set_text('help', 'xx', 'y', 'ours'), 'unknown_language', 'a language that is none');
select is(ops.set_text('help', 'all', 'y', 'ours'), 'unknown_language', 'all is for the brand');
select is(ops.set_text('brand', 'all', 'My VPN', 'ours'), 'set', 'which is the same everywhere');
select throws_ok($$select ops.set_text('help', 'ru', '<b>x', 'ours')$$, 'TK063', null, 'a broken one is refused');
select is(api.shop_texts(2, 'help/ru: nothing'), null, 'a program tells of one that fails');
select results_eq(
  $$select detail from ops.alarms where name = 'shop_text'$$, $$values ('help/ru: nothing'::text)$$, 'which is an alarm'
);
select is(ops.set_text('help', 'ru', null, 'back'), 'reset', 'ours is back');
select is_empty($$select from jobs.alarms where name = 'shop_text'$$, 'and the alarm is over');
select is(
  api.shop_texts(2), '{"version": 3, "texts": {"all": {"brand": "My VPN"}}}'::jsonb, 'a reset has a version as well'
);
select results_eq(
  'select why, what from admin.check_text(-1, ''help'', ''<b>x'')',
  $$values ('open_tag'::text, '<b>'::text)$$,
  'an admin is told what is wrong before'
);

-- Incident
select is(
  admin.set_incident(-1, 'ru', 'Чиним', 'panel down'), '{"en": "Чиним", "ru": "Чиним"}'::jsonb,
  'the first text is for everybody'
);
select is(
  admin.set_incident(-1, 'en', 'We fix it', 'panel down'), '{"en": "We fix it", "ru": "Чиним"}'::jsonb,
  'and others come beside it'
);
select is(admin.clear_incident(-1, 'works again'), true, 'until it is over');

-- Providers and notice rules
select is(ops.set_provider('nosuch', true, 'x'), 'no_such_provider', 'a provider that is none');
select is(
  (
    select admin.set_provider(-1, p.name, not p.enabled, 'fees')
    from billing.providers as p
    order by p.position
    limit 1
  ),
  'changed', 'one that is'
);
select is(
  ops.edit_notice_rule('ending', '{"after": "-4 days", "enabled": false}', 'earlier') ->> 'outcome', 'changed',
  'a notice comes at another time'
);
select throws_like(
  $$select ops.edit_notice_rule('ending', '{"after": "-2 hours"}', 'late')$$, '%warns before it happens',
  'but a warning never after the fact'
);
select is(
  (select r.after_hours from admin.notice_rules(-1) as r where r.name = 'ending'), -96.0, 'an admin reads hours'
);

select * from finish();
rollback;
