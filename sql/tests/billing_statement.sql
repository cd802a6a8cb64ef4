-- Why was this user charged? Every charge, gift and refund with its cause, in order, in pages.
begin;
select plan(23);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry', 'auto_renewal');
insert into billing.plans (code, title, benefits)
values ('tap', '{"en": "Tap", "ru": "Тап"}', '{"en": "For tests"}'), ('pro', '{"en": "Pro"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', a.amount, 'XTS', tstzrange('1990-01-01', null)
from (values ('tap', 3000), ('pro', 6000)) as a (code, amount)
join billing.plans as p on p.code = a.code;
\ir fixtures/panel.psql

\set people 2
\ir fixtures/people.psql
create temporary view ann as select p.id from people as p where p.telegram_id = -1;
create function pg_temp.buy(p_plan text) returns text
language sql
as $$
  select p.outcome
  from billing.offers as f
  join billing.plans as l on l.id = f.plan_id and l.code = p_plan
  cross join lateral api.open_order(-1, f.price_id) as o
  cross join lateral api.pay_from_balance(-1, o.order_token) as p
$$;
-- So many hours later.

select is_empty('select * from api.statement(-1)', 'nothing yet');
select throws_ok('select * from api.statement(-99)', 'TK010', null, 'a stranger has no account');

create temporary table happened (outcome text);
do $$
begin
  insert into happened select outcome from api.start_trial(-1);
  perform pg_temp.goes_on('1 hours');
  insert into happened select outcome from inbox._book_payment(-1, 'tap', 'one', null, 20000, 'XTS');
  perform pg_temp.goes_on('1 hours');
  insert into happened values (pg_temp.buy('tap'));
  perform pg_temp.goes_on('1 hours');
  insert into happened select ops.grant_days(id, 7, 'a friend''s gift') ->> 'outcome' from ann;
  perform pg_temp.goes_on('1 hours');
  insert into happened select ops.refund(id, 2, 'slow', p_amount => 1000) ->> 'outcome' from ann;
  perform pg_temp.goes_on('1 hours');
  insert into happened select ops.credit(id, 50, 'a typo') ->> 'outcome' from ann;
  perform pg_temp.goes_on('1 hours');
  insert into happened select ops.debit(id, 50, 'the typo') ->> 'outcome' from ann;
  perform pg_temp.goes_on('1 hours');
  insert into happened values (pg_temp.buy('pro'));
  perform pg_temp.goes_on('1 hours');
  insert into happened
  select ops.payout(p.id, 'not wanted', p_amount => 500) ->> 'outcome'
  from billing.payments as p where p.external_id = 'one';
  perform pg_temp.goes_on('1 hours');
  insert into happened select ops.refund_failed(s.refund_id, 'too old') from ops.refunds_to_send as s, ann as a
  where s.user_id = a.id;
  perform pg_temp.goes_on('1 hours');
  insert into happened
  select 'reversed ' || (ledger.reverse(t.id, 'tap:reverse', 'booked twice') is not null)
  from ledger.transfers as t where t.kind = 'credit' and t.reason = 'a typo';
end
$$;
select results_eq(
  'select outcome from happened',
  $$values ('started'), ('credited_without_order'), ('fulfilled'), ('extended'), ('refunded'), ('credited'),
    ('debited'), ('fulfilled'), ('sending'), ('failed'), ('reversed true')$$,
  'a busy day'
);

select results_eq(
  $$select line_id, cause, amount, balance_after, coalesce(reason, provider, plan_title)
    from api.statement(-1, null, 100) order by line_id$$,
  $$values
    (1::bigint, 'trial'::text, null::bigint, null::bigint, 'Tap'::text),
    (2, 'topup', 20000, 20000, 'tap'),
    (3, 'purchase', -3000, 17000, 'Tap'),
    (4, 'grant', null, null, 'a friend''s gift'),
    (5, 'refund', 1000, 18000, 'slow'),
    (6, 'credit', 50, 18050, 'a typo'),
    (7, 'debit', -50, 18000, 'the typo'),
    (8, 'change_credit', 2000, 20000, 'Tap'),
    (9, 'change', -6000, 14000, 'Pro'),
    (10, 'grant', null, null, 'Tap'),
    (11, 'payout', -500, 13500, 'not wanted'),
    (12, 'payout_failed', 500, 14000, 'tap'),
    (13, 'reversal', -50, 13950, 'booked twice')$$,
  'every line has its cause'
);
select results_eq(
  $$select line_id - row_number() over (order by line_id desc) from api.statement(-1, null, 100) limit 1$$,
  $$values (12::bigint)$$,
  'the newest comes first'
);
select results_eq(
  $$select at, currency, plan_title, period_count, period_unit, starts_at, ends_at, provider, reason
    from api.statement(-1, null, 100) where cause = 'purchase'$$,
  $$values (
    '1996-02-01 14:00:00+00'::timestamptz, 'XTS'::text, 'Tap'::text, 30, 'day'::text,
    '1996-02-04 12:00:00+00'::timestamptz, '1996-03-05 12:00:00+00'::timestamptz, null::text, null::text
  )$$,
  'a charge says what for'
);
select results_eq(
  $$select plan_title, starts_at, ends_at from api.statement(-1, null, 100) where cause = 'refund'$$,
  $$select plan_title, starts_at, ends_at from api.statement(-1, null, 100) where cause = 'purchase'$$,
  'and a refund, what of'
);
select results_eq(
  $$select at, currency, plan_title, period_count, starts_at, ends_at
    from api.statement(-1, null, 100) where cause = 'trial'$$,
  $$values (
    '1996-02-01 12:00:00+00'::timestamptz, null::text, 'Tap'::text, null::integer,
    '1996-02-01 12:00:00+00'::timestamptz, '1996-02-04 12:00:00+00'::timestamptz
  )$$,
  'a trial says until when'
);
select is(
  (select plan_title from api.statement(-1, null, 100) where reason = 'a friend''s gift'), 'Tap',
  'and a gift, which plan'
);
select is(
  (select sum(amount) from api.statement(-1, null, 100)), (select billing.balance_of(id, 'XTS')::numeric from ann),
  'the lines add up to the balance'
);
select results_eq(
  $$select balance_after from api.statement(-1, null, 100) where amount is not null order by line_id desc limit 1$$,
  $$select billing.balance_of(id, 'XTS') from ann$$,
  'and the last one says it'
);

-- Pages
select results_eq(
  'select line_id, more from api.statement(-1)',
  $$select n::bigint, true from generate_series(13, 4, -1) as n$$,
  'a page has ten lines, and there are more'
);
select results_eq(
  'select line_id, more from api.statement(-1, 4)',
  $$values (3::bigint, false), (2, false), (1, false)$$,
  'the next page goes on before the last line, and is the last'
);
select results_eq(
  'select line_id, more from api.statement(-1, 9, 2)', $$values (8::bigint, true), (7, true)$$, 'of any length'
);
select is((select count(*) from api.statement(-1, null, 0)), 1::bigint, 'at least one line');
select is_empty('select * from api.statement(-1, 1)', 'there is nothing before the first line');
select is_empty('select * from api.statement(-2)', 'everybody has an account of their own');

-- The reader's language, money of another currency, and what the shop refunds by itself
select is((select outcome from api.set_language(-1, 'ru')), 'ok', 'another language');
select is((select plan_title from api.statement(-1, 4) where cause = 'purchase'), 'Тап', 'has its own titles');
do $$ begin perform inbox._book_payment(-1, 'tap', 'stars', null, 7, 'XTR'); end $$;
select results_eq(
  'select line_id, cause, amount, currency, balance_after from api.statement(-1, null, 1)',
  $$values (14::bigint, 'topup'::text, 7::bigint, 'XTR'::text, 7::bigint)$$,
  'money of another currency has its own balance'
);
do $$
begin
  perform pg_temp.goes_on('24 hours');
  perform billing.refund_undelivered(s.id) from billing.subscriptions as s join ann as a on a.id = s.user_id;
end
$$;
select results_eq(
  'select cause, plan_title, reason from api.statement(-1, null, 2)',
  $$values ('grant'::text, 'Тап'::text, null::text), ('undelivered', 'Pro', null)$$,
  'a refund without a person has no reason in anybody''s words, and free time comes again after it'
);

-- For operators
select results_eq(
  $$select s.line, s.amount, s.cause, s.what, s.reason from ann as a, ops.statement(a.id) as s
    where s.line in (3, 4, 11)$$,
  $$values
    (3::bigint, -3000::bigint, 'purchase'::text, 'period 2: Tap, 1996-02-04 to 1996-03-05'::text, null::text),
    (4, null, 'grant', 'period 3: Tap, 1996-03-05 to 1996-03-12', 'a friend''s gift'),
    (11, -500, 'payout', 'tap', 'not wanted')$$,
  'operators read it from the beginning, with the numbers that ops.refund takes'
);
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');

select * from finish();
rollback;
