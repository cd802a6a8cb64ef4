-- What is decided, and what ends, between an order and the money for it: what the order said holds, and so does what
-- its customer has decided since.
begin;
select plan(19);

\set people 6
\ir fixtures/charges.psql
\ir fixtures/offers.psql
\ir fixtures/promises.psql
update app.settings set value = '30' where name = 'order_minutes';
insert into billing.plans (code, title, benefits)
values
  ('less', '{"en": "Less"}', '{"en": "For tests"}'), ('gone', '{"en": "Gone"}', '{"en": "For tests"}'),
  ('once', '{"en": "Once"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', o.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('less', 60), ('gone', 100), ('once', 200)) as o (plan, amount)
join billing.plans as p on p.code = o.plan;
update billing.plans set renewable = false where code = 'once';
-- An order with a top-up that is to pay it, by a name; and the money for it.
create temporary table carts (name text primary key, n bigint, token uuid);
create function pg_temp.cart(p_name text, p_n bigint, p_price_id bigint default pg_temp.price('tap')) returns void
language sql
as $$
  insert into carts
  select p_name, p_n, t.order_token
  from api.open_order(p_n, p_price_id) as o
  cross join lateral billing.open_topup(pg_temp.who(p_n), 100, 'tap', o.order_token) as t
$$;
create function pg_temp.pay_for(p_name text) returns text
language sql
as $$
  select r.fulfilled_plan_title ->> 'en'
  from carts as c
  cross join lateral inbox._book_payment(c.n, 'tap', 'cart ' || c.name, c.token, 100, 'XTS') as r
  where c.name = p_name
$$;

-- Who has cancelled, or cancels, before the money for an order comes
select pg_temp.subscribe(n) from (values (-1), (-2), (-3)) as t (n);
select api.cancel(-1), api.cancel(-2);
select pg_temp.at('1996-07-01 11:50:00+00', -1);
select is(api.will_renew(-1, pg_temp.price('tap')), false, 'an order says that a cancellation stands');
select pg_temp.cart('in time', -1);
select pg_temp.at('1996-07-01 12:05:00+00', -1);
select is((pg_temp.sub(-1)).status, 'expired', 'access ends');
select is(pg_temp.pay_for('in time'), 'Tap', 'and the money for it comes');
select isnt((pg_temp.sub(-1)).cancelled_at, null, 'it stands');
select is((billing.next_charge(pg_temp.sub(-1))).at, null, 'so nothing more is charged');
select is(pg_temp.broken(-1), null, 'as was said');
select is(api.will_renew(-2, pg_temp.price('tap')), true, 'an order after the end says that it is renewed');
select pg_temp.cart('after the end', -2);
select is(pg_temp.pay_for('after the end'), 'Tap', 'and is paid');
select is((pg_temp.sub(-2)).cancelled_at, null, 'so it is');
select pg_temp.cart('in the grace', -3);
select pg_temp.at('1996-07-01 12:10:00+00', -3), api.cancel(-3);
select pg_temp.at('1996-07-01 12:15:00+00', -3);
select is(pg_temp.pay_for('in the grace'), 'Tap', 'who cancels after he has ordered');
select isnt((pg_temp.sub(-3)).cancelled_at, null, 'has cancelled');

-- Who chooses what comes next before the money for an order comes
select pg_temp.subscribe(-4), pg_temp.cart('more', -4);
select pg_temp.goes_on('1 minute');
select is(
  (select c.outcome from api.schedule_change(-4, pg_temp.price('less')) as c), 'scheduled',
  'who chooses a cheaper plan'
);
select pg_temp.goes_on('1 minute');
select is(pg_temp.pay_for('more'), 'Tap', 'gets what he has ordered before');
select is((billing.next_charge(pg_temp.sub(-4))).amount, 60::bigint, 'and then what he chose');

-- What is no longer sold to others ends before the money for its renewal comes
select pg_temp.subscribe(-6, 'gone'), ops.retire_plan('gone', true);
select pg_temp.at('1996-07-31 12:30:00+00', -6), pg_temp.at('1996-08-01 12:00:00+00', -6);
select pg_temp.cart('gone', -6, (pg_temp.sub(-6)).price_id);
select pg_temp.at('1996-08-01 12:18:00+00', -6);
select is((pg_temp.sub(-6)).status, 'expired', 'a plan that is no longer sold ends');
select is(pg_temp.pay_for('gone'), 'Gone', 'and is renewed by what was ordered before');

-- Free time of a cheaper plan runs, and one that is not renewed is bought
update app.settings set value = '"less"' where name = 'trial_plan';
select pg_temp.pay(-5, 200), ops.grant_days(pg_temp.who(-5), 10, 'a present');
create temporary table quoted as select o.* from api.open_order(-5, pg_temp.price('once')) as o;
select is((select q.starts_at from quoted as q), app.now(), 'an order says that it begins at once');
select is(
  (select p.outcome from quoted as q cross join lateral api.pay_from_balance(-5, q.order_token) as p), 'fulfilled',
  'it is paid'
);
select is((billing.running_plan(pg_temp.sub(-5))).code, 'once', 'and begins');

select * from finish();
rollback;
