-- Gifts: bought from the balance, taken once or given back once, and what a provider takes back cancels those that
-- nobody has taken.
begin;
select plan(92);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update app.settings set value = '"never"' where name = 'dispute_ends_access';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '1' where name = 'subscriptions_per_user';
update app.settings set value = '3' where name = 'gift_attempts';
update app.settings set value = '10' where name = 'gift_attempts_of_all';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'gifts', 'trials');
update app.brakes set released_until = '1997-01-01';
\ir fixtures/plans.psql
update app.settings set value = '"small"' where name = 'trial_plan';
\ir fixtures/panel.psql

\set people 9
\ir fixtures/people.psql
\ir fixtures/told.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
create temporary table codes (name text primary key, gift_id bigint, code text, order_token uuid);
create function pg_temp.fund(p_who bigint, p_amount bigint, p_charge text default null) returns text
language sql
as $$
  select r.outcome
  from billing.receive_payment(
    pg_temp.who(p_who), 'stripe', coalesce(p_charge, gen_random_uuid()::text), null, p_amount, 'XTS', true
  ) as r
$$;
create function pg_temp.sub(p_who bigint) returns billing.subscriptions
language sql
as $$ select s from billing.subscriptions as s where s.user_id = pg_temp.who(p_who) order by s.id desc limit 1 $$;
-- Buys a gift and makes a link of it.
create function pg_temp.give(p_name text, p_who bigint, p_plan text) returns text
language plpgsql
as $$
declare
  v_order record;
  v_outcome text;
begin
  select o.* into v_order from api.open_gift_order(p_who, pg_temp.price(p_plan)) as o;
  select p.outcome into v_outcome from api.pay_from_balance(p_who, v_order.order_token) as p;
  insert into codes (name, order_token, gift_id, code)
  select p_name, v_order.order_token, g.gift_id, l.code
  from api.gifts(p_who) as g
  cross join lateral api.new_gift_link(p_who, g.gift_id) as l
  where g.order_token = v_order.order_token;
  return coalesce(v_outcome, v_order.outcome);
end
$$;
create function pg_temp.open(p_name text, p_who bigint) returns text
language plpgsql
as $$
begin
  perform api.start(p_who, sha256(format('tap %s', p_who)::bytea), null, 'Ann', 'en', 'gift_' || c.code)
  from codes as c
  where c.name = p_name;
  return coalesce((select g.plan_title from api.opened_gift(p_who) as g), 'nothing');
end
$$;
create function pg_temp.take(p_name text, p_who bigint, p_new boolean default false) returns text
language sql
as $$ select r.outcome from codes as c cross join lateral api.redeem_gift(p_who, c.gift_id, p_new) as r
  where c.name = p_name $$;
create function pg_temp.gift(p_name text) returns billing.gifts
language sql
as $$ select g from codes as c join billing.gifts as g on g.id = c.gift_id where c.name = p_name $$;
create function pg_temp.violated() returns setof text
language sql
as $$
  select format('%s: %s', v.invariant, v.subject) from ops.violations as v
  where v.invariant !~ 'undelivered|roles|reads_nothing|overdue|panel|lane|drift|events'
  union all
  select format('%s: %s', b.promise, b.subject) from ops.broken_promises as b
  where b.promise in ('delivered_is_not_refunded', 'gifts_are_taken_or_given_back', 'money_buys_what_it_was_for')
$$;

-- Bought from the balance.
select pg_temp.fund(-1, 1000);
select is(pg_temp.give('first', -1, 'small'), 'fulfilled', 'a gift is paid from the balance');
select is(pg_temp.balance(-1), 900::bigint, 'of its payer');
select is(pg_temp.of_shop('gift_hold'), 100::bigint, 'and held');
select is(pg_temp.of_shop('revenue'), 0::bigint, 'without being earned yet');
select is((pg_temp.gift('first')).status, 'unused', 'it waits to be taken');
select is((pg_temp.gift('first')).expires_at, app.now() + interval '30 days', 'for thirty days');
select is_empty($$select from billing.subscriptions as s where s.user_id = pg_temp.who(-1)$$, 'its payer got no time');
select is(
  (select p.outcome from codes as c cross join lateral api.pay_from_balance(-1, c.order_token) as p
    where c.name = 'first'),
  'already_fulfilled', 'a second tap buys nothing'
);
select results_eq(
  $$select s.cause, s.amount, s.plan_title, s.ends_at from api.statement(-1) as s order by s.line_id desc limit 1$$,
  $$values ('gift', -100::bigint, 'Small', null::timestamptz)$$, 'the history names it'
);
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- Its code.
select is(
  (select count(*) from billing.gift_codes as k join codes as c on k.code_hash like '%' || c.code || '%'), 0::bigint,
  'codes are not kept'
);
select is(
  (select l.outcome from codes as c cross join lateral api.new_gift_link(-2, c.gift_id) as l), 'unknown',
  'nobody else gets a link'
);
select is(
  (select l.outcome from codes as c cross join lateral api.new_gift_link(-1, c.gift_id) as l), 'made',
  'its payer gets another one'
);
select is(
  (select r.outcome from codes as c cross join lateral api.redeem_gift(-2, c.gift_id) as r), 'gone',
  'who has not opened its link cannot take it, whatever button he sends'
);
select is(pg_temp.open('first', -2), 'Small', 'the link shows what it is');
select results_eq(
  $$select g.starts_at, g.ends_at, g.follows, g.has_subscription from api.opened_gift(-2) as g$$,
  $$values (app.now(), app.now() + interval '30 days', false, false)$$, 'and when it would run'
);
select is(
  (select l.code from app.start_links as l
    where l.user_id = pg_temp.who(-2)), billing.gift_code_hash((select c.code from codes as c)),
  'and is not kept either'
);

-- Taken.
select is(pg_temp.take('first', -2), 'redeemed', 'it is taken');
select is(pg_temp.of_shop('gift_hold'), 0::bigint, 'held no more');
select is(pg_temp.of_shop('revenue'), 100::bigint, 'but earned');
select is((pg_temp.sub(-2)).ends_at, app.now() + interval '30 days', 'it gives its time');
select is((pg_temp.sub(-2)).auto_renew, false, 'and charges nobody for more');
select is(
  (select array_agg(t.text order by t.id) from told as t
    where t.lane = '-1' and t.text ~ '^gift'), array['gift-was-taken'],
  'the payer is told'
);
select is(pg_temp.take('first', -2), 'already_redeemed', 'taking it twice gives nothing');
select is(
  (select count(*) from billing.periods as p where p.subscription_id = (pg_temp.sub(-2)).id), 1::bigint,
  'more'
);
select is(pg_temp.open('first', -3), 'nothing', 'to others its link opens nothing now');
select is(pg_temp.take('first', -3), 'gone', 'and they cannot take it');
select results_eq(
  $$select p.payer_id, p.charged from billing.paid_periods as p where p.user_id = pg_temp.who(-2)$$,
  $$values (pg_temp.who(-1), 100::bigint)$$, 'its payer is who paid'
);
select results_eq(
  $$select s.cause, s.amount from api.statement(-2) as s$$, $$values ('gift_taken', null::bigint)$$,
    'the taker reads what he got'
);
select throws_ok(
  $$update billing.gifts as g set status = 'unused', settled_at = null, settled_by = null where g.status = 'redeemed'$$,
  'TK035', null, 'and it stays taken'
);
select throws_ok($$delete from billing.gifts$$, 'TK001', null, 'forever');
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- A refund of what was taken goes to who paid.
select is(
  ops.refund(pg_temp.who(-2), 1, 'a test') ->> 'outcome', 'refunded', 'what was taken can be refunded'
);
select is(pg_temp.balance(-1), 1000::bigint, 'to who paid');
select is(pg_temp.balance(-2), 0::bigint, 'and not to who took it');
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- Given back.
select is(pg_temp.give('second', -1, 'large'), 'fulfilled', 'another gift');
select is(
  (select b.outcome from codes as c cross join lateral api.ask_gift_back(-2, c.gift_id) as b
    where c.name = 'second'), 'unknown',
  'nobody else gets its money'
);
select is(pg_temp.open('second', -3), 'Large', 'somebody looks at it');
select results_eq(
  $$select b.outcome, b.amount, b.balance from codes as c
    cross join lateral api.ask_gift_back(-1, c.gift_id) as b where c.name = 'second'$$,
  $$values ('returned', 300::bigint, 1000::bigint)$$, 'its payer takes the money back'
);
select is(
  (select b.outcome from codes as c cross join lateral api.ask_gift_back(-1, c.gift_id) as b where c.name = 'second'),
  'already_returned', 'once'
);
select is(pg_temp.take('second', -3), 'gone', 'and nobody takes it any more');
select results_eq(
  $$select s.cause, s.amount, s.plan_title from api.statement(-1) as s order by s.line_id desc limit 1$$,
  $$values ('gift_returned', 300::bigint, 'Large')$$, 'the history names it'
);
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- Given money does not become the payer's own by being given and given back.
select ops.credit(pg_temp.who(-4), 250, 'a test', false);
select pg_temp.fund(-4, 100);
select is(pg_temp.give('mixed', -4, 'large'), 'fulfilled', 'a gift of given and own money');
select is(
  (select b.outcome from codes as c cross join lateral api.ask_gift_back(-4, c.gift_id) as b
    where c.name = 'mixed'), 'returned',
  'comes back'
);
select is(billing.own_money(pg_temp.who(-4), 'XTS'), 100::bigint, 'and only what was paid in is the own');

-- Nobody takes it.
select is(pg_temp.give('third', -1, 'small'), 'fulfilled', 'a gift that nobody takes');
select set_config('test.now', '1996-03-10 12:00:00+00', true);
select is(pg_temp.open('third', -3), 'nothing', 'expires');
select is((billing.expire_gift()).done, 1, 'and the job gives it back');
select is((billing.expire_gift()).done, 0, 'once');
select is(pg_temp.balance(-1), 1000::bigint, 'with all its money');
select is(
  (select t.text from told as t where t.lane = '-1' order by t.id desc limit 1), 'gift-expired',
  'its payer is told'
);
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- What runs is not lost, and its renewal stays what it was.
select pg_temp.fund(-5, 300);
select p.outcome from api.open_order(-5, pg_temp.price('large')) as o
  cross join lateral api.pay_from_balance(-5, o.order_token) as p;
select pg_temp.give('fourth', -1, 'small');
select is(pg_temp.open('fourth', -5), 'Small', 'somebody with a dearer plan opens a gift');
select is((select g.follows from api.opened_gift(-5) as g), true, 'that will follow');
select is(pg_temp.take('fourth', -5), 'redeemed', 'he takes it');
select results_eq(
  $$select s.ends_at, s.renewal_price_id, s.auto_renew from billing.subscriptions as s
    where s.user_id = pg_temp.who(-5)$$,
  $$values (app.now() + interval '60 days', pg_temp.price('large'), true)$$, 'after his own plan, which is what renews'
);
select is((select h.plan_title from api.home(-5) as h), 'Large', 'and runs on');
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- A dispute cancels what nobody has taken, before anything that is in use ends.
select pg_temp.fund(-6, 300, 'disputed');
select pg_temp.give('fifth', -6, 'large');
select inbox.receive_dispute('stripe', true, '{"external_id": "dp", "charge_id": "disputed", "status": "opened",
  "amount": 300, "currency": "XTS", "withdrawn": true, "reason": "fraudulent",
    "evidence_due": "1996-03-20T12:00:00Z"}');
select is((pg_temp.gift('fifth')).return_reason, 'taken_back', 'a dispute of the money cancels the gift');
select is(pg_temp.balance(-6), 0::bigint, 'and takes its money');
select is(pg_temp.open('fifth', -7), 'nothing', 'so nobody can take it');
select is_empty($$select pg_temp.violated()$$, 'and all is well');

-- Who pays deletes the account: the gift can be taken still, and if nobody does, its money is given up like the rest.
select pg_temp.fund(-7, 200);
select pg_temp.give('seventh', -7, 'small');
select pg_temp.give('eighth', -7, 'small');
select is((select api.delete_account(-7, d.token) from api.deletion(-7) as d), 'deleted', 'the payer goes');
select is(pg_temp.open('seventh', -9), 'Small', 'his gift stays');
select is(pg_temp.take('seventh', -9), 'redeemed', 'and is taken');
select set_config('test.now', '1996-04-20 12:00:00+00', true);
select is((billing.expire_gift()).done, 1, 'what nobody takes');
select is((pg_temp.gift('eighth')).return_reason, 'expired', 'goes back');
select is_empty($$select pg_temp.violated()$$, 'to an account that is empty again');
select set_config('test.now', '1996-03-10 12:00:00+00', true);

-- A gift is no choice: who buys afterwards is renewed, unless he had chosen otherwise.
select is((pg_temp.sub(-9)).auto_renew, false, 'a gift charges nobody');
select is(api.will_renew(-9, pg_temp.price('small')), true, 'an order says that what is bought is renewed');
select pg_temp.fund(-9, 200);
select is(pg_temp.buy(-9, 'small'), 'fulfilled', 'who buys after it');
select is((pg_temp.sub(-9)).auto_renew, true, 'is renewed');
select is((select r.outcome from api.set_auto_renew(-9, false) as r), 'off', 'who switches it off');
select set_config('test.now', '1996-08-01 12:00:00+00', true);
select pg_temp.fund(-1, 100);
select pg_temp.give('ninth', -1, 'small');
select is(pg_temp.open('ninth', -9), 'Small', 'and is given one more');
select is(pg_temp.take('ninth', -9), 'redeemed', 'and takes it');
select is(api.will_renew(-9, pg_temp.price('small')), false, 'has chosen: an order says so');
select is(pg_temp.buy(-9, 'small'), 'fulfilled', 'and buying');
select is((pg_temp.sub(-9)).auto_renew, false, 'changes no choice');
select set_config('test.now', '1996-03-10 12:00:00+00', true);

-- Guesses.
select pg_temp.give('sixth', -1, 'small');
select api.start(-8, sha256('tap -8'::bytea), null, 'Ann', 'en', 'gift_' || n) from generate_series(1, 3) as n;
select is(pg_temp.open('sixth', -8), 'nothing', 'after three wrong links the right one opens nothing');
select is(pg_temp.open('sixth', -7), 'Small', 'to others it does');
select set_config('test.now', '1996-03-11 12:00:01+00', true);
select is(pg_temp.open('sixth', -8), 'Small', 'and a day later to him');
update billing.gift_guesses as g set since = app.now(), wrong = 10 where g.user_id = pg_temp.who(-8);
insert into billing.gift_guesses (user_id, since, wrong) values (pg_temp.who(-9), app.now(), 1);
select is(pg_temp.open('sixth', -9), 'nothing', 'when all together guess too much, it opens for nobody who guessed');

-- Many that nobody takes
select pg_temp.fund(-4, 2100);
select is(count(*), 21::bigint, 'many are bought')
from (select pg_temp.give(format('many %s', n), -4, 'small') as outcome from generate_series(1, 21) as n) as g
where g.outcome = 'fulfilled';
select ok(
  (pg_temp.gift('many 1')).id in (select g.gift_id from api.gifts(-4) as g), 'and the first of them can still be sent'
);
select is(
  (select g.status from api.gifts(-4, (pg_temp.gift('mixed')).id) as g), 'returned', 'each is found by its id'
);
select is_empty($$select from api.gifts(-1, (pg_temp.gift('many 1')).id)$$, 'by who paid it');

-- What comes back unasked is taken by no renewal unannounced.
update app.settings set value = '1' where name = 'gift_days';
select pg_temp.fund(-3, 300), pg_temp.buy(-3, 'small'), pg_temp.give('unasked', -3, 'small');
select is((pg_temp.sub(-3)).unannounced, false, 'somebody has a subscription, and gives what nobody takes');
select set_config('test.now', (app.now() + interval '25 hours')::text, true), billing.expire_gift();
select is((pg_temp.gift('unasked')).return_reason, 'expired', 'its money comes back');
select is((pg_temp.sub(-3)).unannounced, true, 'and his next charge is announced first');

select is_empty(
  'select b.subject from ops.broken_promises_of_choices as b', 'whatever a gift leaves of a renewal is recorded'
);

select * from finish();
rollback;
