-- What providers say after all seemed done: refunds that came back, disputes that are asked about, pages that are still
-- open.
begin;
select plan(78);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '{"XTS": 1000}' where name = 'topup_min';
update app.settings set value = '{"XTS": 100000}' where name = 'topup_max';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 9
\ir fixtures/people.psql
\ir fixtures/told.psql
\ir fixtures/offers.psql
\ir fixtures/balances.psql
update app.users as u
set role = case (select p.telegram_id from people as p where p.id = u.id) when -9 then 'owner' end;
select outbox.declare_providers(
  '{"stripe": ["page", "close", "fetch", "refund", "list", "dispute"], "yookassa": ["page", "fetch", "refund"],
    "telegram": ["page"]}'
);
create temporary view asked as
select m.kind, m.lane, m.payload, m.id from outbox.messages as m where m.topic = 'payment';
create function pg_temp.pay(p_telegram_id bigint, p_charge text, p_amount bigint, p_provider text default 'stripe')
returns text
language sql
as $$
  select r.outcome
  from billing.receive_payment(pg_temp.who(p_telegram_id), p_provider, p_charge, null, p_amount, 'XTS', true) as r
$$;
create function pg_temp.payment(p_charge text) returns bigint
language sql
as $$ select p.id from billing.payments as p where p.external_id = p_charge $$;
create function pg_temp.last_refund(p_charge text) returns billing.refunds
language sql
as $$ select r from billing.refunds as r where r.payment_id = pg_temp.payment(p_charge) order by r.id desc limit 1 $$;
-- An operator has it sent back, and the provider says that it is.
create function pg_temp.send_back(p_charge text, p_amount bigint, p_external_id text) returns void
language sql
as $$
  select billing.payout(pg_temp.payment(p_charge), p_amount, gen_random_uuid(), 'operator:test', 'asked for');
  select billing.refund_answered(
    'x', jsonb_build_object('refund_id', (pg_temp.last_refund(p_charge)).id),
    jsonb_build_object('status', 'done', 'refund_external_id', p_external_id)
  )
$$;
create function pg_temp.hint(p_refund text, p_charge text, p_status text default 'failed') returns text
language sql
as $$
  select inbox.receive_refund('stripe', jsonb_build_object(
    'external_id', p_refund, 'charge_id', p_charge, 'key', null, 'status', p_status
  ))
$$;
-- What is asked is answered.
create function pg_temp.answer(p_refund text, p_status text, p_amount bigint) returns void
language sql
as $$
  select billing.refund_checked(a.lane, a.payload, jsonb_build_object(
    'status', p_status, 'refund_external_id', p_refund, 'amount', p_amount, 'currency', 'XTS', 'reason', 'card_closed'
  ))
  from asked as a
  where a.kind = 'payment.check_refund' and a.payload ->> 'refund_external_id' = p_refund
$$;

-- A refund that we had sent
select pg_temp.pay(-1, 'pi_1', 5000);
select pg_temp.send_back('pi_1', 2000, 're_1');
select is(pg_temp.of_shop('clearing.stripe'), -3000::bigint, 'two of five thousand are sent back');
select is(pg_temp.hint('re_1', 'pi_1', 'done'), 'unknown', 'that it was sent is heard of once more');
select is((select count(*)::integer from asked where kind = 'payment.check_refund'), 0, 'which says nothing new');
select is(pg_temp.hint('re_1', 'pi_1'), 'asked', 'it failed after all: the provider is asked');
select is(
  (select billing.prepare_check_refund('x', payload) ->> 'refund_external_id' from asked
    where kind = 'payment.check_refund'),
  're_1', 'about that one'
);
select pg_temp.answer('re_1', 'done', 2000);
select is(pg_temp.balance(-1), 3000::bigint, 'what the provider does not confirm changes nothing');
select pg_temp.answer('re_1', 'failed', 2000);
select is(pg_temp.balance(-1), 5000::bigint, 'what it does is on the balance again');
select is(pg_temp.of_shop('clearing.stripe'), -5000::bigint, 'and with the provider');
select is((pg_temp.last_refund('pi_1')).status, 'failed', 'it is not sent any more');
select results_eq(
  $$select text, args -> 'amount' ->> 'money', args -> 'balance' ->> 'money' from told where lane = '-1'
    order by id desc limit 1$$,
  $$values ('payout-returned', '2000', '5000')$$, 'he was told that it was sent, and is told that it came back'
);
select results_eq(
  $$select text, args ->> 'payment', args ->> 'reason' from told where lane = '-9'$$,
  $$select 'admin-refund-returned', pg_temp.payment('pi_1')::text, 'card_closed'$$, 'so is the admin'
);
select is(
  (select amount from billing.refundable_payments where external_id = 'pi_1'), 5000::bigint,
  'all of it can be sent again'
);
select is(
  (select cause from billing.statement(pg_temp.who(-1)) order by line_id desc limit 1), 'payout_returned',
  'his statement says so'
);
select results_eq(
  $$select kind, amount, external_id from ops.export_payments('1996-02-01') where payment_external_id = 'pi_1'
    order by transfer_id$$,
  $$values ('payment', 5000::bigint, null::text), ('refund', -2000::bigint, 're_1'), ('refund', 2000::bigint, 're_1')$$,
  'and the accountant sees both ways'
);
select pg_temp.answer('re_1', 'failed', 2000);
select is(pg_temp.balance(-1), 5000::bigint, 'an answer that comes again changes nothing');
select is(pg_temp.hint('re_1', 'pi_1'), 'unknown', 'nor does a hint about what is over');
select is(billing.note_refunded('stripe', 'pi_1', 2000), 'repeated', 'nor what was said while it was away');
select is(pg_temp.balance(-1), 5000::bigint, 'nothing is taken for it');
select pg_temp.send_back('pi_1', 5000, 're_2');
select is(pg_temp.of_shop('clearing.stripe'), 0::bigint, 'it is sent another time, with the rest');
select is(billing.note_refunded('stripe', 'pi_1', 5000), 'repeated', 'and known');
select is(
  ops.refund_returned((pg_temp.last_refund('pi_1')).id, 'his bank wrote'), 'returned', 'an operator may know it, too'
);
select is(ops.refund_returned((pg_temp.last_refund('pi_1')).id, 'his bank wrote'), 'already_failed', 'once');
select is(ops.refund_returned(0, 'none'), 'unknown', 'of one that there is');
select billing.payout(pg_temp.payment('pi_1'), 100, gen_random_uuid(), 'operator:test', 'asked for');
select is(ops.refund_returned((pg_temp.last_refund('pi_1')).id, 'too early'), 'not_sent', 'and that was sent');

-- One that was made in the provider's cabinet
select pg_temp.pay(-2, 'pi_2', 3000);
select is(pg_temp.buy(-2), 'fulfilled', 'a month is bought');
select is(billing.note_refunded('stripe', 'pi_2', 1000), 'refunded', 'a third goes back in the cabinet');
select set_config('test.now', (app.now() + interval '40 days')::text, true);
select pg_temp.pay(-2, 'pi_5', 500);
select is(billing.note_refunded('stripe', 'pi_2', 2000), 'refunded', 'and a third when the month is over');
select is(pg_temp.of_shop('losses'), -500::bigint, 'he has half of it, and the shop bears the other');
select is(pg_temp.hint('re_3', 'pi_2'), 'asked', 'one of them comes back');
select pg_temp.answer('re_3', 'failed', 1000);
select is(
  (select count(*)::integer from billing.refunds where returned_by is not null and external_id = 're_3'), 1,
  'it is known by its amount'
);
select is(pg_temp.of_shop('losses'), 0::bigint, 'what the shop had borne is the shop''s again');
select is(pg_temp.balance(-2), 500::bigint, 'and his is what he had given');
select is(
  (select args -> 'amount' ->> 'money' from told where lane = '-2' and text = 'payout-returned'), '500', 'as he is told'
);
select pg_temp.answer('re_3', 'failed', 1000);
select is(pg_temp.balance(-2), 500::bigint, 'the other third is not taken for it');
select pg_temp.answer('re_3', 'failed', null);
select is(pg_temp.hint('re_9', 'pi_none'), 'unknown', 'of what is none of ours nothing is asked');

-- By the list
select pg_temp.pay(-3, 'pi_3', 3000);
select pg_temp.send_back('pi_3', 3000, 're_4');
create function pg_temp.line(p_line text, p_kind text, p_amount bigint, p_thing text, p_charge text) returns void
language sql
as $$
  select billing.keep_lines('stripe', jsonb_build_array(jsonb_build_object(
    'line_id', p_line, 'kind', p_kind, 'external_id', p_thing, 'charge_id', p_charge, 'key', null,
    'amount', p_amount, 'currency', 'XTS', 'at', app.now() - interval '1 hour'
  )));
  select billing.heal_lines('stripe', array[p_line])
$$;
select pg_temp.line('txn_1', 'refund', -3000, 're_4', 'pi_3');
select is(
  (select count(*)::integer from asked where payload ->> 'refund_external_id' = 're_4'), 0,
  'what was sent is on the list'
);
select pg_temp.line('txn_2', 'refund', 3000, 're_4', 'pi_3');
select pg_temp.answer('re_4', 'failed', 3000);
select is(pg_temp.balance(-3), 3000::bigint, 'a line that brings it back has the provider asked');
select pg_temp.line('txn_3', 'refund', -1000, 're_5', 'pi_3');
select is(pg_temp.balance(-3), 2000::bigint, 'one that is new afterwards is booked');
select is(
  (select sum(amount)::bigint from billing.provider_transactions where charge_id = 'pi_3'), -1000::bigint,
  'as the lines sum up to'
);
select pg_temp.pay(-8, 'pi_6', 3000);
select billing.keep_lines('stripe', jsonb_agg(jsonb_build_object(
  'line_id', l.id, 'kind', 'refund', 'external_id', 're_6', 'charge_id', 'pi_6', 'key', null, 'amount', l.amount,
  'currency', 'XTS', 'at', app.now()
)))
from (values ('txn_5', -3000), ('txn_6', 3000)) as l (id, amount);
select billing.heal_lines('stripe', array['txn_5', 'txn_6']);
select is(pg_temp.balance(-8), 3000::bigint, 'what went and came back before anybody told of it is nobody''s business');
select pg_temp.pay(-8, 'pi_7', 2000);
select pg_temp.send_back('pi_7', 2000, 're_7');
select pg_temp.line('txn_7', 'refund', -2000, 're_7', 'pi_7');
select pg_temp.hint('re_7', 'pi_7');
select pg_temp.answer('re_7', 'failed', 2000);
select billing.heal_lines('stripe', array['txn_7']);
select is(pg_temp.balance(-8), 5000::bigint, 'and what we know to be back is not taken while the list does not say so');

-- Disputes
select is(
  inbox.receive_dispute('stripe', true, '{"external_id": "dp_1", "charge_id": "pi_4", "status": "opened"}'), 'asked',
  'one of which too little is said is asked about'
);
select results_eq(
  $$select payload ->> 'provider', payload ->> 'external_id' from asked where kind = 'payment.fetch_dispute'$$,
  $$values ('stripe', 'dp_1')$$, 'by its id'
);
select is(
  inbox.receive_dispute('yookassa', false, '{"external_id": "dp_2", "charge_id": "pi_4", "status": "opened"}'),
  'unknown', 'who cannot say how a dispute stands is asked about the payment'
);
select pg_temp.pay(-4, 'pi_4', 3000);
select billing.dispute_fetched('x', '{"provider": "stripe", "external_id": "dp_1"}', '{"external_id": null}');
select is_empty($$select from billing.disputes$$, 'there may be none');
create function pg_temp.fetched(p_dispute text, p_status text, p_withdrawn boolean) returns void
language sql
as $$
  select billing.dispute_fetched(
    'x', jsonb_build_object('provider', 'stripe', 'external_id', p_dispute),
    jsonb_build_object(
      'external_id', p_dispute, 'charge_id', 'pi_4', 'status', p_status, 'amount', 3000, 'currency', 'XTS',
      'withdrawn', p_withdrawn, 'reason', 'fraudulent', 'evidence_due', '1996-03-10T12:00:00Z'
    )
  )
$$;
select pg_temp.line('txn_4', 'dispute', -3000, 'dp_1', 'pi_4');
select is_empty($$select from billing.disputes$$, 'a line of a list that is new has it asked about first');
select pg_temp.fetched('dp_1', 'opened', true);
select is(pg_temp.balance(-4), 0::bigint, 'what is fetched is booked');
select is((select reason from ops.disputes where external_id = 'dp_1'), 'fraudulent', 'with its reason');
select set_config('test.now', (app.now() + interval '1 day')::text, true);
delete from outbox.messages as m where m.kind = 'payment.fetch_dispute';
select jobs.reconcile(1);
select results_eq(
  $$select payload ->> 'external_id' from asked where kind = 'payment.fetch_dispute'$$, $$values ('dp_1')$$,
  'while it is open it is asked about each day'
);
select jobs.reconcile(1);
select is((select count(*)::integer from asked where kind = 'payment.fetch_dispute'), 1, 'once');
select pg_temp.fetched('dp_1', 'won', false);
select is(pg_temp.balance(-4), 3000::bigint, 'so that its end is known, whoever was told of it');

select is((jobs.reconcile(1)).more, false, 'and the job is over');

-- Pages
create function pg_temp.open(p_telegram_id bigint, p_provider text, p_order uuid) returns bigint
language plpgsql
as $$
declare
  v_id bigint;
begin
  perform api.open_invoice(p_telegram_id, 3000, p_provider, p_order);
  select max(i.id) into v_id from billing.invoices as i;
  perform billing.invoice_created(
    'x', jsonb_build_object('invoice_id', v_id),
    jsonb_build_object('external_id', 'cs_' || v_id, 'url', 'https://pay', 'monthly', false)
  );
  return v_id;
end
$$;
create temporary table cart as
select o.order_token as token from billing.offers as f cross join lateral api.open_order(-5, f.price_id) as o;
create temporary table pages as
select p.provider, pg_temp.open(-5, p.provider, (select c.token from cart as c)) as id
from unnest(array['stripe', 'yookassa', 'telegram']) as p (provider);
create function pg_temp.at_stripe() returns billing.invoices
language sql
as $$ select i from billing.invoices as i join pages as p on p.id = i.id and p.provider = 'stripe' $$;
select is_empty($$select from asked where kind = 'payment.close'$$, 'pages are open');
select inbox.receive_report('yookassa', true, (
  select jsonb_build_object(
    'external_id', 'cs_' || p.id, 'status', 'paid', 'amount', 3000, 'currency', 'XTS'
  )
  from pages as p where p.provider = 'yookassa'
));
select results_eq(
  $$select lane from asked where kind = 'payment.close'$$,
  $$select 'invoice:' || id from pages where provider = 'stripe'$$,
  'when one is paid, what can be closed of the others is'
);
select is(
  (select billing.prepare_close('x', payload) ->> 'external_id' = 'cs_' || (payload ->> 'invoice_id') from asked
    where kind = 'payment.close'),
  true, 'by the provider''s id'
);
select billing.page_closed('x', payload, '{"closed": false}') from asked where kind = 'payment.close';
select is(
  (pg_temp.at_stripe()).fetch_at, app.now() + interval '1 minute',
  'one that is not closed is asked about soon: it may be paid'
);
select billing.page_closed('x', payload, '{"closed": true}') from asked where kind = 'payment.close';
select is(
  (pg_temp.at_stripe()).status, 'over', 'closed is over'
);
select is(
  (select billing.prepare_close('x', payload) from asked where kind = 'payment.close'), null, 'and not closed again'
);
delete from outbox.messages as m where m.kind = 'payment.close';
select pg_temp.open(-6, 'stripe', null);
select set_config('test.now', (app.now() + interval '1 day')::text, true);
select billing.report_payment(i, jsonb_populate_record(null::billing.payment_report, '{"status": "pending"}'))
from billing.invoices as i where i.user_id = pg_temp.who(-6);
select is(
  (select count(*)::integer from asked where kind = 'payment.close'), 1,
  'so is one that lives longer there than the order does here'
);

-- Told by a screen, or by a notice
create function pg_temp.looks_at(p_telegram_id bigint, p_screen text) returns void
language sql
as $$
  select api.remember_screen(p_telegram_id, 5);
  select api.save_conversation(p_telegram_id, p_telegram_id, p_screen);
  delete from outbox.messages as m where m.lane = p_telegram_id::text
$$;
create function pg_temp.tops_up(p_telegram_id bigint) returns text
language sql
as $$
  select inbox.receive_report('yookassa', true, jsonb_build_object(
    'external_id', 'cs_' || pg_temp.open(p_telegram_id, 'yookassa', null), 'status', 'paid', 'amount', 3000,
    'currency', 'XTS'
  ))
$$;
create temporary view refreshes as
select m.lane, m.payload, m.id from outbox.messages as m where m.kind = 'inbox.refresh' and m.payload ? 'notice';
select pg_temp.looks_at(-7, 'invoice:3');
select pg_temp.tops_up(-7);
select is(
  (select count(*)::integer from told where lane = '-7'), 1,
  'without a bot nobody draws, so a notice tells of the money'
);
select inbox.heartbeat(gen_random_uuid(), 'host', 1, '1', '{}');
select pg_temp.looks_at(-7, 'menu');
select pg_temp.tops_up(-7);
select is((select count(*)::integer from told where lane = '-7'), 1, 'nor does who looks at something else see it');
select pg_temp.looks_at(-7, 'invoice:3');
select pg_temp.tops_up(-7);
select is((select count(*)::integer from told where lane = '-7'), 0, 'who looks at the payment');
select is((select count(*)::integer from refreshes where lane = '-7'), 1, 'sees what came of it');
select app.refreshed_batch(
  array['-7', '-7', '-7'],
  array[(select payload from refreshes), (select payload - 'notice' from refreshes), '{}'],
  array[jsonb_build_object('told', array[(select payload -> 'about' from refreshes)]), null, null]
);
select is((select count(*)::integer from told where lane = '-7'), 0, 'once it is drawn, no notice says the same');
select app.refreshed_batch(
  array['-7', '-7'], (select array[payload, payload] from refreshes), array[null, '{"told": ["another"]}']::jsonb[]
);
select is(
  (select array_agg(text) from told where lane = '-7'), array['payment-credited', 'payment-credited'],
  'what is not drawn a notice tells'
);
select app.not_refreshed('-7', payload, r.reason, null)
from refreshes, unnest(array['rejected', 'revived']) as r (reason);
select is((select count(*)::integer from told where lane = '-7'), 3, 'and what is given up');

-- A refund that fails because the shop's account is empty waits until it is not
select pg_temp.pay(-8, 'pi_8', 5000);
select billing.payout(pg_temp.payment('pi_8'), 5000, gen_random_uuid(), 'operator:test', 'asked for');
create function pg_temp.says(p_status text, p_reason text) returns void
language sql
as $$
  select billing.refund_answered(
    'x', jsonb_build_object('refund_id', (pg_temp.last_refund('pi_8')).id),
    jsonb_build_object('status', p_status, 'refund_external_id', 're_8', 'reason', p_reason)
  )
$$;
create function pg_temp.key() returns text
language sql
as $$
  select billing.prepare_refund('x', jsonb_build_object('refund_id', (pg_temp.last_refund('pi_8')).id)) ->> 'key'
$$;
create temporary table keys as select pg_temp.key() as key;
select pg_temp.says('failed', 'insufficient_funds');
select is((pg_temp.last_refund('pi_8')).status, 'sending', 'it is not given up');
select is((pg_temp.last_refund('pi_8')).fetch_at, app.now() + interval '6 hours', 'but tried again');
select is((pg_temp.last_refund('pi_8')).external_id, null, 'not asked about');
insert into keys select pg_temp.key();
select is((select count(distinct k.key)::integer from keys as k), 2, 'with another key');
select is(pg_temp.balance(-8), 5000::bigint, 'the money stays held');
select results_eq(
  $$select text, args ->> 'reason' from told where lane = '-9' order by id desc limit 1$$,
  $$values ('admin-refund-waits', 'insufficient_funds')$$, 'an admin hears why'
);
select is((select array_agg(text) from told where lane = '-8' and text ~ 'fail'), null, 'the payer does not');
select pg_temp.says('failed', 'card_closed');
select is((pg_temp.last_refund('pi_8')).status, 'failed', 'what does not pass ends it');
select is(pg_temp.balance(-8), 10000::bigint, 'with the money on the balance');
select results_eq(
  $$select text, args ->> 'reason' from told where lane = '-9' order by id desc limit 1$$,
  $$values ('admin-refund-failed', 'card_closed')$$, 'of which the admin hears as well'
);

-- All of it agrees
select is_empty(
  $$select invariant, subject from ops.violations_of_payments$$, 'and the books agree with what is said of them'
);
select is_empty(
  $$select currency from ledger.balances where currency = 'XTS' group by currency having sum(balance) <> 0$$,
  'and sum to zero'
);

select * from finish();
rollback;
