-- Several subscriptions of one person, one balance and one saved method: each charge is counted once, and what brings
-- less than the price is followed by a charge for the rest.
begin;
select plan(21);

\set people 6
\ir fixtures/charges.psql
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
insert into billing.plans (code, title, benefits) values ('mini', '{"en": "Mini"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', 40, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'mini';
select api.choose_payment(p.telegram_id, p_remember => true) from people as p;
select pg_temp.save(p.telegram_id, 'yookassa', 'pm' || p.telegram_id, 'Bank card *4444') from people as p;
-- What a person's subscriptions were charged and have become, in the order in which they were bought.
create function pg_temp.asked(p_n bigint) returns text
language sql as $$
  select string_agg(format('%s %s', c.credited_amount, c.status), ', ' order by c.subscription_id, c.attempt)
  from charges as c
  where c.n = p_n
$$;
create function pg_temp.periods(p_n bigint) returns text
language sql as $$
  select string_agg(format('%s %s', s.status, s.period_number), ', ' order by s.id) from subs as s where s.n = p_n
$$;
create function pg_temp.id_of(p_n bigint, p_nth integer) returns bigint
language sql as $$ select s.id from subs as s where s.n = p_n order by s.id offset p_nth - 1 limit 1 $$;
create temporary view broken as
select b.promise from ops.broken_promises as b
where b.promise in ('who_can_pay_keeps_access', 'charges_are_announced', 'money_buys_what_it_was_for');

-- 1: two of one price. 2: the second costs what is on the balance. 3: the card is refused for the second, which costs
-- what the first counts on.
select pg_temp.subscribe(-1), pg_temp.subscribe(-1), pg_temp.pay(-1, 40);
select pg_temp.subscribe(-2), pg_temp.subscribe(-2, 'mini'), pg_temp.pay(-2, 40);
select pg_temp.subscribe(-3), pg_temp.subscribe(-3, 'mini'), pg_temp.pay(-3, 40);
select pg_temp.at('1996-06-28 12:00:00+00', -1), pg_temp.at('1996-06-28 12:01:00+00', -1);
select results_eq(
  $$select notice ->> 'text', notice #>> '{args, charge, money}' from told where n = -1 order by id$$,
  $$values ('renewal-announced-method', '60'), ('renewal-announced-method', '100')$$,
  'each hears what its own charge will be'
);
select is(
  (select array_agg(billing.notice_group(s) order by s.id) from billing.subscriptions as s
   where s.user_id = pg_temp.who(-1)),
  '{renews,renews}', 'and neither of them counts as short'
);
select pg_temp.at('1996-06-30 12:00:00+00', -1), pg_temp.at('1996-06-30 12:01:00+00', -1);
select is(pg_temp.asked(-1), '60 creating, 100 creating', 'what one charge counts on, another does not');
select is(pg_temp.asked(-2), '60 creating, 40 creating', 'even if the balance would suffice for it');
select is(
  (
    select string_agg(format('%s', r.charge), ', ' order by s.id)
    from billing.subscriptions as s
    cross join lateral billing.pays_next(
      s, 100, 'XTS', billing.balance_of(s.user_id, 'XTS') - billing.charged_before(s)
    ) as r
    where s.user_id = pg_temp.who(-1)
  ),
  '60, 100', 'which is what screens say'
);
select pg_temp.answer(-1, pg_temp.paid(60), pg_temp.id_of(-1, 1));
select is(pg_temp.periods(-1), 'active 2, active 1', 'the money of the first renews it');
select pg_temp.answer(-1, pg_temp.paid(100), pg_temp.id_of(-1, 2));
select is(pg_temp.periods(-1), 'active 2, active 2', 'and that of the second, too');
select is(billing.balance_of(pg_temp.who(-1), 'XTS'), 0::bigint, 'with nothing left');
select pg_temp.answer(-2, pg_temp.paid(40), pg_temp.id_of(-2, 2));
select pg_temp.answer(-2, pg_temp.paid(60), pg_temp.id_of(-2, 1));
select is(pg_temp.periods(-2), 'active 2, active 2', 'in whatever order it comes');

-- The balance pays for what no method does, and the first is charged for what it lacks then.
select pg_temp.answer(-3, pg_temp.declined('end', 'canceled_by_merchant'), pg_temp.id_of(-3, 2));
select pg_temp.at('1996-06-30 12:02:00+00', -3);
select is(pg_temp.periods(-3), 'active 1, active 2', 'money is not kept from what nothing else pays for');
select pg_temp.answer(-3, pg_temp.paid(60), pg_temp.id_of(-3, 1));
select is(
  pg_temp.asked(-3), '60 paid, 40 creating, 40 over', 'a charge that brought too little is followed by one for the rest'
);
select pg_temp.answer(-3, pg_temp.paid(40), pg_temp.id_of(-3, 1));
select is(pg_temp.periods(-3), 'active 2, active 2', 'which renews');
select is(billing.balance_of(pg_temp.who(-3), 'XTS'), 0::bigint, 'with nothing left, either');
select is_empty('select * from broken', 'all as promised');

-- 4: what a charge brought was spent by its owner. 5: the charge for the rest is declined, and tried again. 6: nothing
-- asked for the rest.
select set_config('test.now', '1997-06-01 12:00:00+00', true);
select pg_temp.subscribe(n), pg_temp.pay(n, 40) from (values (-4), (-5), (-6)) as t (n);
select pg_temp.at('1997-06-28 12:00:00+00', -4), pg_temp.at('1997-06-30 12:00:00+00', -4);
create function pg_temp.spend(p_n bigint, p_amount bigint) returns bigint
language sql as $$
  select ledger.post('purchase', format('tap:%s', gen_random_uuid()), array[
    (ledger.account(pg_temp.who(p_n), 'cash', 'XTS'), -p_amount)::ledger.leg,
    (ledger.account(null, 'revenue', 'XTS'), p_amount)::ledger.leg
  ])
$$;
select pg_temp.spend(n, 40) from (values (-4), (-5), (-6)) as t (n);
select pg_temp.answer(-5, pg_temp.paid(60));
select is(pg_temp.asked(-5), '60 paid, 40 creating', 'whoever took the rest of the price');
select pg_temp.answer(-5, pg_temp.declined('retry', 'insufficient_funds'));
select is(pg_temp.at('1997-06-30 12:01:00+00', -5), 'renewal-declined', 'it may be declined as any other');
select is(pg_temp.at('1997-07-01 06:00:00+00', -5), null, 'and is tried again as any other');
select pg_temp.answer(-5, pg_temp.paid(40));
select is(pg_temp.periods(-5), 'active 2', 'until it brings the rest');
update app.flags set enabled = false where name = 'method_charges';
select pg_temp.answer(-4, pg_temp.paid(60)), pg_temp.answer(-6, pg_temp.paid(60));
select pg_temp.spend(-4, 60);
update app.flags set enabled = true where name = 'method_charges';
update billing.subscriptions as s set renew_at = app.now() from subs as m where m.id = s.id and m.n = -4;
select pg_temp.at('1997-07-01 06:01:00+00', -4);
select is(pg_temp.asked(-4), '60 paid', 'what he spends himself is not charged a second time');
update app.flags set enabled = false where name = 'method_charges';
select pg_temp.at('1997-07-01 12:00:00+00', -6), pg_temp.at('1997-07-02 12:00:00+00', -6);
update app.flags set enabled = true where name = 'method_charges';
select is(pg_temp.periods(-6), 'expired 1', 'what was charged too little for ends');
select results_eq(
  $$select b.subject ~ 'too little' from ops.broken_promises as b where b.promise = 'money_buys_what_it_was_for'$$,
  'values (true)', 'which is not what was promised, if nothing asked for the rest'
);

select * from finish();
rollback;
