-- Invoices: what a provider is asked, what comes of it, and money that is not what was asked.
begin;
select plan(104);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 1000}' where name = 'topup_min';
update app.settings set value = '{"XTS": 100000}' where name = 'topup_max';
update app.flags set enabled = true where name = 'topups';

\set people 3
\ir fixtures/people.psql

-- Ways to pay
select is_empty('select * from api.payment_methods(-1, 2000)',
  'without a program that has keys there is no way to pay');
select outbox.declare_providers(
  '{"yookassa": ["page", "fetch", "refund"], "stars": ["page", "refund"], "telegram": [], "unheard_of": ["page"]}'
);
select results_eq(
  'select * from api.payment_methods(-1, 2000)', $$values ('yookassa', 2000::bigint, 'XTS', false, false)$$,
  'one that makes pages is a way, one in another currency only with a rate'
);
insert into billing.rates (currency, paid_in, amount, paid) values ('XTS', 'XTR', 10000, 55);
select results_eq(
  $$select provider, amount, currency from api.payment_methods(-1, 2001)$$,
  $$values ('yookassa', 2001::bigint, 'XTS'), ('stars', 12::bigint, 'XTR')$$,
  'what is asked in another currency is rounded up'
);
update billing.providers set min_amount = 5, max_amount = 20 where name = 'stars';
select is(
  (select count(*)::integer from api.payment_methods(-1, 50000)), 1, 'a provider is asked for no more than it takes'
);
select is(
  (select count(*)::integer from api.payment_methods(-1, 500)), 1, 'nor for less'
);
select is(
  (select count(*)::integer from app.audit where action like 'provider.%'), 1, 'an owner''s change is audited,
  a declaration is not'
);
update billing.providers set enabled = false where name = 'yookassa';
select is((select provider from api.payment_methods(-1, 2001)), 'stars', 'what the owner does not want is not offered');
update billing.providers set enabled = true where name = 'yookassa';
insert into billing.invoice_refusals (provider, currency, kind, amount, error, at)
values ('telegram', 'XTS', 'too_small', 90000, 'too small', app.now());
select is(
  (billing.topup_limits('XTS')).min_amount, 1000::bigint, 'what one provider finds too small may be paid by another'
);
select throws_ok(
  $$select outbox.declare_providers('{"stars": ["magic"]}')$$, '23514', null, 'nobody can what is not known'
);

-- Asking for one
create temporary table orders (name text primary key, token uuid);
insert into orders
select n, (api.open_invoice(-1, 2000, 'yookassa')).order_token
from (values ('exact'), ('under'), ('over'), ('late'), ('refused'), ('never'), ('foreign')) as t (n);
insert into orders select 'stars', (api.open_invoice(-2, 2001, 'stars')).order_token;
create temporary view invoices as
select t.name, i.*
from orders as t
join billing.orders as o on o.token = t.token
join billing.invoices as i on i.order_id = o.id;

select results_eq(
  $$select outcome, min_amount from api.open_invoice(-1, 1, 'yookassa')$$, $$values ('amount_out_of_range',
  1000::bigint)$$,
  'the limits of top-ups hold'
);
select is(
  (api.open_invoice(-1, 50000, 'stars')).outcome, 'unavailable', 'and those of the provider'
);
select is((select count(*)::integer from invoices), 8, 'each top-up has an invoice');
select is(
  (
    select (billing.open_invoice(o)).id
    from billing.orders as o
    where o.id = (select i.order_id from invoices as i where i.name = 'exact')
  ),
  (select id from invoices where name = 'exact'), 'and one only'
);
select results_eq(
  $$select status, provider, amount, currency::text, credited_amount, credited_currency::text, url
  from api.invoice(-2, (select token from orders where name = 'stars'))$$,
  $$values ('creating', 'stars', 12::bigint, 'XTR', 2001::bigint, 'XTS', null::text)$$,
  'its user sees what is asked and what is credited'
);
select is_empty(
  $$select * from api.invoice(-1, (select token from orders where name = 'stars'))$$, 'and nobody else does'
);
select results_eq(
  $$select d.name, m.kind, m.priority::text
    from outbox.messages as m
    join outbox.lanes as l on l.topic = m.topic and l.lane = m.lane and l.priority = m.priority
    join outbox.destinations as d on d.id = l.destination
    where m.topic = 'payment' and m.lane = format('invoice:%s', (select id from invoices where name = 'stars'))$$,
  $$values ('stars', 'payment.create', 'answer')$$, 'its provider is asked at once'
);
select is(
  billing.prepare_create('x', (select jsonb_build_object('invoice_id', id) from invoices where name = 'stars'))
    - 'token' - 'expires_at' - 'now' - 'timezone',
  '{"provider": "stars", "amount": 12, "currency": "XTR", "credited_amount": 2001, "credited_currency": "XTS",
    "locale": "en", "telegram_id": -2, "return_url": "https://t.me", "monthly": false, "saves_method": false,
    "again": false}'::jsonb,
  'with what it has to know'
);
select is(
  billing.prepare_fetch('x', (select jsonb_build_object('invoice_id', id) from invoices
  where name = 'never')) ->> 'external_id',
  null, 'what may have been made and was not heard of is looked for by its token'
);

-- Made
select billing.invoice_created(
  'x', jsonb_build_object('invoice_id', id),
  jsonb_build_object('external_id', 'ext-' || name, 'url', 'https://pay.example/' || name, 'payment', null)
)
from invoices where name not in ('refused', 'never');
select results_eq(
  $$select status, url from api.invoice(-1, (select token from orders where name = 'exact'))$$,
  $$values ('open', 'https://pay.example/exact')$$, 'there it can be paid'
);
select is(
  (select count(*)::integer from outbox.messages where kind = 'inbox.refresh'), 2,
  'and the screens that wait for it are drawn anew'
);
select throws_ok(
  $$select billing.invoice_created('x', (select jsonb_build_object('invoice_id', id) from invoices
  where name = 'never'),
    '{"external_id": "ext-exact", "url": "https://pay.example/"}')$$,
  '23505', null, 'an id of another invoice is not believed'
);
select throws_ok(
  $$select billing.invoice_created('x', (select jsonb_build_object('invoice_id', id) from invoices
  where name = 'never'),
    '{"url": "https://pay.example/"}')$$,
  '23514', null, 'nor an answer without one'
);
select billing.invoice_not_created('x', jsonb_build_object('invoice_id', id), 'rejected', 'too small')
from invoices where name = 'refused';
select billing.invoice_not_created('x', jsonb_build_object('invoice_id', id), 'expired', null)
from invoices where name = 'never';
select results_eq(
  $$select name, status, error from invoices where name in ('refused', 'never') order by name$$,
  $$values ('never', 'over', 'expired'), ('refused', 'failed', 'too small')$$,
  'what was refused, or came to nothing, says why'
);
select is(
  billing.prepare_create('x', (select jsonb_build_object('invoice_id', id) from invoices where name = 'never')), null,
  'and nobody is asked for it any more'
);
select throws_ok(
  $$update billing.invoices set amount = 1 where status = 'open'$$, 'TK030', null, 'what was quoted stays'
);
select throws_ok(
  $$update billing.invoices set status = 'creating', closed_at = null where status = 'failed'$$, 'TK030', null,
  'and each step is taken once'
);

-- Asking what became of it
select is(
  (select array_agg(distinct fetch_at) from invoices where provider = 'yookassa' and status = 'open'),
  array['1996-02-01 12:01:00+00'::timestamptz], 'webhooks are not relied upon'
);
select is(
  (select array_agg(fetch_at = expires_at) from invoices where provider = 'stars'), array[true],
  'though of some only their end is waited for'
);
select ok(
  api.check_invoice(-1, (select token from orders where name = 'exact')),
  'who says that he has paid is believed as far as a question goes'
);
select ok(
  not api.check_invoice(-2, (select token from orders where name = 'exact')), 'a stranger is not'
);
select is((billing.poll_payments(100)).done, 0, 'nothing is asked before its time');
select set_config('test.now', (app.now() + interval '1 minute')::text, true);
select is((billing.poll_payments(3)).more, true, 'then all are, in parts');
select is((billing.poll_payments(100)).done, 3, 'until none is left');
select is(
  (select count(distinct lane)::integer from outbox.messages where kind = 'payment.fetch'), 6,
  'of what was refused nothing is asked'
);

-- What providers say
create function pg_temp.say(p_name text, p_status text, p_amount bigint, p_currency text, p_fee bigint default null)
returns text language sql as $$
  select billing.fetched_batch(
    array['x'],
    array[(select jsonb_build_object('invoice_id', id) from invoices where name = p_name)],
    array[jsonb_build_object(
      'external_id', 'ext-' || p_name, 'status', p_status, 'amount', p_amount, 'currency', p_currency, 'fee', p_fee
    )]
  )::text
$$;
select pg_temp.say('exact', 'pending', 2000, 'XTS');
select is((select status from invoices where name = 'exact'), 'open', 'what is pending stays open');
select pg_temp.say('exact', 'paid', 2000, 'XTS', 70);
select pg_temp.say('exact', 'paid', 2000, 'XTS', 70);
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 2000::bigint,
  'what was paid is credited, once');
select results_eq(
  $$select i.status, o.status, p.amount, p.gross, p.fee, i.fetch_at
    from invoices as i
    join billing.orders as o on o.id = i.order_id
    join billing.payments as p on p.invoice_id = i.id
    where i.name = 'exact'$$,
  $$values ('paid', 'fulfilled', 2000::bigint, 2000::bigint, 70::bigint, null::timestamptz)$$,
  'to its order, and nobody asks any more'
);
select is(ledger.balance(ledger.account(null, 'clearing.yookassa', 'XTS')), -1930::bigint,
  'the provider owes that less its fee');
select is(ledger.balance(ledger.account(null, 'fees', 'XTS')), -70::bigint, 'which is an expense');
select pg_temp.say('under', 'paid', 0, 'XTS');
select is(
  (select (status, error)::text from invoices where name = 'under'),
  '(open,"paid, and the provider does not say how much")', 'what says nothing of the amount is no payment of nothing'
);
select pg_temp.say('under', 'paid', 1500, 'XTS', 99999);
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 3500::bigint,
  'what is less than was asked is credited as it is');
select is(
  (select o.status from invoices as i join billing.orders as o on o.id = i.order_id where i.name = 'under'), 'open',
  'and fulfils nothing'
);
select pg_temp.say('over', 'paid', 2500, 'XTS');
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 6000::bigint,
  'so is what is more');
select pg_temp.say('foreign', 'paid', 2000, 'XXX');
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 6000::bigint,
  'another currency is not guessed to be this one');
select is(billing.balance_of((select id from people where telegram_id = -1), 'XXX'), 2000::bigint,
  'and is the payer''s all the same');
select pg_temp.say('late', 'expired', null, null);
select results_eq(
  $$select i.status, i.fetch_at > app.now() from invoices as i where name = 'late'$$, $$values ('over', true)$$,
  'one that is over is asked about for some time'
);
select set_config('test.now', (app.now() + interval '40 minutes')::text, true);
select is((billing.poll_payments(100)).done >= 1, true, 'later as well');
select pg_temp.say('late', 'paid', 2000, 'XTS');
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 8000::bigint,
  'and what is paid late is credited');
select is((select status from invoices where name = 'late'), 'paid', 'it is paid then');
select pg_temp.say('never', 'paid', 2000, 'XTS');
select is(billing.balance_of((select id from people where telegram_id = -1), 'XTS'), 10000::bigint,
  'even one whose making nobody heard of');

-- Paid in another currency than it is sold in
select is(
  (select outcome from api.pre_checkout(-2, (select token from invoices where name = 'stars'), 12, 'XTR')), 'expired',
  'an invoice is paid as its order is'
);
select is(
  (select outcome from billing.receive_payment((select id from people where telegram_id = -2), 'stars', 'star-1',
  (select token from invoices where name = 'stars'), 12, 'XTR')),
  'credited_without_order', 'what comes too late fits no order'
);
select is(billing.balance_of((select id from people where telegram_id = -2), 'XTS'), 2001::bigint,
  'and what was quoted is credited');
select is(ledger.balance(ledger.account(null, 'clearing.stars', 'XTR')), -12::bigint,
  'the provider has it in what it took');
select results_eq(
  $$select currency::text, balance from ledger.balances where name = 'exchange' order by 1$$,
  $$values ('XTR', 12::bigint), ('XTS', -2001::bigint)$$, 'and what stands between the two is known'
);
select is(
  (select amount from billing.receive_payment((select id from people where telegram_id = -3), 'stars', 'star-2',
  null, 55, 'XTR')), 10000::bigint,
  'money by no invoice is worth what is asked at present'
);
select is(
  (select (outcome, currency)::text from billing.receive_payment(null, 'stars', 'star-3', null, 55, 'XTR')),
  '(suspense,XTR)',
  'and nobody''s stays what it is'
);

-- Given back
create function pg_temp.payout(p_amount bigint) returns jsonb
language sql
as $$
  select billing.payout(p.id, p_amount, gen_random_uuid(), 'operator:test', 'tapped')
  from billing.payments as p
  where p.external_id = 'star-1'
$$;
create function pg_temp.plan_of(p_amount bigint) returns table (payment text, amount bigint)
language sql
as $$
  select p.external_id, s.amount
  from billing.payout_plan((select id from people where telegram_id = -2), p_amount, 'XTS') as s
  join billing.payments as p on p.id = s.payment_id
$$;
select is(
  pg_temp.payout(600) - array['currency'], '{"outcome": "whole_only", "balance": 2001, "refundable": 2001}',
  'of what a provider sends as a whole only, no part is held'
);
select is(
  billing.balance_of((select id from people where telegram_id = -2), 'XTS'), 2001::bigint, 'it stays where it is'
);
select is_empty('select * from ops.refunds_to_send', 'and nobody waits for it');
select is_empty('select * from pg_temp.plan_of(2000)', 'nor is it part of what a larger sum goes back by');
select results_eq('select * from pg_temp.plan_of(2500)', $$values ('star-1', 2001::bigint)$$, 'but all of it is');
update billing.providers set refunds_parts = true where name = 'stars';
create temporary table sent (id bigint);
insert into sent select (pg_temp.payout(600) ->> 'refund_id')::bigint;
select results_eq('select * from pg_temp.plan_of(2000)', $$values ('star-1', 1401::bigint)$$,
  'of another provider''s, what is left of it');
update billing.providers set refunds_parts = false where name = 'stars';
select is(
  billing.prepare_refund('x', jsonb_build_object('refund_id', (select id from sent))), null,
  'a part that a release before holds is not asked of a provider that sends only wholes back'
);
select is(
  (select s.amount from ops.refunds_to_send as s, sent where s.refund_id = sent.id), 600::bigint, 'a person settles it'
);
update billing.providers set refunds_parts = true where name = 'stars';
select is(
  billing.prepare_refund('x', jsonb_build_object('refund_id', (select id from sent))) ->> 'amount', '3',
  'of another one it is a part of what was paid'
);
select billing.refund_answered('x', jsonb_build_object('refund_id', (select id from sent)), '{"status": "pending",
  "refund_external_id": "r1"}');
select set_config('test.now', (app.now() + interval '10 minutes')::text, true);
select is((billing.fetch_refunds(10)), 1, 'what is pending is asked about');
select billing.refund_answered('x', jsonb_build_object('refund_id', (select id from sent)), '{"status": "done"}');
select is(ledger.balance(ledger.account(null, 'clearing.stars', 'XTR')), -9::bigint - 55 - 55,
  'and gone when it is done');
select is_empty(
  $$select invariant, subject from ops.violations_of_payments$$, 'all of it adds up'
);

-- What the owner sees
select results_eq(
  $$select currency::text, provider, received, fees, sent_back from ops.revenue
  where provider is not null order by 2, 1$$,
  $$values
    ('XTR', 'stars', 12 + 55 + 55::bigint, 0::bigint, 3::bigint),
    ('XTS', 'yookassa', 10000::bigint, 70::bigint, 0::bigint), ('XXX', 'yookassa', 2000::bigint, 0::bigint,
    0::bigint)$$,
  'what providers brought, kept and sent back'
);
select is_empty(
  $$select b.name, b.currency, b.balance, r.owed
    from ledger.balances as b
    left join (
      select provider, currency, sum(received - fees - sent_back) as owed from ops.revenue group by provider, currency
    ) as r on b.name = 'clearing.' || r.provider and b.currency = r.currency
    where b.name like 'clearing.%' and -b.balance is distinct from r.owed$$,
  'is what their accounts say'
);
select results_eq(
  $$select paid, paid_currency::text, fee, credited, currency::text, sent_back from ops.payments
  where external_id in ('star-1', 'ext-exact') order by 1$$,
  $$values (12::bigint, 'XTR', null::bigint, 2001::bigint, 'XTS', 600::bigint), (2000, 'XTS', 70, 2000, 'XTS', 0)$$,
  'payments show what was paid and what was credited'
);
select results_eq(
  $$select status, count(*) from ops.invoices group by 1 order by 1$$,
  $$values ('failed', 1::bigint), ('paid', 7)$$, 'and invoices what became of them'
);
-- A link that the bot makes, and who taps again
create function pg_temp.tap(p_amount bigint, p_person bigint default -3) returns uuid
language sql
as $$
  select o.order_token
  from api.open_invoice(p_person, p_amount, 'telegram', null, gen_random_uuid(), p_linked => true) as o
$$;
create temporary table taps as select pg_temp.tap(2000) as token;
create temporary view linked as
select i.*
from taps as t
join billing.orders as o on o.token = t.token
join billing.invoices as i on i.order_id = o.id;
select results_eq(
  'select status, fetch_at = expires_at from linked', $$values ('creating', true)$$, 'the bot makes the link'
);
select is_empty(
  $$select from outbox.messages as m, linked as l where m.lane = format('invoice:%s', l.id)$$, 'and no message does'
);
select api.invoice_linked(-2, (select token from taps), 'https://t.me/$slug-1');
select is((select status from linked), 'creating', 'nobody else does so');
insert into billing.invoice_refusals (provider, currency, kind, amount, error, at)
values ('telegram', 'XTS', 'too_great', 2000, 'too great', app.now());
select api.invoice_linked(-3, (select token from taps), 'https://t.me/$slug-1');
select results_eq(
  'select status, external_id, url, fetch_at = expires_at from linked',
  $$values ('open', '$slug-1', 'https://t.me/$slug-1', true)$$, 'then it can be paid'
);
select is_empty($$select from billing.invoice_refusals where kind = 'too_great'$$, 'and the amount is not too great');
select api.invoice_linked(-3, (select token from taps), 'https://t.me/$slug-2');
select is((select external_id from linked), '$slug-1', 'a second link changes nothing');
select is(
  (select l.token from linked as l), (select i.token from api.invoice(-3, (select token from taps)) as i),
  'its payload is known to the bot'
);
select is(pg_temp.tap(2000), (select token from taps), 'who taps again gets the same one');
select isnt(pg_temp.tap(2001), (select token from taps), 'not for another amount');
select isnt(pg_temp.tap(2000), (select token from taps), 'nor when another one is on his screen');
truncate taps;
insert into taps select pg_temp.tap(3000);
select set_config('test.now', (app.now() + interval '14 minutes')::text, true);
select is(pg_temp.tap(3000), (select token from taps), 'in the first half of its time');
select set_config('test.now', (app.now() + interval '2 minutes')::text, true);
select isnt(pg_temp.tap(3000), (select token from taps), 'not in the second');
select set_config('test.now', (app.now() + interval '14 minutes')::text, true);
select is((select outcome from api.pre_checkout(-3, (select token from linked), 3000, 'XTS')), 'expired',
  'then it is refused');
select is(billing.fetch_invoices(100) > 0, true, 'and looked at');
select is((select status from linked), 'over', 'and over, though nobody can be asked');
select is_empty(
  $$select from outbox.messages as m, linked as l where m.lane = format('invoice:%s', l.id)$$, 'nor is asked'
);
select isnt_empty(
  $$select from outbox.messages where kind = 'inbox.refresh' and lane = '-3'$$, 'and its screen is drawn anew'
);
select is(
  (select outcome from billing.receive_payment((select id from people where telegram_id = -3), 'telegram', 'late',
    (select token from linked), 3000, 'XTS')),
  'credited_without_order', 'what comes all the same is credited'
);
select is((select status from linked), 'paid', 'and it is paid');
truncate taps;
insert into taps select pg_temp.tap(4000);
select is(
  (select outcome from api.invoice_refused(-3, (select token from taps), 'PAYMENT_PROVIDER_INVALID')), 'unavailable',
  'Telegram may refuse to make one'
);
select results_eq(
  'select status, error from linked', $$values ('failed', 'PAYMENT_PROVIDER_INVALID')$$, 'and why is kept'
);

-- Paid, and the payer's bank takes its days
insert into orders select 'bank', (api.open_invoice(-1, 2000, 'yookassa')).order_token;
select billing.invoice_created(
  'x', jsonb_build_object('invoice_id', id), '{"external_id": "ext-bank", "url": "https://pay"}'
)
from invoices where name = 'bank';
select pg_temp.say('bank', 'authorized', null, null);
select results_eq(
  'select status, processing from api.invoice(-1)', $$values ('open', true)$$, 'what is on its way is not unpaid'
);
select set_config('test.now', (app.now() + interval '2 hours')::text, true);
select pg_temp.say('bank', 'authorized', null, null);
select is((select processing from api.invoice(-1)), true, 'nor after its time');
select is(
  (select count(*)::integer from outbox.messages as m join invoices as i on m.payload ->> 'invoice_id' = i.id::text
   where m.kind = 'payment.close' and i.name = 'bank'), 0, 'and its page is not closed'
);
select is(jobs.book_payments(1) is not null, true, 'the shop looks');
select is_empty($$select from jobs.alarms where name = 'money_unclear'$$, 'a bank that takes its time is no alarm');
select set_config('test.now', (app.now() + interval '5 days')::text, true);
select is(
  (select i.fetch_at is null from invoices as i where i.name = 'bank'), false, 'it is asked about for days'
);
select billing.fetched_batch(
  array['x'], array[(select jsonb_build_object('invoice_id', id) from invoices where name = 'bank')],
  array['{"external_id": "ext-bank", "status": "authorized", "decline": "end", "decline_code": "locked"}'::jsonb]
);
select jobs.book_payments(1);
select is(
  (select detail from jobs.alarms where name = 'money_unclear'), '1 held by yookassa, see ops.invoices',
  'what a provider holds is one'
);
select is(
  (select billing.next_fetch(i) from invoices as n join billing.invoices as i on i.id = n.id where n.name = 'bank'),
  app.now() + interval '1 day', 'and is asked about each day'
);
select pg_temp.say('bank', 'canceled', null, null);
select is((select processing from api.invoice(-1)), false, 'what the bank refused is over');
select billing.page_closed('x', jsonb_build_object('invoice_id', id), '{"closed": false}')
from invoices where name = 'bank';
select is(
  (select fetch_at > app.now() from invoices where name = 'bank'), true, 'one question does not follow the other'
);
select * from finish();
rollback;
