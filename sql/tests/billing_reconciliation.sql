-- What providers list against what we booked: read page by page, booked where it is ours, shown where it differs. And
-- what they take at all, and the accountant's rows.
begin;
select plan(76);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '{"XTS": 1000}' where name = 'topup_min';
update app.settings set value = '{"XTS": 100000}' where name = 'topup_max';
update app.settings set value = '4' where name = 'reconcile_hour';
update app.settings set value = '3' where name = 'reconcile_days';
update app.flags set enabled = true where name = 'topups';
delete from jobs.alarms;

\set people 3
\ir fixtures/people.psql
\ir fixtures/balances.psql
create function pg_temp.reading(p_provider text) returns billing.listings
language sql
as $$ select l from billing.listings as l where l.provider = p_provider order by l.id desc limit 1 $$;
-- A page of a provider's list, as the listener brings it.
create function pg_temp.page(p_provider text, p_lines jsonb, p_cursor text default null) returns void
language sql
as $$
  select billing.listed(
    'x', jsonb_build_object('listing_id', (pg_temp.reading(p_provider)).id),
    jsonb_build_object('lines', p_lines, 'cursor', p_cursor)
  )
$$;
create function pg_temp.line(
  p_kind text, p_id text, p_amount bigint, p_charge text default null, p_key text default null,
  p_currency text default 'XTS', p_fee bigint default null
) returns jsonb
language sql
as $$
  select jsonb_build_object(
    'line_id', p_id, 'kind', p_kind, 'external_id', p_id, 'charge_id', coalesce(p_charge, p_id), 'key', p_key,
    'amount', p_amount, 'currency', p_currency, 'fee', p_fee, 'at', app.now() - interval '1 hour'
  )
$$;
-- Reads a list to its end, with the same lines each day.
create function pg_temp.read(p_provider text, p_lines jsonb) returns integer
language plpgsql
as $$
declare
  v_pages integer := 0;
begin
  perform ops.reconcile(p_provider);
  while (pg_temp.reading(p_provider)).finished_at is null loop
    perform pg_temp.page(p_provider, p_lines);
    v_pages := v_pages + 1;
  end loop;
  return v_pages;
end
$$;
-- The whole run, batch by batch.
create function pg_temp.run(p_job text) returns void
language plpgsql
as $$
declare
  v_more boolean := true;
begin
  while v_more loop
    execute format('select s.more from jobs.%I(1) as s', p_job) into v_more;
  end loop;
end
$$;
create temporary view differences as
select d.difference, d.external_id, d.theirs, d.ours from ops.reconciliation as d;

-- Once a day
select is((jobs.reconcile(1)).done, 0, 'without a program that has keys nothing is read');
select outbox.declare_providers(
  '{"yookassa": ["page", "fetch", "refund", "list"], "stripe": ["page", "fetch", "refund", "list"],
    "heleket": ["page"], "stars": ["page", "fetch", "refund", "list"]}'
);
select is((jobs.reconcile(1)).done, 3, 'what can be listed is read');
select is((jobs.reconcile(1)).done, 0, 'once');
select results_eq(
  $$select from_at, to_at, actor from billing.listings where provider = 'yookassa'$$,
  $$values ('1996-01-29 12:00:00+00'::timestamptz, '1996-02-01 12:00:00+00'::timestamptz, 'system')$$,
  'the first time as far back as each time'
);
select is(
  billing.prepare_list('x', jsonb_build_object('listing_id', (pg_temp.reading('yookassa')).id)) - 'day',
  '{"provider": "yookassa", "cursor": null}'::jsonb, 'the provider is asked for its first page'
);
select is(ops.reconcile('yookassa'), 'already_reading', 'one at a time');
select is(ops.reconcile('heleket'), 'has_no_list', 'of those that have a list');
select is(ops.reconcile('nobody'), 'unknown_provider', 'and are there');

-- Page by page
select pg_temp.page('yookassa', '[]', 'second');
select is((pg_temp.reading('yookassa')).cursor, 'second', 'the place is kept');
select is(
  billing.prepare_list('x', jsonb_build_object('listing_id', (pg_temp.reading('yookassa')).id)) ->> 'cursor', 'second',
  'and the next page is read from there'
);
select pg_temp.page('yookassa', '[]');
select results_eq(
  $$select day, cursor, pages, finished_at from pg_temp.reading('yookassa')$$,
  $$values ('1996-01-30 12:00:00+00'::timestamptz, null::text, 2, null::timestamptz)$$,
  'after the last of a day comes the next day'
);
select pg_temp.page('yookassa', '[]');
select is((select listed_to from billing.providers where name = 'yookassa'), null, 'until the end is reached');
select pg_temp.page('yookassa', '[]');
select results_eq(
  $$select listed_from, listed_to from billing.providers where name = 'yookassa'$$,
  $$values ('1996-01-29 12:00:00+00'::timestamptz, '1996-02-01 12:00:00+00'::timestamptz)$$,
  'the list is known for that time'
);
select lives_ok(
  $$select pg_temp.page('yookassa', '[]')$$, 'a page that comes again changes nothing'
);
select is(
  billing.prepare_list('x', jsonb_build_object('listing_id', (pg_temp.reading('yookassa')).id)), null,
  'nor is one asked for'
);
select pg_temp.page('stripe', '[]', 'same');
select pg_temp.page('stripe', '[]', 'same');
select matches((pg_temp.reading('stripe')).error, 'does not go on', 'a list that turns in a circle is given up');
select jobs.reconcile(1);
select matches(
  (select detail from jobs.alarms where name = 'lists_unread'), 'stripe: the list does not go on',
  'and admins hear of it'
);
select billing.not_listed(
  'x', jsonb_build_object('listing_id', (pg_temp.reading('stars')).id), 'attempts', 'no answer'
);
select is((pg_temp.reading('stars')).error, 'no answer', 'so is one that cannot be read');
select is((select listed_to from billing.providers where name = 'stars'), null, 'which says nothing of any time');
select is(ops.reconcile('stripe', app.now(), app.now()), 'no_time', 'some time has to be named');
select is(pg_temp.read('stripe', '[]') + pg_temp.read('stars', '[]'), 6, 'an operator has it read at once');
select jobs.reconcile(1);
select is_empty($$select * from jobs.alarms where name = 'lists_unread'$$, 'then it is well again');
select is(
  (select count(*)::integer from app.audit where action = 'listing.started'), 2, 'he is audited'
);
select pg_temp.goes_on('1 day');
select is((jobs.reconcile(1)).done >= 3, true, 'the next day all are read again');
select is(
  (pg_temp.reading('yookassa')).from_at, '1996-01-29 12:00:00+00'::timestamptz, 'from before the end of the day before'
);
update billing.listings set finished_at = app.now(), compared_at = app.now() where finished_at is null;

-- Theirs without ours
create temporary table opened as
select n as name, (api.open_invoice(-1, 2000, 'yookassa')).order_token as token
from (values ('paid'), ('silent')) as v (n);
create temporary table invoices as
select t.name, i as invoice
from opened as t
join billing.orders as o on o.token = t.token
join billing.invoices as i on i.order_id = o.id;
select billing.invoice_created(
  'x', jsonb_build_object('invoice_id', (i.invoice).id),
  jsonb_build_object('external_id', 'yk-' || i.name, 'url', 'https://pay.example/' || i.name)
)
from invoices as i;
select billing.fetched_batch(
  array['x'], array[jsonb_build_object('invoice_id', (i.invoice).id)],
  array[jsonb_build_object('external_id', 'yk-paid', 'status', 'paid', 'amount', 2000, 'currency', 'XTS', 'fee', 70)]
)
from invoices as i where i.name = 'paid';
create function pg_temp.token(p_name text) returns text
language sql
as $$ select (i.invoice).token::text from invoices as i where i.name = p_name $$;
create temporary table known as
select jsonb_build_array(
  pg_temp.line('payment', 'yk-paid', 2000, null, pg_temp.token('paid'), 'XTS', 70),
  pg_temp.line('payment', 'yk-silent', 2000, null, pg_temp.token('silent'), 'XTS', 70),
  pg_temp.line('payment', 'yk-foreign', 990),
  pg_temp.line('payout', 'po-1', -5000),
  pg_temp.line('fee', 'fee-1', -11),
  '{"line_id": "as-1", "kind": "payout", "external_id": "as-1", "charge_id": "as-1", "asset": "USDT",
    "asset_quantity": "1.25", "at": "1996-02-01T12:00:00Z"}'::jsonb
) as lines;
select pg_temp.read('yookassa', (select lines from known));
select is(
  (select count(*)::integer from billing.provider_transactions), 6, 'what is listed is kept, once'
);
select throws_ok(
  $$update billing.provider_transactions set amount = 1$$, 'TK001', null, 'as it was read'
);
select is(
  (select count(*)::integer from outbox.messages as m where m.kind = 'payment.fetch'
    and m.payload ->> 'invoice_id' = (select (i.invoice).id::text from invoices as i where i.name = 'silent')), 1,
  'an invoice of ours is asked about before anything is booked'
);
select is((select count(*)::integer from billing.payments), 1, 'and by the list alone nothing is');
select is(pg_temp.of_shop('fees'), -81::bigint, 'what the account costs is booked');
select is_empty('select * from differences', 'what was just read may still be on its way');
select pg_temp.goes_on('16 minutes');
select results_eq(
  'select difference, external_id, theirs from differences order by difference',
  $$values ('foreign', 'yk-foreign', 990::bigint), ('not_booked', 'yk-silent', 2000::bigint)$$,
  'what stays is a difference'
);
select ok(
  (select bool_and(what_to_do is not null and since < app.now()) from ops.reconciliation),
  'with what to do, and since when'
);
select pg_temp.run('reconcile');
select results_eq(
  $$select external_id, user_id, amount, fee from billing.payments where external_id = 'yk-silent'$$,
  $$select 'yk-silent', id, 2000::bigint, 70::bigint from people where telegram_id = -1$$,
  'the job books as it is listed what asking did not bring'
);
select is_empty(
  $$select * from jobs.alarms where name = 'reconciliation'$$, 'what is booked, and what is foreign, is no alarm'
);
select pg_temp.read('yookassa', (select lines from known));
select is(pg_temp.of_shop('clearing.yookassa'), -3849::bigint, 'however often it is read');
select is(
  (select count(*)::integer from billing.suspense), 0, 'what is foreign is nobody''s money here'
);
update billing.providers set exclusive = true where name = 'yookassa';
select pg_temp.read('yookassa', (select lines from known));
select is(
  (select amount from ops.suspense where external_id = 'yk-foreign'), 990::bigint,
  'where nothing else is sold by that account it is held'
);
select is_empty('select * from differences', 'nothing is left');

-- Amounts
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('payment', 'yk-more', 3000)));
select pg_temp.goes_on('16 minutes');
select is_empty('select * from differences', 'a payment that is booked as it is listed is no difference');
select billing.receive_payment(
  (select id from people where telegram_id = -2), 'yookassa', 'yk-less', null, 1000, 'XTS', true
);
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('payment', 'yk-less', 1200)));
select results_eq(
  'select * from differences', $$values ('amount_differs', 'yk-less', 1200::bigint, 1000::bigint)$$,
  'one of another amount is'
);
select pg_temp.goes_on('16 minutes');
select pg_temp.run('reconcile');
select matches(
  (select detail from jobs.alarms where name = 'reconciliation'), '^1 at yookassa', 'the first one raises the alarm'
);
select is(ops.settle_difference('yookassa', 'yk-less', 'not_booked', 'wrong'), 'unknown', 'a person looks at it');
select is(ops.settle_difference('yookassa', 'yk-less', 'amount_differs', 'a tip'), 'settled', 'and is done with it');
select is(ops.settle_difference('yookassa', 'yk-less', 'amount_differs', 'a tip'), 'already_settled', 'once');
select is_empty('select * from differences', 'then it is no difference');
select pg_temp.run('reconcile');
select is_empty($$select * from jobs.alarms where name = 'reconciliation'$$, 'and the alarm is over');
select throws_ok(
  $$select ops.settle_difference('yookassa', 'yk-less', 'amount_differs', ' ')$$, 'TK061', null, 'with a reason'
);

-- Ours without theirs
select billing.receive_payment(
  (select id from people where telegram_id = -2), 'yookassa', 'yk-lie', null, 500, 'XTS', true
);
select pg_temp.read('yookassa', '[]');
select is_empty('select * from differences', 'a payment of this hour may be listed later');
select pg_temp.goes_on('4 days');
select pg_temp.read('yookassa', '[]');
select results_eq(
  'select * from differences', $$values ('not_listed', 'yk-lie', null::bigint, 500::bigint)$$,
  'one that is never listed did not come'
);
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('payment', 'yk-lie', 500)));
select is_empty('select * from differences', 'or came late');

-- Refunds
select billing.receive_payment(
  (select id from people where telegram_id = -3), 'yookassa', 'yk-back', null, 4000, 'XTS', true
);
create temporary table sent (id bigint);
insert into sent
select (billing.payout(p.id, 1000, gen_random_uuid(), 'operator:test', 'part') ->> 'refund_id')::bigint
from billing.payments as p where p.external_id = 'yk-back';
select pg_temp.read(
  'yookassa', jsonb_build_array(pg_temp.line('payment', 'yk-back', 4000), pg_temp.line('refund', 'rf-1', -1000,
  'yk-back'))
);
select is(
  (select r.fetch_at from billing.refunds as r, sent as s where r.id = s.id), app.now(),
  'a refund of ours that is under way is asked about'
);
select billing.refund_answered('x', jsonb_build_object('refund_id', s.id),
  '{"status": "done", "refund_external_id": "rf-1"}')
from sent as s;
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('refund', 'rf-2', -3000, 'yk-back')));
select is(
  billing.balance_of((select id from people where telegram_id = -3), 'XTS'), 0::bigint,
  'one that was made in the provider''s cabinet has happened, and is booked'
);
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('refund', 'rf-2', -3000, 'yk-back')));
select is(
  (
    select count(*)::integer
    from billing.refunds as r
    join billing.payments as p on p.id = r.payment_id
    where p.external_id = 'yk-back'
  ),
  2, 'once'
);
select pg_temp.goes_on('1 day');
select pg_temp.read('yookassa', '[]');
select is_empty('select * from differences', 'and both agree');
select billing.receive_payment(
  (select id from people where telegram_id = -3), 'yookassa', 'yk-kept', null, 4000, 'XTS', true
);
insert into sent
select (billing.payout(p.id, 600, gen_random_uuid(), 'operator:test', 'part') ->> 'refund_id')::bigint
from billing.payments as p where p.external_id = 'yk-kept';
select ops.refund_sent(max(id), 'so he says') from sent;
select pg_temp.goes_on('1 day');
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('payment', 'yk-kept', 4000)));
select results_eq(
  'select * from differences', $$values ('refund_differs', 'yk-kept', null::bigint, -600::bigint)$$,
  'a refund that was never sent is seen'
);
select pg_temp.read('yookassa', jsonb_build_array(pg_temp.line('refund', 'rf-3', -600, 'yk-kept')));
select is_empty('select * from differences', 'until it is');

-- Fees and disputes that only the list tells
select billing.receive_payment(
  (select id from people where telegram_id = -2), 'stripe', 'pi_1', null, 5000, 'XTS', true
);
select pg_temp.read('stripe', jsonb_build_array(pg_temp.line('payment', 'ch_1', 5000, 'pi_1', null, 'XTS', 175)));
select is(
  (select fee from ops.payments where external_id = 'pi_1'), 175::bigint,
  'a fee that no webhook told is known by the list'
);
select is(pg_temp.of_shop('clearing.stripe'), -4825::bigint, 'and booked');
select pg_temp.read('stripe', jsonb_build_array(pg_temp.line('dispute', 'dp_1', -5000, 'pi_1', null, 'XTS', 15)));
select results_eq(
  'select status, covered, loss, fee from ops.disputes', $$values ('opened', 5000::bigint, 0::bigint, 15::bigint)$$,
  'so is a dispute'
);
select pg_temp.read('stripe', jsonb_build_array(pg_temp.line('dispute', 'dp_1', -5000, 'pi_1', null, 'XTS', 15)));
select is(pg_temp.of_shop('clearing.stripe'), 190::bigint, 'once');
select pg_temp.read(
  'stripe', jsonb_build_array(pg_temp.line('dispute', 'dp_1', 5000, 'pi_1') || '{"line_id": "txn_back"}')
);
select results_eq('select status, came_back from ops.disputes', $$values ('won', true)$$, 'and that it was won');
select is(pg_temp.of_shop('clearing.stripe'), -4810::bigint, 'the money is there');
select pg_temp.goes_on('16 minutes');
select is_empty('select * from differences', 'and they agree');

-- The accountant
select results_eq(
  $$select kind, sum(amount)::bigint, count(*)::integer from ops.export_payments('1996-02-01')
    where provider = 'stripe' group by kind order by kind$$,
  $$values ('dispute', 0::bigint, 2), ('fee', -190::bigint, 2), ('payment', 5000::bigint, 1)$$,
  'an accountant gets payments, fees and disputes'
);
select results_eq(
  $$select provider, sum(amount)::bigint from ops.export_payments('1996-02-29') where currency = 'XTS'
    group by provider order by provider$$,
  $$select substr(name, 10), -balance from ledger.balances where name ~ '^clearing\.' and currency = 'XTS' order by 1$$,
  'which sum to the ledger''s accounts exactly'
);
select is_empty($$select * from ops.export_payments('1996-03-01')$$, 'a month for itself');
select is(
  (select count(*)::integer from ops.export_payments('1996-02-01') where payment_external_id = 'yk-back'), 3,
  'each with the payment that it is about'
);

-- What they take
select outbox.declare_providers('{"stars": ["page", "limits"], "telegram": ["page", "limits"]}');
select is(
  (select array_agg(payload ->> 'provider' order by payload ->> 'provider')
  from outbox.messages where kind = 'payment.limits'),
  array['stars', 'telegram'], 'a program that has keys asks what can be taken'
);
select billing.limits_told(
  'x', '{"provider": "telegram"}', '{"limits": [{"currency": "XTS", "least": 2500, "most": 40000}]}'
);
update billing.providers set enabled = false where name not in ('telegram', 'stars');
select results_eq(
  'select min_amount, max_amount from billing.topup_limits($$XTS$$)', $$values (2500::bigint, 40000::bigint)$$,
  'what nobody takes is not offered, and its bounds are said'
);
select is_empty('select * from api.payment_methods(-1, 2000)', 'by no way');
select is((select provider from api.payment_methods(-1, 2500)), 'telegram', 'the bounds themselves are taken');
select is_empty($$select * from billing.payment_methods(2500, 'XXX')$$, 'a currency that it did not name is not');
insert into billing.rates (currency, paid_in, amount, paid) values ('XTS', 'XTR', 100, 1);
select billing.limits_told(
  'x', '{"provider": "stars"}', '{"limits": [{"currency": "XTR", "least": 12, "most": null}]}'
);
select results_eq(
  'select min_amount, max_amount from billing.topup_limits($$XTS$$)', $$values (1200::bigint, 100000::bigint)$$,
  'what one takes and others do not can be paid by that one'
);
select results_eq(
  'select provider, amount from api.payment_methods(-1, 1200)', $$values ('stars', 12::bigint)$$, 'and only by that one'
);

select is_empty($$select invariant, subject from ops.violations_of_payments$$, 'the books agree');

select * from finish();
rollback;
