-- Time that is given, kept after the end, and taken back; and what each of them asks of the panel.
begin;
select plan(33);

\ir fixtures/clock.psql
select set_config('test.now', '1996-01-31 12:00:00+00', true);

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 1, 'month', 100, 'XTS', tstzrange('1990-01-01', null)
from billing.plans as p
where p.code = 'tap';
insert into app.users (identity_hash, created_at) values (sha256('tap'), app.now());

create temporary view owner as select id from app.users where identity_hash = sha256('tap');
create temporary view mine as
select s.* from billing.subscriptions as s where s.user_id = (select x.id from owner as x);
create temporary view spans as
select p.* from billing.periods as p where p.subscription_id = (select x.id from mine as x) order by p.number;
create temporary view access as
select a.* from ops.access as a where a.subscription_id = (select x.id from mine as x);

-- Buys a month without an order: money is not what these tests are about.
create function pg_temp.buy() returns void
language plpgsql
as $$
declare
  v_price billing.prices;
  v_sub billing.subscriptions;
  v_transfer bigint;
begin
  select r.* into v_price
  from billing.prices as r
  join billing.plans as p on p.id = r.plan_id
  where p.code = 'tap';
  select m.* into v_sub from mine as m;
  v_transfer := ledger.post(
    'credit',
    format('tap:%s', gen_random_uuid()),
    array[
      (ledger.account(null, 'revenue', 'XTS'), -1)::ledger.leg,
      (ledger.account((select id from owner), 'cash', 'XTS'), 1)::ledger.leg
    ]
  );
  perform billing.grant_period(
    (select id from owner), v_price.plan_id, 'paid', billing.next_period(v_sub, 1, 'month'), v_price.id, null,
    v_transfer, p_subscription_id => v_sub.id
  );
end
$$;
create function pg_temp.give(p_days integer) returns void
language plpgsql
as $$
declare
  v_sub billing.subscriptions;
begin
  select m.* into v_sub from mine as m;
  perform billing.grant_period(
    v_sub.user_id, v_sub.plan_id, 'grant', billing.next_period(v_sub, p_days, 'day'), p_actor => 'operator:tap',
    p_subscription_id => v_sub.id
  );
end
$$;

-- When renewal looks
select is(
  billing.next_attempt('1996-02-29 12:00:00+00', t.after::timestamptz), t.expected::timestamptz, t.name
)
from (values
  ('1996-02-01 12:00:00+00', '1996-02-22 12:00:00+00', 'seven days before the end it looks at the price'),
  ('1996-02-22 12:00:00+00', '1996-02-26 12:00:00+00', 'three days before the end it announces'),
  ('1996-02-26 12:00:00+00', '1996-02-28 12:00:00+00', 'then a day before the end'),
  ('1996-02-28 12:00:00+00', '1996-02-29 06:00:00+00', 'six hours before'),
  ('1996-02-29 06:00:00+00', '1996-02-29 11:00:00+00', 'an hour before'),
  ('1996-02-29 11:30:00+00', '1996-02-29 12:00:00+00', 'at the end, also when it looked late before'),
  ('1996-02-29 12:00:00+00', null, 'and never again')
) as t (after, expected, name);

-- Bought: grace, and the next look
select pg_temp.buy();
select results_eq(
  $$select status, source, ends_at, expires_at, renew_at, announced_amount from mine$$,
  $$values (
    'active', 'paid', '1996-02-29 12:00:00+00'::timestamptz, '1996-03-01 12:00:00+00'::timestamptz,
    '1996-02-22 12:00:00+00'::timestamptz, 100::bigint
  )$$,
  'a bought period has its grace, and renewal looks seven days before the end'
);
select results_eq(
  $$select desired_present, desired_expires_at, desired_generation from access$$,
  $$values (true, '1996-03-01 12:00:00+00'::timestamptz, 1::bigint)$$,
  'the panel is told the end with the grace'
);
select is((select generation from spans), 1::bigint, 'the period knows which generation delivers it');

-- Paid within the grace: from the old end, by the same anchor. After it: from now.
select set_config('test.now', '1996-03-01 11:00:00+00', true);
select pg_temp.buy();
select results_eq(
  $$select starts_at, ends_at from spans where number = 2$$,
  $$values ('1996-02-29 12:00:00+00'::timestamptz, '1996-03-31 12:00:00+00'::timestamptz)$$,
  'paid within the grace, a period starts at the old end'
);
select is((select status from billing.subscription_status((select id from owner))), 'activating', 'and access goes on');
select set_config('test.now', '1996-03-31 18:00:00+00', true);
select is(
  (select status from billing.subscription_status((select id from owner))), 'grace', 'the end has passed: grace'
);
select set_config('test.now', '1996-04-01 12:00:00+00', true);
select is(
  (select status from billing.subscription_status((select id from owner))), 'expired', 'and the grace: expired'
);
select pg_temp.buy();
select results_eq(
  $$select p.starts_at, p.ends_at, m.anchor_at, m.anchor_number
    from spans as p cross join mine as m where p.number = 3$$,
  $$values (
    '1996-04-01 12:00:00+00'::timestamptz, '1996-05-01 12:00:00+00'::timestamptz,
    '1996-04-01 12:00:00+00'::timestamptz, 3
  )$$,
  'paid after the grace, it starts now and is the new anchor'
);

-- A grace that is longer than the period does not sell what is over.
update app.settings set value = '2000' where name = 'grace_hours';
select billing.schedule((select id from mine));
select set_config('test.now', '1996-06-15 00:00:00+00', true);
select pg_temp.buy();
select is(
  (select starts_at from spans where number = 4), '1996-06-15 00:00:00+00'::timestamptz,
  'a period that would be over before it is paid for starts now'
);
update app.settings set value = '24' where name = 'grace_hours';
select billing.schedule((select id from mine));

-- Given: free of charge, behind what was bought, which keeps its renewal
select pg_temp.give(10);
select results_eq(
  $$select kind, starts_at, ends_at, price_id is null from spans where number = 5$$,
  $$values ('grant', '1996-07-15 00:00:00+00'::timestamptz, '1996-07-25 00:00:00+00'::timestamptz, true)$$,
  'a grant follows what was bought'
);
select results_eq(
  $$select source, expires_at, renew_at, renewal_price_id is not null from mine$$,
  $$values (
    'grant', '1996-07-26 00:00:00+00'::timestamptz, '1996-07-18 00:00:00+00'::timestamptz, true
  )$$,
  'and renewal waits for its end'
);
select is(
  (select actor from app.audit where action = 'subscription.extended' order by id desc limit 1), 'operator:tap',
  'the audit says who gave it'
);

-- Taken back from the end
select set_config('test.now', '1996-06-20 00:00:00+00', true);
select billing.end_at((select id from mine), '1996-07-01 00:00:00+00', 'operator:tap', 'test.shortened', 'a test');
select results_eq(
  $$select number, starts_at, closed_at from spans where closed_at is not null$$,
  $$values
    (4, '1996-06-15 00:00:00+00'::timestamptz, '1996-07-01 00:00:00+00'::timestamptz),
    (5, '1996-07-15 00:00:00+00'::timestamptz, '1996-07-15 00:00:00+00'::timestamptz)$$,
  'what lies beyond is closed: one in the middle, one before it began'
);
select results_eq(
  $$select status, source, ends_at, expires_at, renew_at from mine$$,
  $$values (
    'active', 'paid', '1996-07-01 00:00:00+00'::timestamptz, '1996-07-02 00:00:00+00'::timestamptz,
    '1996-06-24 00:00:00+00'::timestamptz
  )$$,
  'the subscription follows'
);
select is((select desired_expires_at from access), '1996-07-02 00:00:00+00'::timestamptz, 'and the panel');
select results_eq(
  $$select actor, reason from app.audit where action = 'test.shortened'$$,
  $$values ('operator:tap', 'a test')$$,
  'and the audit'
);
select pg_temp.buy();
select results_eq(
  $$select p.starts_at, p.ends_at, m.anchor_number from spans as p cross join mine as m where p.number = 6$$,
  $$values ('1996-07-01 00:00:00+00'::timestamptz, '1996-08-01 00:00:00+00'::timestamptz, 6)$$,
  'the next one is bought from the new end, which is the new anchor'
);

-- Taken back entirely
select billing.end_at((select id from mine), app.now(), 'operator:tap', 'test.revoked');
select results_eq(
  $$select status, ends_at, expires_at, renew_at from mine$$,
  $$values (
    'expired', '1996-06-20 00:00:00+00'::timestamptz, '1996-06-20 00:00:00+00'::timestamptz, null::timestamptz
  )$$,
  'ended now, it is over without a grace'
);
select is((select desired_present from access), false, 'and access goes');
select set_config('test.now', '1996-06-21 00:00:00+00', true);
select pg_temp.give(3);
select results_eq(
  $$select status, ends_at, expires_at, renew_at, renewal_price_id from mine$$,
  $$values (
    'active', '1996-06-24 00:00:00+00'::timestamptz, '1996-06-24 00:00:00+00'::timestamptz, null::timestamptz,
    null::bigint
  )$$,
  'what is given to somebody whose subscription was over has no grace and begins no charges'
);
select billing.end_at((select id from mine), '1996-06-01 00:00:00+00', 'operator:tap', 'test.undone');
select is(
  (select ends_at from mine), '1996-05-01 12:00:00+00'::timestamptz,
  'taken back to a time when nothing ran, it ended where the period before ended'
);

-- Every period emptied
insert into app.users (identity_hash, created_at) values (sha256('tap2'), app.now());
create or replace temporary view owner as select id from app.users where identity_hash = sha256('tap2');
select pg_temp.buy();
select billing.end_at((select id from mine), '1996-06-01 00:00:00+00', 'operator:tap', 'test.undone');
select results_eq(
  $$select m.status, m.ends_at, p.closed_at = p.starts_at from mine as m cross join spans as p$$,
  $$values ('expired', '1996-06-21 00:00:00+00'::timestamptz, true)$$,
  'when nothing of the only period is left, it ended where it began'
);
select pg_temp.buy();
select is(
  (select starts_at from spans where number = 2), '1996-06-21 00:00:00+00'::timestamptz,
  'and the next one can take its place'
);

-- What can never be written
select throws_ok(
  $$update billing.periods set closed_at = ends_at where subscription_id = (select id from mine) and number = 2$$,
  '23514', null, 'a period is not closed at its end'
);
update billing.periods set closed_at = starts_at + interval '1 day'
where subscription_id = (select id from mine) and number = 2;
select throws_ok(
  $$update billing.periods set closed_at = null where subscription_id = (select id from mine) and number = 2$$,
  'TK001', null, 'one that was closed stays closed'
);
select throws_ok(
  $$update billing.periods set closed_at = starts_at + interval '2 days'
    where subscription_id = (select id from mine) and number = 2$$,
  'TK001', null, 'and is not closed later than it was'
);

select * from finish();
rollback;
