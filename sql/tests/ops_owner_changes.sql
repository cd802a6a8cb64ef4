-- What owners change without a deployment: values are checked, changes leave a trace.
begin;
select plan(52);

\ir fixtures/clock.psql
create temporary view trace as
select u.at, u.actor, u.action, u.subject, u.subject_id, u.subject_key, u.before, u.after
from app.audit as u
where u.at = app.now() and u.actor = format('owner:%s', session_user)
order by u.id;

-- Settings
update app.settings set value = '1' where name = 'trial_hours';
update app.settings set value = '73' where name = 'trial_hours';
select results_eq(
  $$select action, subject, subject_id, subject_key, before -> 'value', after -> 'value' from trace
    where subject_key = 'trial_hours' offset 1$$,
  $$values (
    'setting.changed'::text, 'setting'::text, null::bigint, 'trial_hours'::text, '1'::jsonb, '73'::jsonb
  )$$,
  'a changed setting is audited, before and after'
);
select is((select updated_at from app.settings where name = 'trial_hours'), app.now(), 'and has its time');
update app.settings set value = '73' where name = 'trial_hours';
select is((select count(*) from trace where subject_key = 'trial_hours'), 2::bigint, 'the same again is no change');
insert into app.settings (name, value, description) values ('tap_setting', '"x"', 'For tests.');
delete from app.settings where name = 'tap_setting';
select results_eq(
  $$select action, before ->> 'value', after ->> 'value' from trace where subject_key = 'tap_setting'$$,
  $$values ('setting.added'::text, null::text, 'x'::text), ('setting.removed', 'x', null)$$,
  'one may come and go'
);

-- Flags
update app.flags set enabled = true where name = 'trials';
update app.flags set enabled = false where name = 'trials';
select results_eq(
  $$select action, subject, before -> 'enabled', after -> 'enabled' from trace
    where subject_key = 'trials' order by after -> 'enabled' limit 1$$,
  $$values ('flag.changed'::text, 'flag'::text, 'true'::jsonb, 'false'::jsonb)$$,
  'a switch is audited'
);
select is((select updated_at from app.flags where name = 'trials'), app.now(), 'and has its time');

-- Plans and prices
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select id, 30, 'day', 100, 'XTS', tstzrange('1990-01-01', null) from billing.plans where code = 'tap';
update billing.prices set valid = tstzrange(lower(valid), app.now())
where plan_id = (select id from billing.plans where code = 'tap');
update billing.plans set active = false where code = 'tap';
select results_eq(
  $$select t.action, t.subject, t.subject_id = case t.subject when 'plan' then p.id else r.id end, t.subject_key
    from trace as t, billing.plans as p join billing.prices as r on r.plan_id = p.id
    where p.code = 'tap' and t.subject in ('plan', 'price')$$,
  $$values
    ('plan.added'::text, 'plan'::text, true, null::text), ('price.added', 'price', true, null),
    ('price.changed', 'price', true, null), ('plan.changed', 'plan', true, null)$$,
  'plans and prices are audited by their ids'
);

-- Offers: those of rules say by themselves what they are
create temporary table ann as
select s.user_id as id from api.start(-1, sha256('tap'), null, 'Ann', 'en') as s;
select billing.give_offers('trial_ended', array[a.id]) from ann as a;
select results_eq(
  $$select q.kind, (select count(*) from trace as t where t.subject = 'personal_price')
    from billing.personal_prices as q where q.user_id = (select a.id from ann as a)$$,
  $$values ('offer'::text, 0::bigint)$$, 'what a rule gives is not audited'
);
insert into billing.personal_prices (user_id, kind, percent, valid, reason)
select q.user_id, q.kind, q.percent + 20, q.valid, r.reason
from billing.personal_prices as q
cross join lateral (values ('by hand'), (q.reason)) as r (reason)
where q.user_id = (select a.id from ann as a);
select results_eq(
  $$select t.action, t.after ->> 'reason' from trace as t where t.subject = 'personal_price' order by 2$$,
  $$values ('personal_price.added', 'by hand'), ('personal_price.added', 'notice:trial_ended')$$,
  'what an owner gives is, also as such an offer'
);
select is(
  (select after ->> 'valid' from trace where action = 'price.changed'),
  '["1990-01-01 00:00:00+00","1996-02-01 12:00:00+00")', 'with what they were changed to'
);
select throws_ok(
  $$insert into app.audit (at, actor, action, subject) values (app.now(), 'tap', 'tap', 'tap')$$, '23514', null,
  'a line of the audit is about something'
);
select throws_ok(
  $$insert into app.audit (at, actor, action, subject, subject_id, subject_key)
    values (app.now(), 'tap', 'tap', 'tap', 1, 'tap')$$,
  '23514', null, 'and about one thing'
);

-- Values
create function pg_temp.set(p_name text, p_value jsonb) returns text
language plpgsql
as $$
begin
  update app.settings set value = p_value where name = p_name;
  return 'taken';
exception when sqlstate 'TK063' then
  return 'refused';
end
$$;
select is(pg_temp.set(s.name, s.value), 'taken', format('%s may stay %s', s.name, s.value))
from app.settings as s
where s.name in (
  'currency', 'trial_plan', 'trial_hours', 'order_minutes', 'grace_hours', 'topup_presets', 'topup_min', 'topup_max',
  'keep_job_runs_days', 'keep_inbox_days'
)
order by s.name;
select is(pg_temp.set(v.name, v.value::jsonb), 'refused', format('%s cannot be %s', v.name, v.value))
from (values
  ('trial_hours', '0'), ('trial_hours', '-1'), ('trial_hours', '1.5'), ('trial_hours', '"72"'), ('trial_hours', 'null'),
  ('trial_hours', '99999999999999999999'), ('grace_hours', '9000'), ('order_minutes', '0'), ('currency', '"rub"'),
  ('currency', '1'), ('currency', '"RUBL"'), ('trial_plan', '"Basic!"'), ('trial_plan', 'null'),
  ('topup_presets', '[]'), ('topup_presets', '[100]'),
  ('topup_presets', '{"XTS": []}'), ('topup_presets', '{"XTS": 5}'),
  ('topup_presets', '{"XTS": [100, 0]}'), ('topup_presets', '{"XTS": [100, "200"]}'), ('topup_presets', '{"xts": [1]}'),
  ('topup_min', '{"XTS": 0}'), ('topup_min', '100'), ('referral_sum', '100'), ('referral_welcome', '0'),
  ('topup_max', '{"XTS": 10000000000000}'), ('keep_inbox_days', '{}')
) as v (name, value);
select is(pg_temp.set('grace_hours', '0'), 'taken', 'there may be no grace');
select throws_ok(
  $$update app.settings set value = '"soon"' where name = 'trial_hours'$$, 'TK063',
  'setting trial_hours cannot be "soon"', 'a refusal names setting and value'
);
select throws_ok(
  $$insert into app.settings (name, value, description) values ('currency', '"?"', '')
    on conflict (name) do update set value = excluded.value$$,
  'TK063', null, 'however it is written'
);
select is(app.refused_setting('trial_hours', '0'), 'a whole number from 1 to 8760', 'and says what is wanted');

select * from finish();
rollback;
