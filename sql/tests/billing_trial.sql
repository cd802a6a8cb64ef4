-- The trial: once per person for ever, and never at the cost of a subscription.
begin;
select plan(24);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '48' where name = 'trial_hours';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups');
\set price 100
\ir fixtures/plan.psql

\set people 3
\ir fixtures/people.psql

-- Given once
select is((select trial_hours from api.home(-1)), 48, 'the menu offers it');
select results_eq(
  'select outcome, ends_at from api.start_trial(-1)',
  $$values ('started'::text, '1996-02-03 12:00:00+00'::timestamptz)$$,
  'it starts now'
);
select results_eq(
  $$select s.status, s.source, p.kind, p.starts_at, p.ends_at, p.price_id, p.transfer_id
    from billing.subscriptions as s join billing.periods as p on p.subscription_id = s.id
    where s.user_id = (select id from people where telegram_id = -1)$$,
  $$values (
    'active'::text, 'trial'::text, 'trial'::text, '1996-02-01 12:00:00+00'::timestamptz,
    '1996-02-03 12:00:00+00'::timestamptz, null::bigint, null::bigint
  )$$,
  'it is a period without a charge'
);
select results_eq(
  $$select a.desired_present, a.desired_expires_at, m.kind
    from billing.subscriptions as s
    join ops.access as a on a.subscription_id = s.id
    join outbox.messages as m on m.topic = 'vpn' and m.lane = a.access_id::text
    where s.user_id = (select id from people where telegram_id = -1)$$,
  $$values (true, '1996-02-03 12:00:00+00'::timestamptz, 'vpn.apply'::text)$$,
  'access is desired, and a message waits'
);
select is(
  (select actor from app.audit where action = 'trial.started' order by id desc limit 1),
  (select format('user:%s', id) from people where telegram_id = -1),
  'the audit knows'
);
select is((select trial_hours from api.home(-1)), null, 'the menu offers it no more');
select is((select outcome from api.start_trial(-1)), 'already_used', 'a second one is refused');
select is(
  (select ends_at from api.start_trial(-1)), '1996-02-03 12:00:00+00'::timestamptz,
  'and the first one is not shortened'
);
select set_config('test.now', '1997-01-01 00:00:00+00', true);
select is((select outcome from api.start_trial(-1)), 'already_used', 'also when it is long over');

-- The person comes back
delete from app.telegram_identities where telegram_id = -1;
select is(
  (select outcome from api.start(-1, sha256('tap -1'), null, 'Bea', 'en')), 'known',
  'who was erased and comes back is known'
);
select is((select outcome from api.start_trial(-1)), 'already_used', 'and does not get another one');
select throws_ok(
  $$delete from billing.trials where user_id = (select id from people where telegram_id = -1)$$,
  'TK001', null, 'nobody can take the record away'
);

-- Not beside a subscription
do $$ begin perform inbox._book_payment(-2, 'tap', 'tap trial', null, 100, 'XTS'); end $$;
select is(
  (
    select p.outcome
    from billing.offers as f
    cross join lateral api.open_order(-2, f.price_id) as o
    cross join lateral api.pay_from_balance(-2, o.order_token) as p
  ),
  'fulfilled',
  'a user who bought first'
);
select is((select trial_hours from api.home(-2)), null, 'is not offered a trial');
select results_eq(
  'select outcome, ends_at from api.start_trial(-2)',
  $$values ('has_subscription'::text, '1997-01-31 00:00:00+00'::timestamptz)$$,
  'and a trial would not touch what was paid'
);

-- Switches
update app.flags set enabled = false where name = 'trials';
select is((select trial_hours from api.home(-3)), null, 'with the flag off the menu does not offer it');
select is((select outcome from api.start_trial(-3)), 'switched_off', 'and none starts');
update app.flags set enabled = true where name = 'trials';
update app.settings set value = '"nonesuch"' where name = 'trial_plan';
select is((select outcome from api.start_trial(-3)), 'switched_off', 'a trial of no plan does not start');
select is((select trial_hours from api.home(-3)), null, 'nor is it offered');
select throws_ok('set constraints all immediate', 'TK063', null, 'and such a setting does not stay');
update app.settings set value = '"tap"' where name = 'trial_plan';
select lives_ok('set constraints all immediate', 'a plan that is there does');
update billing.plans set code = 'renamed' where code = 'tap';
select is(app.setting('trial_plan'), '"renamed"', 'which may be called something else');
select is((select outcome from api.start_trial(-3)), 'started', 'and trials go on');
select throws_ok(
  $$update app.settings set value = '{"RUB": 100}' where name = 'topup_max'$$, 'TK063', null,
  'limits do not contradict each other'
);

select * from finish();
rollback;
