-- Settings, switches, identity and the audit log.
begin;
select plan(17);

insert into app.settings (name, value, description) values ('tap_setting', '{"a": [1]}', 'Of this test.');
select is(app.setting('tap_setting'), '{"a": [1]}'::jsonb, 'a setting has its value');
update app.settings set value = 'null' where name = 'tap_setting';
select is(app.setting('tap_setting'), 'null'::jsonb, 'which may be null');
select throws_ok($$select app.setting('tap_unknown')$$, 'TK011', null, 'an unknown setting is an error');

insert into app.flags (name, enabled, description) values ('tap_flag', true, 'Of this test.');
select is(app.flag('tap_flag'), true, 'a switch is on');
update app.flags set enabled = false where name = 'tap_flag';
select is(app.flag('tap_flag'), false, 'or off');
select throws_ok($$select app.flag('tap_unknown')$$, 'TK011', null, 'an unknown switch is an error, not off');

create temporary table ann as
with u as (
  insert into app.users (identity_hash, created_at) values (sha256('tap app'), app.now()) returning id
)

select id from u;
insert into app.telegram_identities (user_id, telegram_id, updated_at) select id, -101, app.now() from ann;
select is(app.user_of(-101), (select id from ann), 'a Telegram id leads to its user');
select throws_ok($$select app.user_of(-102)$$, 'TK010', null, 'an unknown one is an error');
select throws_ok($$select app.user_of(null)$$, 'TK010', null, 'and so is none');
delete from app.telegram_identities where telegram_id = -101;
select throws_ok($$select app.user_of(-101)$$, 'TK010', null, 'an identity that was erased is unknown');

select throws_ok(
  $$insert into app.users (identity_hash, created_at) values (sha256('tap app'), app.now())$$, '23505', null,
  'a person is a user once'
);
select throws_ok(
  $$insert into app.users (identity_hash, created_at) values ('-101', app.now())$$, '23514', null,
  'whose Telegram id is kept as a hash'
);

select app.record('user:1', 'thing.done', 'thing', -7, '{"a": 1}', '{"a": 2}', 'because');
select results_eq(
  $$select at = app.now(), actor, action, before, after, reason from app.audit
    where subject = 'thing' and subject_id = -7$$,
  $$values (true, 'user:1'::text, 'thing.done'::text, '{"a": 1}'::jsonb, '{"a": 2}'::jsonb, 'because'::text)$$,
  'what was done is recorded'
);
select app.record('system', 'thing.made', 'thing', -8, null, '{}');
select results_eq(
  $$select before, reason from app.audit where subject = 'thing' and subject_id = -8$$,
  'values (null::jsonb, null::text)',
  'with nothing before it, and without a reason'
);
select throws_ok(
  $$select app.record(null, 'thing.done', 'thing', -7, null, null)$$, '23502', null, 'but not without an actor'
);
select throws_ok($$delete from app.audit where subject = 'thing'$$, 'TK001', null, 'and it stays');

select is(app.now(), app.now(), 'business time stands still within a transaction');

select * from finish();
rollback;
