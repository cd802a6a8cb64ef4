-- Gifts beside what their taker has: refunds take time for what it is worth, and end nobody else's renewal.
begin;
select plan(23);
\set people 12
\ir fixtures/growth.psql

create function pg_temp.left_of(p_n integer) returns interval
language sql
as $$ select (pg_temp.sub(p_n)).ends_at - app.now() $$;

-- A gift of a dearer plan follows what was bought, whose refund takes of it as much as it is worth.
select pg_temp.pay(1, 1000);
select pg_temp.give('one', 1, 'large');
select pg_temp.pay(2, 100);
select is(pg_temp.buy(2), 'fulfilled', 'somebody has bought a month');
select is(pg_temp.take('one', 2), 'redeemed', 'and takes a gift of a dearer one');
select is(pg_temp.left_of(2), interval '60 days', 'which follows it');
select is(pg_temp.refund((pg_temp.sub(2)).id, 1), 'refunded', 'his own month is refunded');
select is(pg_temp.left_of(2), interval '50 days', 'which is worth ten days of the dearer plan');
select is((pg_temp.gift('one')).status, 'redeemed', 'and leaves the gift to him');

-- Of a cheaper one.
select pg_temp.give('two', 1, 'small');
select pg_temp.pay(3, 300);
select pg_temp.buy(3, 'large');
select is(pg_temp.take('two', 3), 'redeemed', 'a gift of a cheaper plan follows as well');
select is(ops.refund(pg_temp.id(3), 1, 'a part', p_amount => 50) ->> 'outcome', 'refunded', 'a part is refunded');
select is(pg_temp.left_of(3), interval '45 days', 'which takes as much time of the gift as that is worth');

-- The refund of a gift leaves the renewal of who took it.
select pg_temp.give('three', 1);
select pg_temp.pay(4, 300);
select pg_temp.buy(4);
select is((pg_temp.sub(4)).auto_renew, true, 'somebody renews automatically');
select is(pg_temp.take('three', 4), 'redeemed', 'and takes a gift of his plan');
select is(pg_temp.refund((pg_temp.sub(4)).id, 2), 'refunded', 'its payer gets the money back');
select is((pg_temp.sub(4)).cancelled_at, null, 'which cancels nothing of who took it');
select is(pg_temp.left_of(4), interval '30 days', 'and takes the time of the gift only');
select is((pg_temp.sub(4)).renew_at is not null, true, 'he renews as before');

-- A gift of another plan that is taken in the grace begins at once.
select pg_temp.pay(5, 100);
select pg_temp.buy(5);
select pg_temp.goes_on('30 days 12 hours');
select pg_temp.give('four', 1, 'large');
select pg_temp.work('renew_due', 'expire_due');
select is((pg_temp.sub(5)).status, 'active', 'a subscription in its grace');
select is(pg_temp.take('four', 5), 'redeemed', 'takes a gift of another plan');
select is(pg_temp.left_of(5), interval '30 days', 'which has all of its time');
select is(
  (select p.starts_at from billing.periods as p where p.transfer_id = (pg_temp.gift('four')).transfer_id), app.now(),
  'from now on'
);

-- Codes for people who have paid take a gift for something paid.
select ops.create_code('PAID', 'balance', 10, 'tap', p_audience => 'paid');
select is((select outcome from api.enter_promo(-1, 'PAID')), 'given', 'who gave a gift that was taken has paid');
select is((select outcome from api.enter_promo(-5, 'PAID')), 'given', 'so has who paid for himself');

select is_empty('select * from pg_temp.violated()', 'the books are in order');
select is_empty(
  'select b.subject from ops.broken_promises_of_choices as b', 'whatever a gift leaves of a renewal is recorded'
);

select * from finish();
rollback;
