-- What Telegram charges by itself each month, the choice to charge a card before the balance, and what the promises
-- say of charges.
begin;
select plan(92);

\ir fixtures/clock.psql
\ir fixtures/sent.psql
select set_config('test.now', '1996-06-01 12:00:00+00', true);

\set people 14
\ir fixtures/stars.psql

-- What can be had each month
create temporary table orders as
select u.unit, pg_temp.order(-1, u.unit) as token from (values ('day'), ('month')) as u (unit);
select results_eq(
  $$select m.* from api.monthly_offer(-1, (select o.token from orders as o where o.unit = 'day')) as m$$,
  $$values ('stars', 80::bigint, 'XTR', 100::bigint)$$, 'a period of 30 days can be charged by Telegram each month'
);
select is_empty(
  $$select m.* from api.monthly_offer(-1, (select o.token from orders as o where o.unit = 'month')) as m$$,
  'a calendar month cannot: it ends before'
);
select is(
  (select (api.open_invoice(-1, 1, 'stars', pg_temp.order(-1, 'month'), null, true)).outcome),
  'unavailable', 'nor by who asks for it'
);
select pg_temp.subscribe(-1), pg_temp.subscribe(-2), pg_temp.subscribe(-3);
select results_eq(
  $$select amount, credited_amount, monthly, saves_method from api.invoice(-1)$$,
  $$values (80::bigint, 100::bigint, true, false)$$, 'it costs what renewing costs'
);
select is(
  (
    select billing.prepare_create('x', jsonb_build_object('invoice_id', i.id)) ->> 'monthly'
    from billing.invoices as i
    join tokens as t on t.token = i.token
    where t.n = -1
  ),
  null, 'one that is made is not made again'
);
select is(pg_temp.charged(-1, 'first'), 'credited', 'the first month is paid');
select is(pg_temp.charged(-1, 'first'), 'repeated', 'and booked once');
select results_eq(
  $$select provider, is_monthly, paid_until from api.saved_methods(-1)$$,
  $$values ('stars', true, '1996-07-01 12:00:00+00'::timestamptz)$$, 'it is a method from then on'
);
select is((select status from subs where n = -1), 'active', 'what was ordered is bought');
select is_empty(
  $$select m.* from api.monthly_offer(-1, (select o.token from orders as o where o.unit = 'day')) as m$$,
  'one at a time'
);

-- A program of the release before makes a link that charges once.
select pg_temp.subscribe(-5);
update billing.invoices as i set status = 'over', closed_at = app.now()
from tokens as t where t.n = -5 and t.token = i.token;
select is(pg_temp.charged(-5, 'five'), 'credited', 'one that is over is paid all the same');

-- Month by month
select is(pg_temp.at('1996-06-28 12:00:00+00', -1), 'renewal-announced-method', 'three days before he hears of it');
select is(
  (select notice #>> '{args, method, text, en}' from told where n = -1), 'Telegram Stars', 'and who charges him'
);
select is(pg_temp.at('1996-06-30 12:00:00+00', -1), null, 'the shop waits for Telegram');
select is((select charged_provider from api.profile(-1)), 'stars', 'and says so');
select is(pg_temp.at('1996-07-01 12:00:30+00', -1), null, 'beyond the end, where there is no grace');
select is((select status from subs where n = -1), 'active', 'with access');
select is(pg_temp.charged(-1, 'second'), 'credited_without_order, renewed', 'the second month renews');
select is(
  (select (s.period_number, s.ends_at)::text from subs as s where s.n = -1), '(2,"1996-07-31 12:00:00+00")',
  'from the old end'
);
select is(
  (select notice ->> 'text' from told where n = -1 order by id desc limit 1), 'subscription-renewed-method',
  'and is told'
);
select is(
  (select m.payload ->> 'text' from outbox.messages as m where m.kind = 'telegram.notice' and m.lane = '-1'
   and m.payload ->> 'text' like 'payment-%'), null, 'once'
);
select pg_temp.at('1996-07-30 12:00:00+00', -1);
select pg_temp.at('1996-07-31 12:00:00+00', -1);
select set_config('test.now', '1996-07-31 12:00:01+00', true);
select is(pg_temp.charged(-1, 'third'), 'credited_without_order, renewed', 'so does the third');
select is(
  (select count(*)::integer from billing.payments as p where p.user_id = pg_temp.who(-1)), 3,
  'each is a payment of its own'
);

-- Removed, and taken up again
create temporary view synced as
select billing.prepare_method(m.lane, m.payload) as said
from outbox.messages as m where m.kind = 'payment.sync_method' order by m.id desc limit 1;
select ok(api.remove_method(-1, (select method_id from api.saved_methods(-1))), 'one tap ends it');
select is(
  (select said - array['method', 'telegram_id'] from synced),
  '{"provider": "stars", "kind": "subscription", "charges": ["first", "third"], "canceled": true}'::jsonb,
  'Telegram hears of it'
);
update outbox.lanes set attempts = 1 where topic = 'payment' and lane like 'method:%';  -- A consumer tried to say it.
select is((select removed from api.saved_methods(-1)), true, 'and it can be resumed');
select ok(api.resume_method(-1, (select method_id from api.saved_methods(-1))), 'while its month runs');
select is((select said ->> 'canceled' from synced), 'false', 'of which Telegram hears');
select is((api.cancel(-1)).outcome, 'cancelled', 'who cancels what it renews');
select is((select said ->> 'canceled' from synced), 'true', 'is not charged by Telegram, either');
select is((api.resume(-1)).outcome, 'resumed', 'who takes that back');
select is((select said ->> 'canceled' from synced), 'false', 'is');
select set_config('test.now', '1996-08-31 12:00:00+00', true);
select is(
  api.resume_method(-1, (select min(method_id) from api.saved_methods(-1))), false,
  'a month that is over is not resumed'
);

-- What its owner does in Telegram, and too few Stars
select set_config('test.now', '1996-06-05 12:00:00+00', true);
select pg_temp.charged(-2, 'two'), pg_temp.charged(-3, 'three');
select api.note_subscription(-2, (select token from tokens where n = -2), 'canceled');
select is((select failed from api.saved_methods(-2)), true, 'cancelled in Telegram, it is not waited for');
select is(
  (select (billing.expected_charge(s)).method_id from billing.subscriptions as s where s.user_id = pg_temp.who(-2)),
  null, 'by nobody'
);
select api.note_subscription(-2, (select token from tokens where n = -2), 'active');
select is((select failed from api.saved_methods(-2)), false, 'and taken up there, it is');
select api.note_subscription(-2, (select token from tokens where n = -3), 'failed');
select is((select failed from api.saved_methods(-3)), false, 'by whom it is');
select api.note_subscription(-99, (select token from tokens where n = -3), 'failed');
select pg_temp.at('1996-07-02 12:00:00+00', -3);
select pg_temp.at('1996-07-04 12:00:00+00', -3);
select is(pg_temp.at('1996-07-05 12:00:00+00', -3), null, 'at the end Telegram is waited for');
select api.note_subscription(-3, (select token from tokens where n = -3), 'failed');
select is(
  pg_temp.at('1996-07-05 12:01:00+00', -3), 'renewal-grace', 'no longer than until it says that it could not charge'
);
select is((select expires_at from subs where n = -3), '1996-07-05 18:00:00+00', 'he has some hours to pay otherwise');
select pg_temp.at('1996-07-05 18:00:00+00', -3);
select is((select status from subs where n = -3), 'expired', 'then it ends');

-- Taken back, Telegram charges again only once its owner has switched it on there
select pg_temp.lives(-7, '1996-10-01 12:00:00+00', 'seven');
select set_config('test.now', '1996-10-20 12:00:00+00', true);
select is(pg_temp.expects(-7), 100::bigint, 'what Telegram will bring is known');
select api.cancel(-7), api.resume(-7);
select is((pg_temp.method(-7)).failed_at, null, 'what Telegram did not hear changes nothing');
select is((pg_temp.method(-7)).stopped_at, null, 'and is not remembered');
select is(pg_temp.said(-7), null, 'nor is it told');
select api.cancel(-7);
select is(pg_temp.said(-7), 'true', 'once it was told');
select api.resume(-7);
select is((pg_temp.method(-7)).error, 'resume_in_telegram', 'its owner has to switch it on');
select is(pg_temp.said(-7), 'false', 'which he may');
select is((select failed from api.saved_methods(-7)), true, 'and reads');
select is(pg_temp.at('1996-10-28 12:00:00+00', -7), 'renewal-announced-short', 'until then nobody waits for it');
select api.note_subscription(-7, (select token from tokens where n = -7), 'active');
select is(pg_temp.expects(-7), 100::bigint, 'then it is waited for');
select api.cancel(-7);
select api.note_subscription(-7, (select token from tokens where n = -7), 'active');
select is(pg_temp.said(-7), 'true', 'what goes on in Telegram, although it ends here, is stopped');
select api.note_subscription(-7, (select token from tokens where n = -7), 'canceled');
select api.resume(-7);
select is(
  (pg_temp.method(-7)).error, 'resume_in_telegram', 'that Telegram reports our own cancellation does not hide it'
);

-- What is over, Telegram does not charge for
select pg_temp.lives(-8, '1996-11-01 12:00:00+00', 'eight'), pg_temp.lives(-9, '1996-11-01 12:00:00+00', 'nine');
select is(
  (billing.revoke(pg_temp.who(-8), '00000000-0000-0000-0000-00000000ab08', 'operator:tap', 'tap')) ->> 'outcome',
  'revoked', 'who has nothing any more'
);
select is(pg_temp.said(-8), 'true', 'is not charged by Telegram');
select is(
  (
    select billing.refund(s.id, 1, null, 'balance', '00000000-0000-0000-0000-00000000ab09', 'operator:tap', 'tap')
      ->> 'outcome'
    from billing.subscriptions as s where s.user_id = pg_temp.who(-9)
  ), 'refunded', 'who got all his money back'
);
select is(pg_temp.said(-9), 'true', 'neither');
create temporary table anew as select pg_temp.order(-8, 'day') as token;
select results_eq(
  $$select m.* from anew as o cross join lateral api.monthly_offer(-8, o.token) as m$$,
  $$values ('stars', 80::bigint, 'XTR', 100::bigint)$$, 'he can begin anew'
);

-- What was charged in time renews, however late the shop hears of it
delete from outbox.consumers;
select pg_temp.lives(-10, '1996-12-01 12:00:00+00', 'ten 1');
select pg_temp.at('1996-12-28 12:00:00+00', -10), pg_temp.at('1996-12-31 12:00:00+00', -10);
select pg_temp.at('1996-12-31 18:00:00+00', -10), pg_temp.at('1997-01-01 13:00:00+00', -10);
select is((select status from subs where n = -10), 'active', 'while no bot hears, access stays');
insert into outbox.consumers (id, name, host, pid, version, started_at)
values ('00000000-0000-0000-0000-0000000000b0', 'bot', 'tap', 1, 'tap', '1996-12-01 12:00:00+00');
select pg_temp.at('1997-01-01 14:00:00+00', -10);
select pg_temp.at('1997-01-01 14:01:00+00', -10);
select is((select status from subs where n = -10), 'expired', 'when one hears nothing, it ends');
select is(pg_temp.said(-10), 'true', 'and Telegram is told');
select is(pg_temp.charged(-10, 'ten 2'), 'credited_without_order, renewed', 'money that was charged before');
select is(
  (select (s.status, s.period_number, s.ends_at)::text from subs as s where s.n = -10),
  '(active,2,"1997-01-30 12:00:00+00")', 'renews from the old end'
);
select is((pg_temp.method(-10)).paid_until, '1997-01-30 12:00:00+00', 'its next month is counted from the charge');
select is((pg_temp.method(-10)).error, 'resume_in_telegram', 'but it has to be switched on');
select is(
  (select d.present from vpn.desired as d join subs as s on s.id = d.subscription_id where s.n = -10), true,
  'access is back'
);

-- Whoever pays each month wants that it renews
select pg_temp.lives(-11, '1997-03-01 12:00:00+00', 'eleven 1');
select set_config('test.now', '1997-03-10 12:00:00+00', true);
select api.set_auto_renew(-11, false);
select is(pg_temp.said(-11), 'true', 'who switches renewal off');
select set_config('test.now', '1997-03-20 12:00:00+00', true);
select api.cancel(-11);
delete from tokens where n = -11;
select pg_temp.subscribe(-11);
select is(pg_temp.charged(-11, 'eleven 2'), 'credited', 'and then pays by the month again');
select is(
  (select (s.auto_renew, s.cancelled_at is null)::text from subs as s where s.n = -11), '(t,t)', 'is renewed again'
);
select is(pg_temp.expects(-11), 100::bigint, 'by what it pays');
select is(
  (
    select count(*)::integer
    from billing.payment_methods as m
    where m.user_id = pg_temp.who(-11) and m.removed_at is null
  ), 1, 'in place of what was stopped'
);
-- Telegram charges what it was told to, whatever the price is now
select pg_temp.lives(-12, '1997-06-01 12:00:00+00', 'twelve 1');
update billing.prices as r set valid = tstzrange(lower(r.valid), '1997-06-02 12:00:00+00')
where r.id = pg_temp.price('day');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 120, 'XTS', tstzrange('1997-06-02 12:00:00+00', null)
from billing.plans as p where p.code = 'tap';
select is(pg_temp.at('1997-06-24 12:00:00+00', -12), 'renewal-price-risen', 'the price has risen');
select pg_temp.heard();
select is(
  pg_temp.at('1997-06-28 12:00:00+00', -12), 'renewal-announced-partly', 'what Telegram brings does not suffice'
);
select results_eq(
  $$select notice #>> '{args, charge, money}', notice #>> '{args, missing, money}' from told where n = -12
    order by id desc limit 1$$,
  $$values ('100', '20')$$, 'both are named'
);
select pg_temp.at('1997-06-30 12:00:00+00', -12), pg_temp.at('1997-07-01 12:00:00+00', -12);
select is(pg_temp.charged(-12, 'twelve 2'), 'credited_without_order', 'Telegram charges the old price');
select ledger.post('topup', 'tap:twelve', array[
  (ledger.account(null, 'clearing.tap', 'XTS'), -20)::ledger.leg,
  (ledger.account(pg_temp.who(-12), 'cash', 'XTS'), 20)::ledger.leg
]);
select is(billing.renew_now(pg_temp.who(-12)), 'renewed', 'with the rest it renews');
select is((select period_number from subs where n = -12), 2, 'once');

select billing.prepare_method(q.lane, q.payload) from outbox.messages as q where q.kind = 'payment.sync_method';
select is_empty(
  $$select from ops.violations_of_payments where invariant = 'nobody_is_charged_for_nothing'$$,
  'nothing is charged that is over'
);

-- The card before the balance
select set_config('test.now', '1996-06-01 12:00:00+00', true);
do $$
declare
  v_token uuid;
  v_invoice billing.invoices;
begin
  perform api.choose_payment(-4, true, false);
  v_token := (api.open_invoice(-4, 300, 'stripe')).order_token;
  select i.* into v_invoice from billing.invoices as i join billing.orders as o on o.id = i.order_id where o.token = v_token;
  perform billing.report_payment(v_invoice, jsonb_populate_record(null::billing.payment_report,
    '{"external_id": "cs-4", "status": "paid", "amount": 300, "currency": "XTS"}'));
end
$$;
select is(
  (select count(*)::integer from outbox.messages where kind = 'payment.fetch'), 1,
  'where a webhook does not say how it was paid, the provider is asked'
);
select billing.fetched_batch(
  array['x'], array[m.payload],
  array['{"external_id": "cs-4", "status": "paid", "amount": 300, "currency": "XTS", "method_id": "cus:pm-4",
    "method_title": "visa 4242"}'::jsonb]
)
from outbox.messages as m where m.kind = 'payment.fetch';
select is((select title from api.saved_methods(-4)), 'Visa •4242', 'and then it is remembered');
select is(
  (api.pay_from_balance(-4, pg_temp.order(-4, 'day'))).outcome, 'fulfilled', 'something is bought'
);
select pg_temp.at('1996-06-28 12:00:00+00', -4);
select is(pg_temp.at('1996-06-30 12:00:00+00', -4), null, 'the balance would do, and the card is charged');
select results_eq(
  $$select i.credited_amount, i.status from billing.invoices as i
    where i.user_id = pg_temp.who(-4) and i.method_id is not null$$,
  $$values (100::bigint, 'creating')$$, 'for all of it'
);

-- Forgotten
select throws_ok(format('select ops.erase_identity(%s, %L)', pg_temp.who(-4), ' '), 'TK061', null, 'with a reason');
select is(ops.erase_identity(pg_temp.who(-4), 'asked for it'), 'erased', 'who wants to be forgotten');
select is(ops.erase_identity(pg_temp.who(-4), 'asked for it'), 'unknown', 'is, once');
select results_eq(
  $$select m.removed_at is null, m.title from billing.payment_methods as m where m.user_id = pg_temp.who(-4)$$,
  $$values (false, null::text)$$, 'his card is removed, and its name'
);
select results_eq(
  $$select said ->> 'kind', said ->> 'method', said ->> 'canceled' from synced$$,
  $$values ('saved', 'cus:pm-4', 'true')$$, 'its provider hears of it'
);
select results_eq(
  $$select i.status from billing.invoices as i where i.user_id = pg_temp.who(-4) and i.method_id is not null$$,
  $$values ('over')$$, 'and what was to be charged is not'
);
select is((api.start(-4, sha256('tap -4'::bytea), null, 'Ann', 'en')).outcome, 'known', 'who comes back');
select is_empty($$select from api.saved_methods(-4)$$, 'has none');
delete from app.telegram_identities as i where i.telegram_id = -2;
select results_eq(
  $$select said ->> 'kind', said ->> 'telegram_id', said -> 'charges', said ->> 'canceled'
    from outbox.messages as q
    cross join lateral billing.prepare_method(q.lane, q.payload) as said
    where q.kind = 'payment.sync_method' and q.lane = format('method:%s', (pg_temp.method(-2)).id)$$,
  $$values ('subscription', '-2', '["two", "two"]'::jsonb, 'true')$$,
  'however it is erased, Telegram charges him no further month'
);

select * from finish();
rollback;
