-- Renewal by any method: what is remembered, what is charged when, what a decline means, and who keeps access while
-- nobody knows what came of a charge.
begin;
select plan(114);

\set people 23
\ir fixtures/charges.psql

-- What is remembered
select pg_temp.save(-1, 'yookassa', 'pm-unasked', 'Bank card *1111');
select is_empty(
  $$select * from api.saved_methods(-1)$$, 'nothing is remembered that its payer did not want to be'
);
select results_eq(
  $$select remember, balance_first, can_remember from api.payment_choices(-1)$$, $$values (false, true, true)$$,
  'who chose nothing pays from the balance first, and nothing is kept'
);
select api.choose_payment(p.telegram_id, p_remember => true) from people as p where p.telegram_id >= -14;
select api.choose_payment(-1, p_balance_first => true);
select is((select c.remember from api.payment_choices(-1) as c), true, 'one choice leaves the other');
select pg_temp.save(-1, 'yookassa', 'pm-1', 'Bank card *4444');
select results_eq(
  $$select provider, title, is_monthly, failed, removed from api.saved_methods(-1)$$,
  $$values ('yookassa', 'Bank card •4444', false, false, false)$$, 'what he wanted to be is'
);
select pg_temp.save(-1, 'stripe', 'cus:pm-2', 'visa 4242');
select pg_temp.save(-1, 'yookassa', 'pm-1b', 'Bank card *4444');
select results_eq(
  $$select title from api.saved_methods(-1)$$, $$values ('Bank card •4444'), ('Visa •4242')$$,
  'the same card, paid with again, takes its own place'
);
select results_eq(
  $$select m.kind, billing.prepare_method(m.lane, m.payload) ->> 'method' from outbox.messages as m
    where m.kind = 'payment.sync_method'$$,
  $$values ('payment.sync_method', 'pm-1')$$, 'and its provider hears that the old one is not needed'
);
select api.move_method(-1, (select method_id from api.saved_methods(-1) where provider = 'stripe'));
select results_eq(
  $$select title from api.saved_methods(-1)$$, $$values ('Visa •4242'), ('Bank card •4444')$$, 'their order is his'
);
select api.move_method(-1, (select method_id from api.saved_methods(-1) where provider = 'stripe'));
select results_eq(
  $$select title from api.saved_methods(-1)$$, $$values ('Visa •4242'), ('Bank card •4444')$$,
  'the first has none before it'
);
select is(
  api.remove_method(-2, (select min(method_id) from api.saved_methods(-1))), false, 'nobody removes another one''s'
);
select is(
  api.resume_method(-1, (select min(method_id) from api.saved_methods(-1))), false, 'a card is not resumed'
);
select throws_ok(
  $$insert into billing.invoices (order_id, user_id, provider, amount, currency, credited_amount, credited_currency,
      created_at, expires_at, method_id)
    select i.order_id, i.user_id, i.provider, 1, 'XTS', 1, 'XTS', i.created_at, i.expires_at, m.id
    from billing.payment_methods as m join billing.invoices as i on i.id = m.invoice_id limit 1$$,
  '23514', null, 'a charge is an attempt for a period'
);

-- A card is charged for what the balance is short of
select pg_temp.save(-2, 'yookassa', 'pm-two', 'Bank card *4444');
select pg_temp.save(-3, 'yookassa', 'pm-3a', 'A'), pg_temp.save(-3, 'stripe', 'cus:pm-3b', 'B');
select pg_temp.save(-4, 'yookassa', 'pm-4', 'Four');
select pg_temp.save(-5, 'stripe', 'cus:pm-5', 'Five'), pg_temp.save(-6, 'yookassa', 'pm-6', 'Six');
select pg_temp.subscribe(p.telegram_id) from people as p where p.telegram_id not between -10 and -7;
select is(
  (select r.charged_title from api.profile(-2) as r), 'Bank card •4444', 'the profile says what will be charged'
);
select is((select r.charged_provider from api.profile(-16) as r), null, 'or that nothing will be but the balance');
select pg_temp.pay(-2, 30);
select is(pg_temp.at('1996-06-28 12:00:00+00', -2), 'renewal-announced-method', 'three days before he hears of it');
select results_eq(
  $$select notice #>> '{args, method, text, en}', notice #>> '{args, charge, money}', notice #>> '{args, amount, money}'
    from told where n = -2$$,
  $$values ('Bank card •4444', '70', '100')$$, 'with the method and the amount'
);
select is(
  (select notice #>> '{args, method, text, ru}' from told where n = -2), 'Банковская карта •4444', 'in his language'
);
select is((select count(*)::integer from charges where n = -2), 0, 'and nothing is charged before its time');
select is(pg_temp.at('1996-06-30 12:00:00+00', -2), null, 'a day before it is charged, in silence');
select results_eq(
  $$select amount, credited_amount, attempt, status, period_number from charges where n = -2$$,
  $$values (70::bigint, 70::bigint, 1, 'creating', 1)$$, 'what is missing, once'
);
select is(
  pg_temp.sent(-2) - array['token', 'created_at', 'return_url'],
  '{"provider": "yookassa", "method": "pm-two", "amount": 70, "currency": "XTS", "locale": "en",
    "again": false}'::jsonb,
  'its provider hears all that it needs'
);
select is((pg_temp.sent(-2) ->> 'token')::uuid, (select token from charges where n = -2),
  'under the token that is on record');
select results_eq(
  $$select d.name, m.priority::text, m.useful_until from outbox.messages as m
    join outbox.lanes as l on l.topic = m.topic and l.lane = m.lane and l.priority = m.priority
    join outbox.destinations as d on d.id = l.destination
    where m.kind = 'payment.charge' and m.lane = format('invoice:%s', (select id from charges where n = -2))$$,
  $$values ('yookassa', 'receipt', '1996-07-03 12:00:00+00'::timestamptz)$$,
  'until a day after access would have ended'
);
select is(pg_temp.at('1996-06-30 13:00:00+00', -2), null, 'no look makes a second one of it');
update billing.subscriptions as s set renew_at = app.now() from subs as m where m.id = s.id and m.n = -2;
select is(pg_temp.at('1996-06-30 13:01:00+00', -2), null, 'while nobody knows what came of it');
select is((select count(*)::integer from charges where n = -2), 1, 'there is one');
select is_empty($$select * from api.invoice(-2) as i where i.amount = 70$$, 'it is nobody''s screen');
select pg_temp.answer(-2, pg_temp.paid() || '{"amount": 70}');
select ok(pg_temp.renewed(-2), 'its money renews at once');
select is(billing.balance_of(pg_temp.who(-2), 'XTS'), 0::bigint, 'together with what was on the balance');
select is(
  (select array_agg(notice ->> 'text' order by id) from told where n = -2 and notice is not null),
  '{subscription-renewed-method}', 'of which he hears, and what was charged'
);
select is_empty(
  $$select m.payload from outbox.messages as m where m.kind = 'telegram.notice' and m.lane = '-2'
    and m.payload ->> 'text' ~ 'credited' and m.id > (select min(t.id) from told as t where t.n = -2)$$,
  'in one message'
);
select pg_temp.answer(-2, pg_temp.paid() || '{"amount": 70}');
select is((select count(*)::integer from billing.payments as p where p.user_id = pg_temp.who(-2) and p.amount = 70), 1,
  'what is told again is booked once');
select is(pg_temp.sent(-2), null, 'and asked of nobody any more');

-- Declines. 3 has two cards, and the first one never works again; 4 has one that may work later.
select pg_temp.answer(-3, pg_temp.declined('drop', 'card_expired'));
select results_eq(
  $$select status, decline, error from charges where n = -3$$, $$values ('over', 'drop', 'card_expired')$$,
  'a decline is an outcome'
);
select is(
  (select failed from api.saved_methods(-3) where title = 'A'), true,
  'a method that is never to be charged again is not'
);
select is(pg_temp.at('1996-06-30 13:02:00+00', -3), null, 'the next one is, in silence');
select is((select pg_temp.sent(-3) ->> 'method'), 'cus:pm-3b', 'at once');
select pg_temp.answer(-3, pg_temp.paid());
select ok(pg_temp.renewed(-3), 'and renews');
select pg_temp.answer(-4, pg_temp.declined('retry', 'insufficient_funds'));
select is(pg_temp.at('1996-06-30 13:03:00+00', -4), 'renewal-declined', 'a decline is told');
select results_eq(
  $$select notice #>> '{args, method, text, en}', notice #>> '{buttons, 0, 0, data}' from told
    where n = -4 and notice ->> 'text' = 'renewal-declined'$$,
  $$values ('Four', 'topup:100')$$, 'with the method, and what else can be done'
);
update billing.subscriptions as s set renew_at = app.now() from subs as m where m.id = s.id and m.n = -4;
select is(pg_temp.at('1996-06-30 13:04:00+00', -4), null, 'once');
select is((select count(*)::integer from charges where n = -4), 1, 'a reason that may pass has some hours to');
select is(pg_temp.at('1996-07-01 06:00:00+00', -4), null, 'then it is tried again');
select results_eq(
  $$select attempt, status from charges where n = -4 order by attempt$$, $$values (1, 'over'), (2, 'creating')$$,
  'as an attempt of its own'
);
select isnt(
  (select token from charges where n = -4 and attempt = 1), (select token from charges where n = -4 and attempt = 2),
  'with a key of its own'
);
select pg_temp.answer(-4, pg_temp.paid());
select ok(pg_temp.renewed(-4), 'and what passes renews');

-- 5 has to confirm at his bank; 6 is refused by a plain no, and hears it twice, and a last time.
select pg_temp.answer(
  -5, pg_temp.declined('buyer', 'authentication_required') || '{"page": "https://bank.example/ask"}'
);
select pg_temp.answer(-6, pg_temp.declined('end', 'canceled_by_merchant'));
select is(pg_temp.at('1996-07-01 06:02:00+00', -5), 'renewal-confirm', 'whose bank asks him hears where');
select is(
  (select notice #> '{buttons, 0, 0}' from told where n = -5 and notice ->> 'text' = 'renewal-confirm'),
  '{"text": "button-confirm", "url": "https://bank.example/ask"}'::jsonb, 'with a button that leads there'
);
select is((select status from charges where n = -5), 'open', 'it can be paid');
select pg_temp.answer(-5, '{"status": "pending"}');
select results_eq(
  $$select status, decline from charges where n = -5$$, $$values ('open', 'buyer')$$, 'and is waited for'
);
select pg_temp.answer(-5, pg_temp.paid());
select ok(pg_temp.renewed(-5), 'once confirmed it renews');
select is(
  (
    select string_agg(notice ->> 'text', ' ' order by id) from told
    where n = -6 and notice ->> 'text' in ('renewal-short', 'renewal-declined')
  ),
  'renewal-declined', 'a plain no is told'
);
select is(pg_temp.at('1996-07-01 11:00:00+00', -6), null, 'and not tried again');
select is(pg_temp.at('1996-07-01 12:00:00+00', -6), 'renewal-grace', 'at the end he hears that access is kept');
select is(pg_temp.at('1996-07-02 12:00:00+00', -6), 'subscription-ended', 'and that it is over');
select is((select count(*)::integer from charges where n = -6), 1, 'after one attempt');

-- The provider is down at the end of the period: nobody loses anything while nobody knows. 7 is charged, 8 is not.
select set_config('test.now', '1996-08-02 12:00:00+00', true);
select pg_temp.subscribe(n) from (values (-7), (-8), (-9), (-10)) as t (n);
select pg_temp.save(-7, 'yookassa', 'pm-7', 'Seven'), pg_temp.save(-8, 'yookassa', 'pm-8', 'Eight');
select pg_temp.save(-9, 'yookassa', 'pm-9', 'Nine'), pg_temp.save(-10, 'yookassa', 'pm-10', 'Ten');
select pg_temp.at('1996-08-29 12:00:00+00', -7);
select is(pg_temp.at('1996-08-31 12:00:00+00', -7), null, 'charged, and no answer comes');
-- 9 removed his card, 10 cancelled, while the charge was on its way.
select is(
  (select array_agg(status order by n) from charges where n in (-9, -10)), '{creating,creating}', 'two are on their way'
);
select is(api.remove_method(-9, (select method_id from api.saved_methods(-9))), true, 'who removes his card');
select is(pg_temp.sent(-9), null, 'is not charged any more');
select is(pg_temp.at('1996-08-31 12:01:00+00', -9), 'renewal-short', 'and hears that money is missing');
select is(
  (select billing.prepare_method(m.lane, m.payload) ->> 'method' from outbox.messages as m
   where m.kind = 'payment.sync_method' order by m.id desc limit 1),
  'pm-9', 'its provider is told to forget it'
);
select is((api.cancel(-10)).outcome, 'cancelled', 'who cancels');
select is(pg_temp.sent(-10), null, 'is not charged, either');
select pg_temp.answer(-10, pg_temp.paid());
select is(
  (select (s.period_number, billing.balance_of(s.user_id, 'XTS'))::text from subs as s where s.n = -10), '(1,100)',
  'what was charged before is on his balance, and renews nothing'
);

-- 7 and 8 hear nothing.
select is(pg_temp.at('1996-09-01 12:00:00+00', -7), null, 'at its end');
select is(pg_temp.at('1996-09-02 12:00:00+00', -7), null, 'and after the grace');
select is((select status from subs where n = -7), 'active', 'nobody loses access for that');
select is((select status from subs where n = -8), 'active', 'whatever will come of it');
select pg_temp.answer(-7, '{"status": "pending"}');
select ok((select fetch_at > app.now() from charges where n = -7), 'what is pending at the provider is asked about');
select pg_temp.answer(-7, pg_temp.paid());
select is((select (s.status, s.ends_at > '1996-10-01'::timestamptz)::text from subs as s where s.n = -7), '(active,t)',
  'a charge that turns out paid renews as if it had come in time');
select is(pg_temp.at('1996-09-03 11:59:00+00', -8), null, 'the other waits until the charge''s time is over');
select is((select status from subs where n = -8), 'active', 'and no longer');
select pg_temp.at('1996-09-03 12:00:00+00', -8);
select pg_temp.at('1996-09-03 12:01:00+00', -8);
select is((select status from subs where n = -8), 'expired', 'then it ends');
select is((billing.poll_payments(100)).done >= 1, true, 'its provider is asked all the same');
select pg_temp.answer(-8, pg_temp.paid());
select is(
  (select (s.status, s.period_number, s.ends_at)::text from subs as s where s.n = -8),
  '(active,2,"1996-10-01 12:00:00+00")', 'and what was charged in time renews from the old end, however late it is told'
);

-- 13 and 14: what a provider refuses to hear of, and an answer that we could not write down.
select set_config('test.now', '1996-10-01 12:00:00+00', true);
select pg_temp.subscribe(n) from (values (-13), (-14)) as t (n);
select pg_temp.save(-13, 'yookassa', 'pm-13', 'T'), pg_temp.save(-14, 'yookassa', 'pm-14', 'F');
select pg_temp.at('1996-10-28 12:00:00+00', -13);
select pg_temp.at('1996-10-30 12:00:00+00', -13);
select billing.charge_not_made('x', jsonb_build_object('invoice_id', max(c.id)), 'rejected', 'too small')
from charges as c where c.n = -13;
select results_eq(
  $$select status, error from charges where n = -13 order by id desc limit 1$$, $$values ('failed', 'too small')$$,
  'what a provider does not hear of says why'
);
select is(pg_temp.at('1996-10-30 12:01:00+00', -13), 'renewal-short', 'and its user hears that money is missing');
select billing.charge_not_made('x', jsonb_build_object('invoice_id', max(c.id)), 'done', 'our fault')
from charges as c where c.n = -14;
select results_eq(
  $$select status, fetch_at > app.now() from charges where n = -14 order by id desc limit 1$$,
  $$values ('creating', true)$$, 'what may be paid is asked about'
);
select is(pg_temp.at('1996-10-30 12:02:00+00', -14), null, 'before anything is said of it');
select pg_temp.answer(-14, '{"status": "unknown"}');
select is((select status from charges where n = -14 order by id desc limit 1), 'creating', 'until its time is over');
select pg_temp.at('1996-11-02 12:00:00+00', -14);
select pg_temp.answer(-14, '{"status": "unknown"}');
select is((select status from charges where n = -14 order by id desc limit 1), 'over', 'then it never was');

-- What the promises say
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
create temporary view broken as
select b.promise from ops.broken_promises as b
where b.promise in ('who_can_pay_keeps_access', 'charges_are_announced', 'money_buys_what_it_was_for');
select is_empty('select * from broken', 'all that was charged was announced');
update app.settings set value = '0' where name = 'charge_attempts';
select set_config('test.now', '1996-11-03 12:00:00+00', true);
select pg_temp.subscribe(-9);
select pg_temp.save(-9, 'yookassa', 'pm-9b', 'Nine again');
select pg_temp.at('1996-11-30 12:00:00+00', -9), pg_temp.at('1996-12-03 12:00:00+00', -9);
select is((select count(*)::integer from charges where n = -9 and created_at > '1996-11-01'), 0,
  'a shop may charge nothing');
select pg_temp.at('1996-12-04 12:00:00+00', -9);
select is((select max(status) from subs where n = -9 and ends_at > '1996-12-01'), 'expired', 'and ends it');
select results_eq(
  'select distinct promise from broken', $$values ('who_can_pay_keeps_access')$$, 'which is not what was promised'
);
alter table billing.invoices disable trigger invoices_take_each_step_once;
update billing.invoices as i
set credited_amount = 101, amount = 101, created_at = app.now(), expires_at = app.now() + interval '1 day'
from charges as c
where c.id = i.id and c.n = -6;
alter table billing.invoices enable always trigger invoices_take_each_step_once;
select results_eq(
  'select distinct promise from broken order by 1',
  $$values ('charges_are_announced'), ('who_can_pay_keeps_access')$$, 'nor is a charge of more than was said'
);
update app.flags set enabled = false where name = 'method_charges';
select is(
  (select max((billing.plan_charge(s, 100, 'XTS', 0)).state) from billing.subscriptions as s
   where s.user_id = pg_temp.who(-4)), null, 'switched off, nothing is charged'
);

update app.flags set enabled = true where name in ('method_charges', 'auto_renewal');
update app.settings set value = '4' where name = 'charge_attempts';
-- A small shortfall: what the provider accepts at least is charged, and the rest stays
select set_config('test.now', '1998-06-01 12:00:00+00', true);
insert into billing.provider_limits (provider, currency, min_amount, max_amount) values ('stripe', 'XTS', 80, 100000);
select api.choose_payment(-17, p_remember => true);
select pg_temp.save(-17, 'stripe', 'cus:pm-17', 'visa 1717');
select pg_temp.subscribe(-17), pg_temp.pay(-17, 70);
select pg_temp.at('1998-06-28 12:00:00+00', -17), pg_temp.at('1998-06-30 12:00:00+00', -17);
select is(pg_temp.sent(-17) ->> 'amount', '80', 'thirty are missing, and eighty are the least');
select pg_temp.answer(-17, '{"status": "paid", "amount": 80, "currency": "XTS"}');
select is((select max(s.period_number) from subs as s where s.n = -17), 2, 'it renews');
select is(billing.balance_of(pg_temp.who(-17), 'XTS'), 50::bigint, 'with the rest on the balance');
select is(billing.least_charge('stripe', 'EUR'), 50::bigint, 'what a provider documents is known');
select is(billing.least_charge('stripe', 'XTS'), null, 'where it does');

-- A shop that may not remember anything
select set_config('test.now', '1999-06-01 12:00:00+00', true);
select api.choose_payment(-18, p_remember => true);
select pg_temp.save(-18, 'yookassa', 'pm-18', 'Bank card *1818');
select pg_temp.subscribe(-18);
select pg_temp.at('1999-06-28 12:00:00+00', -18), pg_temp.at('1999-06-30 12:00:00+00', -18);
select pg_temp.answer(-18, pg_temp.declined('end', 'forbidden'));
select is((select remember from api.payment_choices(-18)), true, 'his choice stays');
select is((select can_remember from billing.payment_methods(100, 'XTS') where provider = 'yookassa'), false,
  'what the provider forbids is not offered');
select is(billing.saves_method(pg_temp.who(-18), 'yookassa', false), false, 'nor asked of it');
select is(pg_temp.at('1999-06-30 12:01:00+00', -18), 'renewal-declined', 'he hears that he has to pay himself');
select set_config('test.now', '1999-07-01 12:01:00+00', true);
select is(billing.saves_method(pg_temp.who(-18), 'yookassa', false), true, 'a day later it is tried again');
create temporary table forbidden as
select o.order_token from api.open_invoice(-18, 100, 'yookassa') as o;
select billing.invoice_created(
  'x', jsonb_build_object('invoice_id', i.id), '{"external_id": "f-18", "url": "https://pay", "saves": false}'
)
from billing.invoices as i join billing.orders as o on o.id = i.order_id join forbidden as f on f.order_token = o.token;
select results_eq(
  $$select status, saves_method, (billing.remembers(p)) from api.invoice(-18) as i
    join billing.providers as p on p.name = i.provider$$,
  $$values ('open', false, false)$$, 'a page that remembers nothing says so'
);

-- A charge that is reported after access has ended, and what keeps its renewal from being made at that moment
select set_config('test.now', '2000-06-01 12:00:00+00', true);
create temporary view late as select s.* from subs as s where s.n in (-21, -22) and s.created_at > '2000-01-01';
select api.choose_payment(n, p_remember => true) from (values (-21), (-22)) as t (n);
select
  pg_temp.save(-21, 'yookassa', 'pm-21', 'Bank card *2121'),
  pg_temp.save(-22, 'yookassa', 'pm-22', 'Bank card *2222');
select pg_temp.subscribe(-21), pg_temp.subscribe(-22);
select pg_temp.at('2000-06-28 12:00:00+00', -21), pg_temp.at('2000-06-30 12:00:00+00', -21);
select pg_temp.at('2000-07-03 12:00:00+00', -21), pg_temp.at('2000-07-03 12:01:00+00', -21);
select is((select array_agg(status) from late), '{expired,expired}', 'nobody knew of the charges');
create function pg_temp.fail() returns trigger
language plpgsql
as $$ begin raise exception using errcode = '22012', message = 'no period'; end $$;
create trigger fails before insert on billing.periods for each row execute function pg_temp.fail();
select pg_temp.answer(-22, pg_temp.paid());
drop trigger fails on billing.periods;
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
from billing.plans as p where p.id = r.plan_id and p.code = 'tap' and upper_inf(r.valid);
select pg_temp.answer(-21, pg_temp.paid());
select results_eq(
  'select n, u.error from billing.unrenewed as u join late as s on s.id = u.subscription_id order by n',
  $$values (-22, 'failed'), (-21, 'unavailable')$$, 'they wait for it to be over'
);
select set_config('test.now', '2000-07-03 12:12:00+00', true);
select is((select count(*)::integer from broken where promise = 'money_buys_what_it_was_for'), 0, 'as they may');
select billing.renew_waiting(), billing.renew_waiting();
select is((select array_agg(status) from late), '{expired,expired}', 'as long as it lasts');
select set_config('test.now', '2000-07-03 13:00:00+00', true);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
select billing.renew_waiting(), billing.renew_waiting();
select is((select array_agg(status) from late), '{active,active}', 'then they are renewed');
select is_empty('select from billing.unrenewed', 'and wait no longer');

select pg_temp.at('2000-07-30 12:00:00+00', -21), pg_temp.at('2000-08-01 12:00:00+00', -21);
select pg_temp.at('2000-08-05 12:00:00+00', -21), pg_temp.at('2000-08-05 12:01:00+00', -21);
update billing.prices as r set valid = tstzrange(lower(r.valid), app.now())
from billing.plans as p where p.id = r.plan_id and p.code = 'tap' and upper_inf(r.valid);
select pg_temp.answer(-21, pg_temp.paid());
select set_config('test.now', '2000-08-06 12:02:00+00', true);
select is(billing.renew_waiting(), (1, 0, true)::jobs.step, 'what lasts a day');
select is(
  (select m.payload ->> 'text' from outbox.messages as m where m.kind = 'telegram.notice' and m.lane = '-21'
   order by m.id desc limit 1),
  'renewal-not-made', 'is told'
);
select is(billing.renew_waiting(), (0, 0, false)::jobs.step, 'once');
delete from billing.unrenewed;
select is((select count(*)::integer from broken where promise = 'money_buys_what_it_was_for'), 1,
  'a charge that renews nothing, and nobody knows, is not what was promised');

-- An operator gives time to somebody whose charge nobody knows of for more than a day
\ir fixtures/sent.psql
select set_config('test.now', '2001-06-01 12:00:00+00', true);
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 100, 'XTS', tstzrange(app.now(), null) from billing.plans as p where p.code = 'tap';
create temporary view given as select s.* from subs as s where s.n = -23 and s.created_at > '2001-01-01';
select api.choose_payment(-23, p_remember => true);
select pg_temp.save(-23, 'yookassa', 'pm-23', 'Bank card *2323'), pg_temp.subscribe(-23);
select pg_temp.at('2001-06-28 12:00:00+00', -23), pg_temp.at('2001-06-30 12:00:00+00', -23);
select pg_temp.at('2001-07-01 12:00:00+00', -23);
select set_config('test.now', '2001-07-02 00:00:00+00', true);
select is(
  billing.extend(pg_temp.who(-23), '12 hours', gen_random_uuid(), 'operator:tap', 'sorry') ->> 'outcome', 'extended',
  'it is given'
);
select pg_temp.at('2001-07-02 00:01:00+00', -23), pg_temp.send();
select is(pg_temp.at('2001-07-02 06:00:00+00', -23), null, 'and when its renewal is due');
select is(
  (select string_agg(c.status, ' ' order by c.id) from charges as c where c.n = -23), 'creating',
  'nothing is charged beside what may have been'
);
select pg_temp.answer(-23, pg_temp.paid());
select results_eq(
  'select g.status, g.ends_at, g.period_number from given as g',
  $$values ('active', '2001-08-01 12:00:00+00'::timestamptz, 3)$$,
  'that pays for what follows, and not for what was given'
);
select is(billing.balance_of(pg_temp.who(-23), 'XTS'), 0::bigint, 'once');
select is(
  (select count(*)::integer from charges as c where c.n = -23), 1, 'and no second charge'
);

select * from finish();
rollback;
