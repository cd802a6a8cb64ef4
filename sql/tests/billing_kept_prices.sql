-- Whose the old price of an old customer is: of the subscription that has it, whatever gifts come in between, and of
-- nothing else that he buys.
begin;
select plan(29);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update app.settings set value = '3' where name = 'subscriptions_per_user';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'gifts');
update app.brakes set released_until = '1997-01-01';
\ir fixtures/plans.psql
\ir fixtures/panel.psql

\set people 3
\ir fixtures/people.psql
\ir fixtures/subscriptions.psql
create function pg_temp.price(p_plan text) returns bigint
language sql
as $$
  select f.price_id from billing.current_prices as f join billing.plans as p on p.id = f.plan_id
  where p.code = p_plan and f.currency = 'XTS'
$$;
create function pg_temp.plan(p_plan text) returns bigint
language sql
as $$ select p.id from billing.plans as p where p.code = p_plan $$;
create function pg_temp.fund(p_who bigint, p_amount bigint) returns text
language sql
as $$
  select r.outcome
  from billing.receive_payment(pg_temp.who(p_who), 'stripe', gen_random_uuid()::text, null, p_amount, 'XTS', true) as r
$$;
-- What buying costs, for a subscription or (p_new) one more.
create function pg_temp.buy(p_who bigint, p_plan text, p_n integer default 1, p_new boolean default false)
returns text
language sql
as $$
  select format('%s %s', o.amount, p.outcome)
  from api.open_order(
    p_who, pg_temp.price(p_plan), case when not p_new then (pg_temp.sub(p_who, p_n)).id end, p_new
  ) as o
  cross join lateral api.pay_from_balance(p_who, o.order_token) as p
$$;
create function pg_temp.take_gift(p_from bigint, p_to bigint, p_plan text) returns text
language plpgsql
as $$
declare
  v_order record;
  v_gift record;
begin
  select o.* into v_order from api.open_gift_order(p_from, pg_temp.price(p_plan)) as o;
  perform api.pay_from_balance(p_from, v_order.order_token);
  select g.gift_id, l.code into v_gift
  from api.gifts(p_from) as g
  cross join lateral api.new_gift_link(p_from, g.gift_id) as l
  where g.order_token = v_order.order_token;
  perform api.start(p_to, sha256(format('tap %s', p_to)::bytea), null, 'Ann', 'en', 'gift_' || v_gift.code);
  return (select r.outcome from api.redeem_gift(p_to, v_gift.gift_id) as r);
end
$$;

select pg_temp.fund(-1, 2000), pg_temp.fund(-2, 2000);
select is(pg_temp.buy(-1, 'small'), '100 fulfilled', 'one buys');
select ops.change_price('small', 30, 'day', 150, p_keep_old => true);
select is(pg_temp.buy(-1, 'small'), '100 fulfilled', 'and renews at what it cost when he began');
select is((select c.amount from billing.next_charge(pg_temp.sub(-1)) as c), 100::bigint, 'so will the next charge');

-- A gift changes nothing
select is(pg_temp.take_gift(-2, -1, 'large'), 'redeemed', 'he takes a gift of another plan');
select isnt((pg_temp.sub(-1)).kept_price_id, null, 'which takes no price away from him');
select is((pg_temp.sub(-1)).renewal_price_id, pg_temp.price('small'), 'and he goes on with his plan');
select is((select c.amount from billing.next_charge(pg_temp.sub(-1)) as c), 100::bigint, 'at his price');
select is(pg_temp.take_gift(-2, -1, 'small'), 'redeemed', 'nor does one of his own');
select is((select c.amount from billing.next_charge(pg_temp.sub(-1)) as c), 100::bigint, 'he still pays that');
select is(
  (select k.renewal_amount from ops.kept_prices as k where k.user_id = pg_temp.who(-1)), 100::bigint, 'operators see it'
);
select is(pg_temp.buy(-1, 'small'), '100 fulfilled', 'and buys at it');

-- It is of this subscription
select is(
  (select o.amount from api.open_gift_order(-1, pg_temp.price('small')) as o), 150::bigint,
  'a gift to somebody else costs what everybody is asked'
);
select results_eq(
  format(
    'select p.amount, p.reasons, p.kind from api.prices(-1, %s, null, true) as p', pg_temp.plan('small')
  ),
  $$values (150::bigint, '{}'::text[], 'purchase'::text)$$, 'as the list of prices of gifts says'
);
select is(
  (select p.from_amount from api.plans(-1, null, true) as p where p.plan_id = pg_temp.plan('small')), 150::bigint,
  'and that of plans'
);
select is(
  (select p.amount from api.prices(-1, pg_temp.plan('small')) as p), 100::bigint, 'while his own costs what it did'
);
select is(
  (select p.from_amount from api.plans(-1) as p where p.plan_id = pg_temp.plan('small')), 100::bigint, 'in both lists'
);
select is(pg_temp.buy(-1, 'small', p_new => true), '150 fulfilled', 'one more subscription costs that, too');
select is((select c.amount from billing.next_charge(pg_temp.sub(-1, 2)) as c), 150::bigint, 'also when it is renewed');
select is((select c.amount from billing.next_charge(pg_temp.sub(-1, 1)) as c), 100::bigint, 'the first one does not');
select is(pg_temp.buy(-1, 'small', 2), '150 fulfilled', 'each is bought');
select is(pg_temp.buy(-1, 'small', 1), '100 fulfilled', 'at its own price');
select is(
  (select p.amount from api.prices(-1, pg_temp.plan('small'), (pg_temp.sub(-1, 2)).id) as p), 150::bigint,
  'which its list of prices says'
);
select results_eq(
  $$select subscribers, paid_before from ops.price_touches('small', 30, 'day', 150)$$,
  $$values (2::bigint, 0::bigint)$$, 'a new price is tried with what each of them pays'
);
select is_empty(
  format(
    $$select b.* from ops.broken_promises as b where b.subject ~ 'subscription (%s|%s)\M'$$,
    (pg_temp.sub(-1, 1)).id, (pg_temp.sub(-1, 2)).id
  ),
  'what was announced is what is charged'
);
select is_empty(
  format('select * from ops.violations_of_trials where subject ~ %L', format('user %s\M', pg_temp.who(-1))),
  'and all is well'
);

-- What we do not deliver is no break
select pg_temp.fund(-3, 150);
select is(pg_temp.buy(-3, 'small'), '150 fulfilled', 'one more buys');
select pg_temp.goes_on('7 hours'), ops.change_price('small', 30, 'day', 200);
select jobs.refund_undelivered(50) from generate_series(1, 9);
select is((pg_temp.sub(-3)).status, 'expired', 'what he bought is not delivered');
select is(pg_temp.buy(-3, 'small'), '150 fulfilled', 'so he tries again, at what it cost when he began');
select is((select c.amount from billing.next_charge(pg_temp.sub(-3)) as c), 150::bigint, 'and goes on paying that');

select * from finish();
rollback;
