-- Several accounts that pay: what the shop gave goes first, and comes back as what it was, to whoever paid.
begin;
select plan(60);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '"-infinity"' where name = 'promises_since';
update app.settings set value = '6' where name in ('delivery_hours_new', 'delivery_hours_renewal');
update app.flags set enabled = true where name in ('purchases', 'topups', 'auto_renewal', 'expiry');
update app.brakes set released_until = '1997-01-01';
\ir fixtures/plans.psql
\ir fixtures/panel.psql

\set people 8
\ir fixtures/people.psql
\ir fixtures/offers.psql
create function pg_temp.sub(p_n integer) returns bigint
language sql
as $$ select s.id from billing.subscriptions as s where s.user_id = pg_temp.who(p_n) $$;
-- Bonus and cash.
create function pg_temp.purse(p_n integer) returns bigint[]
language sql
as $$
  select array[billing.bonus_of(pg_temp.who(p_n), 'XTS'), billing.balance_of(pg_temp.who(p_n), 'XTS')
    - billing.bonus_of(pg_temp.who(p_n), 'XTS')]
$$;
create function pg_temp.pay_in(p_n integer, p_amount bigint) returns void
language sql
as $$ select inbox._book_payment(-p_n, 'tap', gen_random_uuid()::text, null, p_amount, 'XTS') $$;
create function pg_temp.gift(p_n integer, p_amount bigint) returns text
language sql
as $$ select ops.credit(pg_temp.who(p_n), p_amount, 'a gift', false, p_bonus => true) ->> 'outcome' $$;
create function pg_temp.delivered(p_n integer) returns void
language sql
as $$
  select vpn.applied(a.access_id::text, '{}', jsonb_build_object(
    'generation', a.desired_generation, 'present', a.desired_present, 'link', 'vless://s_' || a.subscription_id
  ))
  from ops.access as a
  where a.subscription_id = pg_temp.sub(p_n)
$$;
-- Somebody pays for a gift, and another one takes it.
create function pg_temp.treat(p_payer integer, p_n integer) returns text
language plpgsql
as $$
declare
  v_order record;
  v_outcome text;
begin
  select o.* into v_order from api.open_gift_order(-p_payer, pg_temp.price('small')) as o;
  v_outcome := (select p.outcome from api.pay_from_balance(-p_payer, v_order.order_token) as p);
  perform billing.apply_gift(g, pg_temp.who(p_n), s)
  from billing.orders as o
  join billing.gifts as g on g.order_id = o.id
  join billing.subscriptions as s on s.id = pg_temp.sub(p_n)
  where o.token = v_order.order_token;
  return v_outcome;
end
$$;
create function pg_temp.told(p_n integer) returns text[]
language sql
as $$
  select array_agg(m.payload ->> 'text' order by m.id)
  from outbox.messages as m
  where m.topic = 'telegram' and m.lane = (-p_n)::text and m.payload ->> 'text' ~ 'gift'
$$;

-- The gift is spent first
select pg_temp.pay_in(1, 200);
select is(pg_temp.gift(1, 30), 'credited', 'the shop gives a bonus');
select is(pg_temp.purse(1), array[30, 200]::bigint[], 'which stands by itself');
select is((select balance from api.home(-1)), 230::bigint, 'and can be spent');
select is(pg_temp.buy(1, 'small'), 'fulfilled', 'it buys');
select is(pg_temp.purse(1), array[0, 130]::bigint[], 'before the cash');
select is(
  (select count(*) from billing.periods as p join ledger.entries as e on e.transfer_id = p.transfer_id
   where p.subscription_id = pg_temp.sub(1)),
  3::bigint, 'in one transfer'
);
select results_eq(
  $$select cause, amount, balance_after from billing.statement(pg_temp.who(1)) order by line_id$$,
  $$values ('topup', 200::bigint, 200::bigint), ('credit', 30, 230), ('purchase', -100, 130)$$,
  'of which the history shows one line'
);

-- It comes back as what it was, part by part
select is(
  (select array_agg(l.amount order by a.name)
   from unnest(billing.refund_plan(pg_temp.sub(1), 1, 50, 'tap')) as l (account_id, amount)
   join ledger.accounts as a on a.id = l.account_id),
  array[15, 35]::bigint[], 'half of it is half of each'
);
select pg_temp.delivered(1);
select is(ops.refund(pg_temp.who(1), 1, 'tap', 33) ->> 'outcome', 'refunded', 'a third is given back');
select is(pg_temp.purse(1), array[10, 153]::bigint[], 'in the proportion that was charged');
select is(ops.refund(pg_temp.who(1), 1, 'tap', 1) ->> 'outcome', 'refunded', 'one more');
select is(pg_temp.purse(1), array[10, 154]::bigint[], 'goes to who is owed the larger rest');
select is(
  ops.refund(pg_temp.who(1), 1, 'tap', 60, 'source') ->> 'outcome', 'exceeds_payments',
  'a gift does not go to where payments came from'
);
select is(ops.refund(pg_temp.who(1), 1, 'tap') ->> 'outcome', 'refunded', 'and the rest');
select is(pg_temp.purse(1), array[30, 200]::bigint[], 'adds up to what each had paid');
select is(
  ops.payout(p.id, 'tap') ->> 'amount', '200', 'what was paid in goes out, the gift does not'
)
from billing.payments as p
where p.user_id = pg_temp.who(1);
select is(
  (select a.balance from ledger.accounts as a where a.user_id = pg_temp.who(1) and a.name = 'refund_hold'), 200::bigint,
  'by the account of that purpose'
);
select is_empty(
  $$select * from ops.violations_of_payments where invariant = 'holds_equal_payouts'$$, 'which holds what is being sent'
);
select is(
  billing.settle_payout((select max(r.id) from billing.refunds as r), false, 'operator:tap', 'tap'), 'failed',
  'what cannot be sent'
);
select is(pg_temp.purse(1), array[30, 200]::bigint[], 'is there again');

-- The gift alone, and what is short
select pg_temp.gift(2, 150);
select is(pg_temp.buy(2, 'small'), 'fulfilled', 'a gift alone pays');
select is(pg_temp.purse(2), array[50, 0]::bigint[], 'from itself');
select is(
  (select short_by from api.open_order(-2, pg_temp.price('large'))), 150::bigint,
  'what is short is short of both, and of what a change credits'
);
select is(ops.debit(pg_temp.who(2), 20, 'tap', false) ->> 'outcome', 'debited', 'an operator takes');
select is(pg_temp.purse(2), array[30, 0]::bigint[], 'the gift first as well');

-- The renewal does the same, as a set: bonus and cash, cash alone, bonus alone, and who is short
select pg_temp.pay_in(3, 200);
select is(pg_temp.buy(3, 'small'), 'fulfilled', 'another one buys');
select pg_temp.delivered(2), pg_temp.delivered(3);
select pg_temp.pay_in(4, 100), pg_temp.pay_in(5, 100);
select is(array[pg_temp.buy(4, 'small'), pg_temp.buy(5, 'small')], array['fulfilled', 'fulfilled'], 'and more');
select pg_temp.delivered(4), pg_temp.delivered(5);
select pg_temp.pay_in(2, 80), pg_temp.gift(4, 120), pg_temp.gift(5, 99);
select set_config('test.now', '1996-03-01 12:00:00+00', true);
select is((billing.renew_batch(1000)).done, 4, 'renewal looks');
select is(pg_temp.purse(2), array[0, 10]::bigint[], 'takes the gift, then the cash');
select is(pg_temp.purse(3), array[0, 0]::bigint[], 'the cash where there is no gift');
select is(pg_temp.purse(4), array[20, 0]::bigint[], 'or the gift alone');
select is(pg_temp.purse(5), array[99, 0]::bigint[], 'and nothing where both do not suffice');
select results_eq(
  $$select s.user_id, count(e.*)
    from billing.periods as p
    join billing.subscriptions as s on s.id = p.subscription_id
    join ledger.entries as e on e.transfer_id = p.transfer_id
    where p.number = 2 and s.user_id = any (array[pg_temp.who(2), pg_temp.who(3), pg_temp.who(4)])
    group by s.user_id order by s.user_id$$,
  $$values (pg_temp.who(2), 3::bigint), (pg_temp.who(3), 2), (pg_temp.who(4), 2)$$,
  'without a leg more than it takes'
);
select is(
  (select billing.notice_renewed(pg_temp.sub(2), 2) -> 'args'
   @> '{"amount": {"money": 100, "currency": "XTS"}, "balance": {"money": 10, "currency": "XTS"}}'),
  true, 'the notice tells of all of it'
);

-- Who paid gets it back, whoever had it
select pg_temp.delivered(3);
select pg_temp.gift(6, 40), pg_temp.pay_in(6, 100);
select is(pg_temp.treat(6, 3), 'fulfilled', 'somebody pays for another one');
select is(pg_temp.purse(6), array[0, 40]::bigint[], 'from his own money');
select results_eq(
  $$select p.user_id, p.payer_id from billing.paid_periods as p
    where p.subscription_id = pg_temp.sub(3) and p.number = 3$$,
  $$values (pg_temp.who(3), pg_temp.who(6))$$, 'and the other one has it'
);
select is(
  (select a.actor from app.audit as a where a.subject = 'subscription' and a.subject_id = pg_temp.sub(3)
   order by a.id desc limit 1),
  format('user:%s', pg_temp.who(3)), 'which is whose doing'
);
select bag_eq(
  'select unnest(billing.parties_of(pg_temp.who(3)))', 'select pg_temp.who(n) from unnest(array[3, 6]) as n',
  'what is done to that time is done under the locks of both'
);
select results_eq(
  $$select credit, ends_gift from api.open_order(-3, pg_temp.price('large'))$$, 'values (103::bigint, true)',
  'a change credits what one paid oneself, and says that what another paid ends'
);
select pg_temp.delivered(2), pg_temp.delivered(4);
select set_config('test.now', '1996-04-01 18:01:00+00', true);
select is(billing.due_to_refund(50), array[pg_temp.sub(3)], 'it does not come');
select is((billing.refund_undelivered_batch(50)).done, 1, 'and is given back');
select is(pg_temp.purse(6), array[40, 100]::bigint[], 'to who paid');
select is(pg_temp.purse(3), array[0, 0]::bigint[], 'and to nobody else');
select is(pg_temp.told(6), array['refunded-undelivered-gift'], 'who hears where his money is');
select is(pg_temp.told(3), array['gift-late'], 'and whose it was that it is late');
select is(pg_temp.treat(6, 3), 'fulfilled', 'once more');
select pg_temp.delivered(3);
select is(ops.reverse_charge(p.transfer_id, 'tap') ->> 'outcome', 'refunded', 'so is what an operator takes back')
from billing.periods as p
where p.subscription_id = pg_temp.sub(3)
order by p.number desc
limit 1;
select is(pg_temp.purse(6), array[40, 100]::bigint[], 'to who paid');
select is((pg_temp.told(6))[2], 'refunded-gift', 'who is told so');
select is((pg_temp.told(3))[2], 'gift-taken-back', 'as is who loses the time');
select is(pg_temp.treat(6, 3), 'fulfilled', 'a third time');
select pg_temp.pay_in(3, 300), pg_temp.delivered(3);
select is(pg_temp.buy(3, 'large'), 'fulfilled', 'who has it takes another plan');
select is(
  (select (pg_temp.purse(6))[1] + (pg_temp.purse(6))[2] > 130 and (pg_temp.purse(6))[1] > 35), true,
  'what is left of the other one''s money is his again'
);
select is((pg_temp.told(6))[3], 'refunded-change-gift', 'and he hears of it');
select is_empty(
  $$select * from ops.violations_of_billing
    where subject ~ format('subscription (%s|%s)\M', pg_temp.sub(3), pg_temp.sub(4))$$,
  'and all charges pay periods'
);

-- Whatever is given back in whatever parts: they add up, and no gift becomes money that can be sent out.
create function pg_temp.parts_add_up() returns text
language plpgsql
as $$
declare
  v_spent bigint[];
  v_before bigint[];
  v_left bigint;
  v_part bigint;
  v_number integer;
begin
  for v_gift in 0..100 by 33 loop
    for v_parts in 1..3 loop
      perform ops.debit(pg_temp.who(5), billing.balance_of(pg_temp.who(5), 'XTS'), 'tap', false)
      where billing.balance_of(pg_temp.who(5), 'XTS') > 0;
      perform pg_temp.pay_in(5, 100);
      perform pg_temp.gift(5, v_gift) where v_gift > 0;
      v_before := pg_temp.purse(5);
      if pg_temp.buy(5, 'small') <> 'fulfilled' then
        return 'not bought';
      end if;
      select s.period_number into v_number from billing.subscriptions as s where s.id = pg_temp.sub(5);
      v_left := 100;
      while v_left > 0 loop
        v_part := least(v_left, 100 / v_parts + (v_left % 3));
        v_spent := pg_temp.purse(5);
        perform ops.refund(pg_temp.who(5), v_number, 'tap', v_part, 'balance', false, p_ends_renewal => false);
        if (pg_temp.purse(5))[1] + (pg_temp.purse(5))[2] <> v_spent[1] + v_spent[2] + v_part then
          return format('%s of %s is not %s', v_part, v_gift, pg_temp.purse(5));
        end if;
        v_left := v_left - v_part;
        if abs(((pg_temp.purse(5))[1] - (v_before[1] - v_gift)) * 100 - v_gift * (100 - v_left)) > 200 then
          return format('%s of %s left: %s is not its part', v_left, v_gift, pg_temp.purse(5));
        end if;
      end loop;
      if pg_temp.purse(5) <> v_before then
        return format('%s became %s', v_before, pg_temp.purse(5));
      end if;
      if billing.own_money(pg_temp.who(5), 'XTS') > (
        select sum(p.amount) - 100 from billing.payments as p where p.user_id = pg_temp.who(5)
      ) then
        return 'a gift became money';
      end if;
    end loop;
  end loop;
  return null;
end
$$;
select is(pg_temp.parts_add_up(), null, 'parts of whatever size add up, and no gift becomes money');
select is_empty(
  $$select v.* from ops.violations_of_payments as v
    where v.invariant in ('refunds_are_booked', 'holds_equal_payouts')$$,
  'and all of it is booked'
);

-- All of it is shown
select pg_temp.gift(7, 30), pg_temp.pay_in(7, 200);
select inbox._book_payment(-7, 'tap', gen_random_uuid()::text, null, 70, 'XXX');
select results_eq(
  'select balance, bonus, other_currencies, other_balances from api.home(-7)',
  $$values (230::bigint, 30::bigint, array['XXX'], array[70]::bigint[])$$, 'the user sees all that he has'
);
select results_eq(
  'select balance, bonus, other_currencies, other_balances from api.home(-8)',
  $$values (0::bigint, 0::bigint, '{}'::text[], '{}'::bigint[])$$, 'who has nothing sees nothing'
);

select * from finish();
rollback;
