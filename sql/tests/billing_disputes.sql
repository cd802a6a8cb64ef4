-- What providers take back: disputes, whatever comes first and however often, and refunds that were made in a
-- provider's cabinet.
begin;
select plan(153);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update billing.providers set exclusive = true where name = 'stripe';
update app.settings set value = '"when_opened"' where name = 'dispute_ends_access';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 18
\ir fixtures/people.psql
\ir fixtures/told.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
\ir fixtures/subscriptions.psql
update app.users as u
set role = case (select p.telegram_id from people as p where p.id = u.id) when -9 then 'owner' end;
create function pg_temp.pay(p_telegram_id bigint, p_charge text, p_amount bigint) returns text
language sql
as $$
  select r.outcome
  from billing.receive_payment(pg_temp.who(p_telegram_id), 'stripe', p_charge, null, p_amount, 'XTS', true) as r
$$;
create function pg_temp.say(
  p_dispute text, p_charge text, p_status text, p_withdrawn boolean, p_amount bigint default 3000,
  p_fee bigint default null
) returns text
language sql
as $$
  select inbox.receive_dispute('stripe', true, jsonb_build_object(
    'external_id', p_dispute, 'charge_id', p_charge, 'status', p_status, 'amount', p_amount, 'currency', 'XTS',
    'withdrawn', p_withdrawn, 'fee', p_fee, 'reason', 'fraudulent', 'evidence_due', '1996-02-10T12:00:00Z'
  ))
$$;

-- Opened, and won
select pg_temp.pay(-1, 'pi_1', 3000);
select is(pg_temp.buy(-1), 'fulfilled', 'Ann has bought a month with what she paid');
select is(pg_temp.say('dp_1', 'pi_1', 'opened', true, 3000, 15), 'opened', 'her bank takes it back');
select is((pg_temp.sub(-1)).status, 'expired', 'what it had paid for ends');
select is((pg_temp.sub(-1)).renew_at, null, 'and is not renewed');
select is(pg_temp.balance(-1), 0::bigint, 'she has the money back from her bank, and not twice');
select is(pg_temp.of_shop('clearing.stripe'), 15::bigint, 'the provider has nothing of the shop, and asks for its fee');
select is(pg_temp.of_shop('fees'), -15::bigint, 'which is an expense');
select is(pg_temp.of_shop('losses'), 0::bigint, 'nothing else is lost');
select is(pg_temp.of_shop('revenue'), 0::bigint, 'and nothing was sold');
select results_eq(
  $$select status, amount, fee, reason, covered, loss, came_back, evidence_due from ops.disputes$$,
  $$values ('opened', 3000::bigint, 15::bigint, 'fraudulent', 3000::bigint, 0::bigint, false,
    '1996-02-10 12:00:00+00'::timestamptz)$$,
  'an operator sees until when evidence is taken'
);
select results_eq(
  $$select text, args ->> 'state' from told where lane = '-9'$$, $$values ('admin-dispute', 'opened')$$, 'and is told'
);
select results_eq(
  $$select text, args -> 'amount' ->> 'money', args ->> 'runs', args ->> 'renews' from told where lane = '-1'
    and text = 'payout-disputed'$$,
  $$values ('payout-disputed', '3000', 'no', 'no')$$, 'so is she'
);
select is(
  (select sum(amount)::bigint from billing.refundable_payments where external_id = 'pi_1'), 0::bigint,
  'the payment cannot be sent back a second time'
);
select is(pg_temp.say('dp_1', 'pi_1', 'opened', true, 3000, 15), 'opened', 'the same event once more');
select is(
  (select count(*)::integer from ledger.transfers where kind in ('dispute', 'dispute_covered', 'fee')), 3,
  'books nothing'
);
select is((select count(*)::integer from told where lane = '-9'), 1, 'and tells nobody');
select is(pg_temp.say('dp_1', 'pi_1', 'won', true), 'won', 'it is won');
select is(pg_temp.balance(-1), 0::bigint, 'the money is not back yet');
select is(pg_temp.say('dp_1', 'pi_1', 'won', false), 'won', 'then it comes');
select is(pg_temp.balance(-1), 3000::bigint, 'and is on her balance, as her bank left it here');
select is(pg_temp.of_shop('clearing.stripe'), -2985::bigint, 'the provider owes it again, less its fee');
select is(pg_temp.of_shop('losses'), 0::bigint, 'as if nothing had been');
select is((pg_temp.sub(-1)).status, 'expired', 'nothing is bought by itself');
select is(
  (select count(*)::integer from told where lane = '-1' and text = 'payout-dispute-won'), 1, 'she hears that she can'
);
select is(
  (select array_agg(args ->> 'state' order by id) from told where lane = '-9'), array['opened', 'won'],
  'operators hear how it ended'
);
select is(pg_temp.say('dp_1', 'pi_1', 'opened', true), 'repeated', 'what comes late is old');
select is(pg_temp.say('dp_1', 'pi_1', 'lost', true), 'won', 'and what is decided stays decided');
select is(pg_temp.balance(-1), 3000::bigint, 'nothing moves');
select is(
  (select sum(amount)::bigint from billing.refundable_payments where external_id = 'pi_1'), 3000::bigint,
  'it can be sent back again'
);

-- Lost before it was opened; unspent
select pg_temp.pay(-2, 'pi_2', 3000);
select is(pg_temp.say('dp_2', 'pi_2', 'lost', true), 'lost', 'one that was lost before we heard of it');
select is(pg_temp.balance(-2), 0::bigint, 'takes what was not spent');
select is(pg_temp.say('dp_2', 'pi_2', 'opened', true), 'repeated', 'its beginning comes too late');
select is(pg_temp.of_shop('losses'), 0::bigint, 'and is not booked a second time');

-- In part
select pg_temp.pay(-3, 'pi_3', 3000);
select pg_temp.buy(-3);
select is(pg_temp.say('dp_3', 'pi_3', 'opened', true, 1000), 'opened', 'a third is disputed');
select is(
  (pg_temp.sub(-3)).ends_at, app.now() + interval '20 days', 'and a third of the time goes, from the end'
);
select is((pg_temp.sub(-3)).status, 'active', 'the rest runs');
select isnt((pg_temp.sub(-3)).cancelled_at, null, 'to its end, and not on');
select is(pg_temp.balance(-3), 0::bigint, 'the balance is as it was');
select is(
  (select amount from billing.refundable_payments where external_id = 'pi_3'), 2000::bigint,
  'what was not disputed can go back'
);

-- Refunded before
select pg_temp.pay(-4, 'pi_4', 3000);
create temporary table sent (id bigint);
insert into sent
select (billing.payout(p.id, null, gen_random_uuid(), 'operator:test', 'he asked') ->> 'refund_id')::bigint
from billing.payments as p where p.external_id = 'pi_4';
select billing.refund_answered('x', jsonb_build_object('refund_id', s.id),
  '{"status": "done", "refund_external_id": "re_4"}')
from sent as s;
select is(
  (select r.external_id from billing.refunds as r, sent as s where r.id = s.id), 're_4', 'a payment was sent back'
);
select is(pg_temp.say('dp_4', 'pi_4', 'opened', true), 'opened', 'and is disputed all the same');
select is(pg_temp.of_shop('losses'), -3000::bigint, 'its payer owes nothing: the shop has lost it');
select is(pg_temp.say('dp_4', 'pi_4', 'won', false), 'won', 'until it is won');
select is(pg_temp.of_shop('losses'), 0::bigint, 'then it has not');

-- A payment that is not known yet
select is(pg_temp.say('dp_5', 'pi_5', 'opened', true, 500), 'opened', 'one of a payment that nobody told of');
select is(
  (select (payment_id is null, loss)::text from ops.disputes where external_id = 'dp_5'), '(t,500)',
  'is the shop''s loss so far'
);
select is(billing.match_disputes(10), 0, 'nothing is guessed');
select pg_temp.pay(-5, 'pi_5', 500);
select is(billing.match_disputes(10), 1, 'when the payment comes');
select is(pg_temp.balance(-5), 0::bigint, 'it covers that');
select is(pg_temp.of_shop('losses'), 0::bigint, 'and nothing is lost');
select is(billing.match_disputes(10), 0, 'once');
select billing.receive_payment(null, 'stripe', 'pi_6', null, 700, 'XTS');
select is(pg_temp.say('dp_6', 'pi_6', 'opened', true, 700), 'opened', 'of money in suspense the payer is not known');
select is(pg_temp.of_shop('losses'), -700::bigint, 'and owes nothing yet');
select is(pg_temp.say('dp_6', 'pi_6', 'won', false, 700), 'won', 'it is won');
select billing.receive_payment(null, 'stripe', 'pi_34', null, 700, 'XTS');
select pg_temp.say('dp_34', 'pi_34', 'lost', true, 700);
create temporary table held as select s.payment_id as id from ops.suspense as s where s.external_id = 'pi_34';
select results_eq(
  $$select s.external_id, s.disputed from ops.suspense as s where s.external_id in ('pi_6', 'pi_34') order by 2$$,
  $$values ('pi_6', false), ('pi_34', true)$$, 'another is lost, which its list says'
);
select is(
  (select billing.return_suspense(h.id, 'operator:tap', 'refund 17') from held as h), 'disputed', 'it has gone back'
);
select is(
  billing.note_refunded('stripe', 'pi_34', 700), 'taken_back', 'whoever says that it was sent back has to look'
);
select is(
  (select billing.assign_suspense(h.id, pg_temp.who(-18), 'operator:tap', 'the receipt') from held as h), 'assigned',
  'its payer is found'
);
select is(pg_temp.balance(-18), 0::bigint, 'who has the money from the bank already');
select is(pg_temp.of_shop('losses'), 0::bigint, 'nothing is lost');
select results_eq(
  $$select d.owes, d.covered, d.user_id from ops.disputes as d where d.external_id = 'dp_34'$$,
  $$values (0::bigint, 700::bigint, pg_temp.who(-18))$$, 'and nothing owed'
);
select is(
  (select r.amount from billing.refundable_payments as r where r.external_id = 'pi_34'), 0::bigint,
  'it cannot be sent back a second time'
);
select results_eq(
  $$select text from told where lane = '-18'$$, $$values ('payout-disputed')$$, 'that is what is told of it'
);

-- Whoever is never found has the money from the bank: once the dispute is lost, nothing waits for him
create function pg_temp.held(p_charge text) returns bigint
language sql
as $$ select s.payment_id from ops.suspense as s where s.external_id = p_charge $$;
select billing.receive_payment(null, 'stripe', c, null, 700, 'XTS') from unnest(array['pi_35', 'pi_36']) as c;
select pg_temp.say('dp_35', 'pi_35', 'opened', true, 700), pg_temp.say('dp_36', 'pi_36', 'lost', true, 300);
select is(billing.end_suspense(10), 0, 'while a dispute is open, or took a part, a payment waits for its payer');
select pg_temp.say('dp_35', 'pi_35', 'lost', true, 700);
select is(billing.end_suspense(10), 1, 'once it is lost');
select results_eq(
  $$select s.resolution, s.user_id, s.waits_for from ops.suspense as s where s.external_id = 'pi_35'$$,
  $$values ('return: its dispute was lost', null::bigint, null::interval)$$, 'it waits no longer'
);
select is(pg_temp.of_shop('losses'), -300::bigint, 'it is no loss of the shop');
select is(pg_temp.of_shop('suspense'), 1400::bigint, 'and only the others are owed');
select is((select d.loss from ops.disputes as d where d.external_id = 'dp_35'), 0::bigint, 'as its dispute says');
select is(billing.end_suspense(10), 0, 'once');
select is(
  billing.assign_suspense(pg_temp.held('pi_35'), pg_temp.who(-16), 'operator:tap', 'the receipt'), 'already_resolved',
  'nobody gets it'
);
select is_empty($$select * from billing.differences as d where d.external_id = 'pi_35'$$, 'no list has to say that');
select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'and the books agree');
select is(pg_temp.say('dp_35', 'pi_35', 'won', false, 700), 'won', 'it comes back nevertheless');
select is(
  (select s.waits_for is not null from ops.suspense as s where s.external_id = 'pi_35'), true,
  'and waits for its payer again'
);
select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'as the books say, too');
select is(
  billing.assign_suspense(pg_temp.held('pi_35'), pg_temp.who(-16), 'operator:tap', 'the receipt'), 'assigned',
  'who is found'
);
select is(pg_temp.balance(-16), 700::bigint, 'and has it');
select pg_temp.say('dp_36', 'pi_36', 'won', false, 300);

-- In another currency than was paid: as the provider says, and no guess about the rest
select pg_temp.pay(-16, 'pi_37', 3000);
select is(
  billing.note_refunded('stripe', 'pi_37', 1000, 'USD'), 'taken_back', 'a refund in another currency is for an operator'
);
select billing.report_dispute(
  'stripe', ('dp_37', 'pi_37', 'lost', 2000, 'USD', true, 15, 'fraudulent', null)::billing.dispute_report
);
select results_eq(
  $$select d.loss, d.loss_currency::text, d.owes, pg_temp.balance(-16) from ops.disputes as d
    where d.external_id = 'dp_37'$$,
  $$values (2000::bigint, 'USD', 0::bigint, 3700::bigint)$$,
  'a dispute is the shop''s loss as it is, and takes nothing from the payer'
);
select is(
  (select r.amount from billing.refundable_payments as r where r.external_id = 'pi_37'), 0::bigint,
  'whose bank has something of it: nothing is sent to him as well'
);
select is(
  (select t.args -> 'amount' ->> 'currency' from told as t where t.lane = '-9' order by t.id desc limit 1), 'USD',
  'an operator hears of it'
);
select billing.report_dispute(
  'stripe', ('dp_37', 'pi_37', 'won', 2000, 'USD', false, null, 'fraudulent', null)::billing.dispute_report
);
select is(
  (select r.amount from billing.refundable_payments as r where r.external_id = 'pi_37'), 3000::bigint,
  'until it is won'
);
select pg_temp.pay(-16, 'pi_38', 3000), pg_temp.say('dp_38', 'pi_38', 'lost', true);
insert into billing.provider_transactions (
  provider, line_id, kind, external_id, charge_id, amount, currency, names_ours, at, first_seen
)
select
  'stripe', l.line_id, 'dispute', 'dp_38', 'pi_38', l.amount, l.currency, true, app.now(), app.now() - interval '1 day'
from (values ('txn_38', -3000, 'XTS'), ('txn_39', 3000, 'USD')) as l (line_id, amount, currency);
select billing.heal_lines('stripe', array['txn_38', 'txn_39']);
select is(
  (select d.status from ops.disputes as d where d.external_id = 'dp_38'), 'lost',
  'amounts in two currencies have no sum'
);
select is(
  (select array_agg(r.theirs_currency order by 1) from ops.reconciliation as r where r.external_id = 'dp_38'), '{USD}',
  'an operator sees what is listed beside'
);
select pg_temp.say('dp_38', 'pi_38', 'won', false);

-- The owner's rule
select pg_temp.pay(-6, 'pi_7', 3000);
select pg_temp.buy(-6);
update app.settings set value = '"when_lost"' where name = 'dispute_ends_access';
select pg_temp.say('dp_7', 'pi_7', 'opened', true);
select is((pg_temp.sub(-6)).status, 'active', 'by another rule access stays until it is lost');
select is(pg_temp.of_shop('losses'), -3000::bigint, 'at the shop''s risk');
select pg_temp.say('dp_7', 'pi_7', 'lost', true);
select is((pg_temp.sub(-6)).status, 'expired', 'and ends then');
select is(pg_temp.of_shop('losses'), 0::bigint, 'what it had paid for covers it');
update app.settings set value = '"never"' where name = 'dispute_ends_access';
select pg_temp.pay(-6, 'pi_8', 3000);
select pg_temp.buy(-6);
select pg_temp.say('dp_8', 'pi_8', 'lost', true);
select is(
  (select (status, cancelled_at)::text from pg_temp.sub(-6)), '(active,)', 'by a third it never ends'
);
select is(pg_temp.of_shop('losses'), -3000::bigint, 'and the shop pays');
select throws_ok(
  $$update app.settings set value = '"perhaps"' where name = 'dispute_ends_access'$$, 'TK063', null,
  'there are no other rules'
);
select is(
  inbox.receive_dispute('stripe', false,
  '{"external_id": "dp_9", "charge_id": "pi_9", "amount": 5, "currency": "XTS"}'),
  'unknown', 'what nobody has proven is not booked'
);

-- Refunds in the provider's cabinet
select pg_temp.pay(-7, 'pi_10', 3000);
select is(billing.note_refunded('stripe', 'pi_10', 1000), 'refunded', 'a part went back, and not by us');
select is(pg_temp.balance(-7), 2000::bigint, 'it is off the balance');
select is(billing.note_refunded('stripe', 'pi_10', 1000), 'repeated', 'once');
select pg_temp.pay(-7, 'pi_11', 1000);
select pg_temp.buy(-7);
select is(billing.note_refunded('stripe', 'pi_10', 3000), 'refunded', 'then the rest');
select is(
  (pg_temp.sub(-7)).ends_at, app.now() + interval '10 days', 'which takes the time that it had paid for'
);
select is(
  (select array_agg(text order by id) from told where lane = '-7' and text ~ '^payout'),
  array['payout-sent', 'payout-sent', 'payout-took-time'], 'and he is told both'
);
select is(
  billing.note_refunded('stripe', 'pi_4', 3000), 'repeated', 'what we sent ourselves is known'
);
select set_config('test.now', (app.now() + interval '40 days')::text, true);
select is(billing.note_refunded('stripe', 'pi_11', 1000), 'refunded', 'what is used up');
select is(pg_temp.of_shop('losses'), -4000::bigint, 'nobody can cover');
select billing.receive_payment(null, 'stripe', 'pi_12', null, 900, 'XTS');
select is(
  billing.note_refunded('stripe', 'pi_12', 400), 'taken_back', 'a part of what is nobody''s is for an operator'
);
select is(billing.note_refunded('stripe', 'pi_12', 900), 'refunded', 'all of it has gone back');
select is(billing.note_refunded('stripe', 'pi_12', 900), 'repeated', 'once');
select is(billing.note_refunded('stripe', 'pi_none', 900), 'taken_back', 'what we do not know is for an operator too');

-- What the payer pays and buys after his bank took money stays his
create function pg_temp.state(p_telegram_id bigint) returns text
language sql
as $$
  select format('%s %s %s', s.status, case when s.cancelled_at is null then 'renews' else 'cancelled' end,
    pg_temp.balance(p_telegram_id))
  from pg_temp.sub(p_telegram_id) as s
$$;
create function pg_temp.owes(p_dispute text) returns bigint
language sql
as $$ select d.owes from ops.disputes as d where d.external_id = p_dispute $$;
update app.settings set value = '"when_opened"' where name = 'dispute_ends_access';
select pg_temp.pay(-10, 'pi_20', 3000);
select pg_temp.buy(-10);
select pg_temp.goes_on('40 days');
select pg_temp.say('dp_20', 'pi_20', 'opened', true);
select is(pg_temp.owes('dp_20'), 3000::bigint, 'a bank takes back what is used up: nothing covers it');
select pg_temp.goes_on('1 days');
select pg_temp.pay(-10, 'pi_21', 3000);
select pg_temp.buy(-10);
select pg_temp.pay(-10, 'pi_22', 700);
select is(pg_temp.state(-10), 'active renews 700', 'its payer comes back, buys a month and tops up');
select pg_temp.say('dp_20', 'pi_20', 'opened', true);
select is(pg_temp.state(-10), 'active renews 700', 'which the same report leaves alone');
select pg_temp.say('dp_20', 'pi_20', 'lost', true);
select is(pg_temp.state(-10), 'active renews 700', 'and the end of the dispute as well');
select is(pg_temp.owes('dp_20'), 3000::bigint, 'he owes what he owed');

-- So does a gift that he bought since
select pg_temp.pay(-11, 'pi_23', 3000);
select pg_temp.buy(-11);
select pg_temp.goes_on('40 days');
select pg_temp.say('dp_23', 'pi_23', 'opened', true);
select pg_temp.goes_on('1 days');
select pg_temp.pay(-11, 'pi_24', 3000);
select api.pay_from_balance(-11, o.order_token)
from billing.offers as f
cross join lateral api.open_gift_order(-11, f.price_id) as o;
select pg_temp.say('dp_23', 'pi_23', 'lost', true);
select is(
  (select array_agg(g.status) from billing.gifts as g where g.payer_id = pg_temp.who(-11)), array['unused'],
  'a gift that was bought since stays a gift'
);

-- By the rule that waits for the end, too
update app.settings set value = '"when_lost"' where name = 'dispute_ends_access';
select pg_temp.pay(-12, 'pi_25', 3000);
select pg_temp.buy(-12);
select pg_temp.say('dp_25', 'pi_25', 'opened', true);
select pg_temp.goes_on('10 days');
select pg_temp.pay(-12, 'pi_26', 3700);
select pg_temp.buy(-12);
select is(pg_temp.state(-12), 'active renews 700', 'somebody whose dispute is open buys another month');
select pg_temp.say('dp_25', 'pi_25', 'lost', true);
select is(pg_temp.state(-12), 'active renews 700', 'and keeps that and his money when it is lost');
select is(
  (select (pg_temp.sub(-12)).ends_at), app.now() + interval '30 days',
  'the month that was disputed goes'
);
select is(pg_temp.owes('dp_25'), 0::bigint, 'which covers the dispute');

-- A dispute that was lost comes back
select pg_temp.pay(-13, 'pi_27', 3000);
create temporary table lost_before as select pg_temp.of_shop('losses') as amount;
select pg_temp.say('dp_27', 'pi_27', 'lost', true);
select is(pg_temp.balance(-13), 0::bigint, 'a dispute is lost');
select is(pg_temp.say('dp_27', 'pi_27', 'won', false), 'won', 'and is won after all');
select is(pg_temp.balance(-13), 3000::bigint, 'its payer has what was taken from him');
select is((select pg_temp.of_shop('losses') - b.amount from lost_before as b), 0::bigint, 'nothing is lost');
select is(
  (select count(*)::integer from told where lane = '-13' and text = 'payout-dispute-won'), 1, 'he is told'
);
select is(pg_temp.say('dp_27', 'pi_27', 'lost', true), 'won', 'late news of the loss change nothing');
select is(pg_temp.balance(-13), 3000::bigint, 'and take nothing');
select pg_temp.pay(-14, 'pi_28', 3000);
select pg_temp.say('dp_28', 'pi_28', 'lost', true);
select is(
  pg_temp.say('dp_28', 'pi_28', 'lost', false), 'won',
  'money that came back while the provider still says lost is won'
);
select is(pg_temp.balance(-14), 3000::bigint, 'and goes where it was taken from');
select pg_temp.pay(-15, 'pi_29', 3000);
select pg_temp.say('dp_29', 'pi_29', 'lost', true);
insert into billing.provider_transactions (
  provider, line_id, kind, external_id, charge_id, amount, currency, names_ours, at, first_seen
)
select 'stripe', l.line_id, 'dispute', 'dp_29', 'pi_29', l.amount, 'XTS', true, app.now(), app.now() - interval '1 day'
from (values ('txn_1', -3000), ('txn_2', 3000)) as l (line_id, amount);
select billing.heal_lines('stripe', array['txn_1', 'txn_2']);
select is(pg_temp.balance(-15), 3000::bigint, 'the provider''s list brings it back, too');
select is((select pg_temp.of_shop('losses') - b.amount from lost_before as b), 0::bigint, 'nothing is lost');

-- An account that sells other things has their disputes as well
update billing.providers set exclusive = false where name = 'stripe';
select is(pg_temp.say('dp_30', 'pi_30', 'opened', true, 3000, 15), 'unknown', 'a dispute about nothing of ours');
select is_empty($$select from billing.disputes where external_id = 'dp_30'$$, 'is none of ours');
select is((select pg_temp.of_shop('losses') - b.amount from lost_before as b), 0::bigint, 'and no loss');
insert into billing.provider_transactions (
  provider, line_id, kind, external_id, charge_id, key, amount, currency, names_ours, at, first_seen
)
values
('stripe', 'txn_3', 'dispute', 'dp_30', 'pi_30', null, -3000, 'XTS', false, app.now(), app.now() - interval '1 day'),
(
  'stripe', 'txn_4', 'payment', 'ch_31', 'pi_31', gen_random_uuid(), 3000, 'XTS', false, app.now(),
  app.now() - interval '1 day'
);
select billing.heal_lines('stripe', array['txn_3']);
select is_empty($$select from billing.disputes where external_id = 'dp_30'$$, 'on the list neither');
select is(
  (select array_agg(difference) from ops.reconciliation where external_id = 'dp_30'), array['foreign'],
  'which shows it as what it is'
);
select is(
  pg_temp.say('dp_31', 'pi_31', 'opened', true), 'opened', 'one about a payment under a key like ours may be ours'
);
select billing.heal_lines('stripe', array['txn_4']);
select pg_temp.say('dp_31', 'pi_31', 'won', false);

-- All of it agrees
select is_empty(
  $$select invariant, subject from ops.violations_of_payments$$, 'and the books agree with what is said of them'
);
select is_empty(
  $$select promise, subject from ops.broken_promises_of_choices where promise = 'choices_stay'$$,
  'nobody''s choice was changed but by the owner''s rule'
);
select is_empty(
  $$select currency from ledger.balances where currency = 'XTS' group by currency having sum(balance) <> 0$$,
  'and sum to zero'
);

-- What comes back is not taken by a renewal before that was announced again
update app.settings set value = '"never"' where name = 'dispute_ends_access';
select pg_temp.pay(-8, 'pi_98', 3000), pg_temp.pay(-8, 'pi_99', 3000), pg_temp.buy(-8);
select pg_temp.say('dp_99', 'pi_99', 'opened', true);
select is((pg_temp.sub(-8)).unannounced, false, 'a renewal was announced');
select pg_temp.say('dp_99', 'pi_99', 'won', false);
select is(
  (select (s.status, s.unannounced)::text from (select (pg_temp.sub(-8)).*) as s), '(active,t)',
  'and is again, after what came back'
);

-- What was not delivered is refunded; only what was bought before the dispute covers it, and only once.
create function pg_temp.undelivered(p_telegram_id bigint) returns integer
language sql
as $$
  select set_config('test.now', (app.now() + interval '33 days')::text, true);
  select cardinality(billing.refund_undelivered((pg_temp.sub(p_telegram_id)).id));
$$;
select pg_temp.pay(-17, 'pi_32', 3000), pg_temp.buy(-17);
select pg_temp.undelivered(-17);
select is(pg_temp.balance(-17), 3000::bigint, 'one is refunded what was not delivered');
select is(pg_temp.buy(-17), 'fulfilled', 'and buys again');
update vpn.desired as d set delivered_generation = d.generation
where d.subscription_id = (pg_temp.sub(-17)).id;
select pg_temp.say('dp_32', 'pi_32', 'opened', true);
select is(
  (select array[d.owed, d.covered] from billing.disputes as d where d.external_id = 'dp_32'), '{3000,0}',
  'his payment is disputed, and he owes it'
);
select set_config('test.now', (app.now() + interval '1 hour')::text, true);
select pg_temp.pay(-17, 'pi_33', 3000), pg_temp.buy(-17);
select pg_temp.undelivered(-17);
select is(
  (select count(*) from billing.refunds as r where r.user_id = pg_temp.who(-17) and r.cause like 'undelivered:%'),
  2::bigint,
  'what he buys with other money is not delivered, either'
);
select is(pg_temp.balance(-17), 3000::bigint, 'and all of that is his');
select is((select d.covered from billing.disputes as d where d.external_id = 'dp_32'), 0::bigint, 'none of it covers');

-- What a dispute that is lost has left of one is sent back, if nobody is found
select billing.receive_payment(null, 'stripe', 'pi_39', null, 700, 'XTS');
select pg_temp.say('dp_39', 'pi_39', 'lost', true, 300);
create temporary view lost_so_far as select pg_temp.of_shop('losses') as amount;
create temporary table lost_at_first as select amount from lost_so_far;
select is(
  billing.return_suspense(pg_temp.held('pi_39'), 'operator:tap', 'refund 39', 500), 'amount_out_of_range',
  'no more than is left'
);
select is(billing.return_suspense(pg_temp.held('pi_39'), 'operator:tap', 'refund 39'), 'returned', 'all that is left');
select is(
  (select l.amount - b.amount from lost_so_far as l, lost_at_first as b), 300::bigint, 'the rest covers the loss'
);
select is((select d.loss from ops.disputes as d where d.external_id = 'dp_39'), 0::bigint, 'as its dispute says');
select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'and the books agree');
select billing.receive_payment(null, 'stripe', 'pi_40', null, 700, 'XTS');
select billing.report_dispute(
  'stripe', ('dp_40', 'pi_40', 'lost', 2, 'USD', true, null, 'fraudulent', null)::billing.dispute_report
);
select is(
  billing.return_suspense(pg_temp.held('pi_40'), 'operator:tap', 'refund 40'), 'disputed',
  'in another currency nobody knows what is left'
);
select is(
  billing.return_suspense(pg_temp.held('pi_40'), 'operator:tap', 'refund 40', 500), 'returned', 'but who has sent it'
);
select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'and the books agree again');
select pg_temp.say('dp_39', 'pi_39', 'won', false, 300);
select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'also if it is won after that');

select * from finish();
rollback;
