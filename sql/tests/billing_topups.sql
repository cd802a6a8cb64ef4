-- Top-ups that can be made: limits, what a provider refuses, and one order a request.
begin;
select plan(33);

\ir fixtures/clock.psql

update app.settings set value = '"RUB"' where name = 'currency';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"RUB": 10000}' where name = 'topup_min';
update app.settings set value = '{"RUB": 10000000}' where name = 'topup_max';
update app.settings set value = '{"RUB": [25000, 75000, 99900]}' where name = 'topup_presets';
update app.flags set enabled = true where name in ('purchases', 'topups', 'auto_renewal');
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.count, 'day', o.amount, 'RUB', tstzrange('1990-01-01', '2000-01-01')
from billing.plans as p
cross join (values (30, 14900), (365, 229900)) as o (count, amount)
where p.code = 'tap';

\set people 5
\ir fixtures/people.psql
create temporary table tokens (name text primary key, token uuid);
create function pg_temp.price(p_count integer) returns bigint
language sql
as $$
  select f.price_id from billing.offers as f join billing.plans as p on p.id = f.plan_id
  where p.code = 'tap' and f.period_count = p_count
$$;
create function pg_temp.order(p_name text, p_telegram_id bigint, p_count integer) returns void
language sql
as $$
  insert into tokens select p_name, o.order_token from api.open_order(p_telegram_id, pg_temp.price(p_count)) as o
$$;
create function pg_temp.accepts(p_name text) returns void
language sql
as $$
  select billing.amount_accepted(o) from billing.orders as o join tokens as t on t.token = o.token where t.name = p_name
$$;
create function pg_temp.topup(
  p_name text, p_telegram_id bigint, p_amount bigint, p_for text default null, p_request uuid default gen_random_uuid()
) returns text
language plpgsql
as $$
declare
  v_topup record;
begin
  select o.* into v_topup
  from billing.open_topup(
    app.user_of(p_telegram_id), p_amount, 'tap', (select t.token from tokens as t where t.name = p_for), p_request
  ) as o;
  insert into tokens select p_name, v_topup.order_token where v_topup.order_token is not null
  on conflict (name) do update set token = excluded.token;
  return v_topup.outcome;
end
$$;
create function pg_temp.token(p_name text) returns uuid
language sql
as $$ select t.token from tokens as t where t.name = p_name $$;

-- What is offered
select results_eq(
  'select presets, min_amount, max_amount, suggested from api.topup_offer(-1)',
  $$values (array[25000, 75000, 99900]::bigint[], 10000::bigint, 10000000::bigint, null::bigint)$$,
  'what the owner set, and nothing for who wants nothing'
);
select pg_temp.order('year', -1, 365);
update app.settings set value = '{"RUB": 30000}' where name = 'topup_min';
update app.settings set value = '{"RUB": 90000}' where name = 'topup_max';
select results_eq(
  'select presets, suggested from api.topup_offer(-1)', $$values (array[75000]::bigint[], 90000::bigint)$$,
  'no preset and no suggestion is beyond the limits'
);
select results_eq(
  'select plan_title, due, short_by, order_token from api.wanted_order(-1)',
  $$values ('Tap'::text, 229900::bigint, 229900::bigint, pg_temp.token('year'))$$,
  'what is wanted is known'
);
update app.settings set value = '{"RUB": 10000}' where name = 'topup_min';
update app.settings set value = '{"RUB": 10000000}' where name = 'topup_max';
select is(pg_temp.topup('null', -1, null), 'amount_out_of_range', 'no amount is none');

do $$
begin
  perform inbox._book_payment(-5, 'tap', 'topups 5', null, 229900, 'RUB');
  perform pg_temp.order('abandoned', -5, 30);
  perform pg_temp.order('preferred', -5, 365);
  perform set_config('test.now', (app.now() + interval '1 minute')::text, true);
  perform api.pay_from_balance(-5, pg_temp.token('preferred'));
end
$$;
select is_empty('select * from api.wanted_order(-5)', 'who has bought does not want what he looked at before');
select is((select suggested from api.topup_offer(-5)), 229900::bigint, 'but the next renewal');

-- One order a request
select is(pg_temp.topup('once', -1, 25000, null, '00000000-0000-4000-8000-0000000000a1'), 'open', 'a request');
create temporary table once as select token from tokens where name = 'once';
select is(pg_temp.topup('once', -1, 25000, null, '00000000-0000-4000-8000-0000000000a1'), 'open', 'that comes again');
select is(pg_temp.token('once'), (select o.token from once as o), 'has the same order');
do $$ begin perform inbox._book_payment(-1, 'tap', 'topups 1', pg_temp.token('once'), 25000, 'RUB'); end $$;
select is(
  pg_temp.topup('once', -1, 25000, null, '00000000-0000-4000-8000-0000000000a1'), 'already_sent',
  'and once, when it is paid'
);
select is(
  (select count(*) from billing.orders as o join people as p on p.id = o.user_id where o.kind = 'topup'), 1::bigint,
  'there is one'
);

-- An amount that the provider refuses
select is(pg_temp.topup('small', -2, 10000), 'open', 'the least that the owner takes');
select results_eq(
  $$select outcome, amount, currency, min_amount, max_amount
    from api.invoice_refused(-2, pg_temp.token('small'), 'Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID')$$,
  $$values ('too_small'::text, 10000::bigint, 'RUB'::text, 11000::bigint, 10000000::bigint)$$,
  'may be too little for the provider'
);
select is(
  (select status from billing.orders where token = pg_temp.token('small')), 'cancelled', 'nothing stays open'
);
select is((select min_amount from api.topup_offer(-3)), 11000::bigint, 'the next one is offered more');
select is(pg_temp.topup('small', -3, 10000), 'amount_out_of_range', 'and cannot have less');
select is(
  (select outcome from api.invoice_refused(-2, pg_temp.token('small'), 'again')), 'unknown',
  'what is over is refused once'
);
select is(pg_temp.topup('great', -2, 9000000), 'open', 'very much');
select results_eq(
  $$select outcome, max_amount from api.invoice_refused(-2, pg_temp.token('great'), 'CURRENCY_TOTAL_AMOUNT_INVALID')$$,
  $$values ('too_great'::text, 8100000::bigint)$$,
  'may be too much'
);
select is(pg_temp.topup('right', -2, 8100000), 'open', 'less of it');
select lives_ok($$select pg_temp.accepts('right')$$, 'goes');
select is((select max_amount from api.topup_offer(-2)), 8100000::bigint, 'more is not known to');
select set_config('test.now', '1996-02-02 13:00:00+00', true);
select is((select min_amount from api.topup_offer(-3)), 10000::bigint, 'a day later it is tried anew');

-- Nobody's amount
select is(pg_temp.topup('broken', -2, 25000), 'open', 'a usual amount');
select is(
  (select outcome from api.invoice_refused(-2, pg_temp.token('broken'), 'PAYMENT_PROVIDER_INVALID')), 'unavailable',
  'that the provider makes no invoice of'
);
select results_eq(
  $$select h.can_topup, a.detail from api.home(-3) as h cross join jobs.alarms as a where a.name = 'invoices_refused'$$,
  $$values (false, 'tap makes no invoices: PAYMENT_PROVIDER_INVALID'::text)$$,
  'is our trouble: nobody is offered one, and the admins hear of it'
);
select is(pg_temp.topup('next', -3, 25000), 'switched_off', 'nor can open one');
select set_config('test.now', '1996-02-02 13:11:00+00', true);
select is(pg_temp.topup('next', -3, 25000), 'open', 'it is tried again soon');
select lives_ok($$select pg_temp.accepts('next')$$, 'and works');
select is_empty($$select from jobs.alarms where name = 'invoices_refused'$$, 'then the alarm is over');

-- What is bought already
select pg_temp.order('month', -4, 30);
select is(pg_temp.topup('for it', -4, 14900, 'month'), 'open', 'an invoice for an order');
do $$ begin perform inbox._book_payment(-4, 'tap', 'topups 4', null, 14900, 'RUB'); end $$;
select is(
  (select p.outcome from api.pre_checkout(-4, pg_temp.token('for it'), 14900, 'RUB') as p), 'expired',
  'is not to be paid once the order is bought with other money'
);
select is(pg_temp.topup('stale', -4, 14900, 'month'), 'order_expired', 'what is bought gets no other invoice');

select * from finish();
rollback;
