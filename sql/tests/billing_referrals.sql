-- Who brings others earns a share of what they pay in: once, after the hold, as far as it was spent, and no longer than
-- the money stays. What was earned pays for plans, after all else.
begin;
select plan(175);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"1990-01-01T00:00:00Z"' where name = 'promises_since';
update app.settings set value = '0' where name in ('quiet_from', 'quiet_to');
update app.settings set value = '"UTC"' where name = 'timezone';
update app.settings set value = '"never"' where name = 'dispute_ends_access';
update app.flags set enabled = true
where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'referrals', 'trials');
update app.brakes set released_until = '1997-01-01';
update app.settings as s set value = d.value::jsonb
from (values
  ('referral_reward', '"percent"'), ('referral_hold_days', '14'), ('referral_second_percent', '0'),
  ('referral_sum', '{"XTS": 700}'), ('referral_days', '7'), ('referral_welcome', 'null'), ('referral_trial_hours', '0'),
  ('trial_hours', '72')
) as d (name, value)
where s.name = d.name;
delete from billing.referral_tiers;
insert into billing.referral_tiers (from_paying, percent) values (0, 10), (2, 25), (3, 45);
\set price 3000
\ir fixtures/plan.psql
update app.settings set value = '"tap"' where name = 'trial_plan';
\ir fixtures/panel.psql

\set people 9
\ir fixtures/people.psql
create function pg_temp.id(p_telegram_id bigint) returns bigint
language sql
as $$ select i.user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id $$;
create function pg_temp.comes(p_telegram_id bigint, p_payload text) returns text
language sql
as $$
  select s.outcome
  from api.start(p_telegram_id, sha256(format('tap %s', p_telegram_id)::bytea), null, 'Bob', 'en', p_payload) as s
$$;
create function pg_temp.link(p_telegram_id bigint) returns text
language sql
as $$ select 'ref_' || billing.referral_code(pg_temp.id(p_telegram_id)) $$;
create function pg_temp.pay(p_telegram_id bigint, p_charge text, p_amount bigint, p_currency text default 'XTS')
returns text
language sql
as $$
  select r.outcome
  from billing.receive_payment(pg_temp.id(p_telegram_id), 'stripe', p_charge, null, p_amount, p_currency, true) as r
$$;
create function pg_temp.buy(p_telegram_id bigint) returns text
language sql
as $$
  select p.outcome
  from billing.offers as f
  cross join lateral api.open_order(p_telegram_id, f.price_id) as o
  cross join lateral api.pay_from_balance(p_telegram_id, o.order_token) as p
  where f.currency = 'XTS' and f.amount = 3000
$$;
create function pg_temp.refund(p_telegram_id bigint, p_charge text, p_amount bigint) returns text
language sql
as $$
  select ops.payout(p.id, 'tap', p_amount) ->> 'outcome' from billing.payments as p where p.external_id = p_charge
$$;
-- What the job does until nothing is due.
create function pg_temp.settle() returns integer
language plpgsql
as $$
declare
  v_step jobs.step;
  v_done integer := 0;
begin
  loop
    v_step := jobs.settle_rewards(100);
    v_done := v_done + v_step.done;
    if v_step.parked > 0 then
      return -1;
    end if;
    exit when not v_step.more;
  end loop;
  return v_done;
end
$$;
-- Bonus, cash, earned, pending.
create function pg_temp.purse(p_telegram_id bigint) returns bigint[]
language sql
as $$
  select array_agg(coalesce(a.balance, 0) order by n.n)
  from unnest(array['bonus', 'cash', 'referral', 'referral_pending']) with ordinality as n (name, n)
  left join ledger.accounts as a
    on a.user_id = pg_temp.id(p_telegram_id) and a.name = n.name and a.currency = 'XTS'
$$;
create function pg_temp.reward(p_charge text, p_level integer default 1) returns billing.referral_rewards
language sql
as $$
  select r
  from billing.referral_rewards as r
  join billing.payments as p on p.id = r.payment_id
  where p.external_id = p_charge and r.level = p_level
$$;
create function pg_temp.told(p_telegram_id bigint) returns text[]
language sql
as $$
  select array_agg(m.payload ->> 'text' order by m.id)
  from outbox.messages as m
  where m.topic = 'telegram' and m.lane = p_telegram_id::text and m.payload ->> 'text' ~ '^(referral|reward)-'
$$;
create temporary view broken as
select v.invariant, v.subject
from ops.violations as v
where v.invariant in (
  'rewards_are_booked', 'rewards_stay_within_payments', 'nobody_is_brought_in_a_cycle', 'refunds_are_booked',
  'charges_pay_periods', 'balances_equal_entries', 'holds_equal_payouts'
);

-- Links
select matches(billing.referral_code(pg_temp.id(-1)), '^[0-9a-f]{8}$', 'a code is short');
select is(billing.referral_code(pg_temp.id(-1)), billing.referral_code(pg_temp.id(-1)), 'and stays');
select results_eq(
  'select code, percent, next_from, next_percent, paying, brought from api.invite(-1)',
  $$select billing.referral_code(pg_temp.id(-1)), 10, 2, 25, 0::bigint, 0::bigint$$,
  'who invites sees his link and what it earns'
);
select is(pg_temp.comes(-11, pg_temp.link(-1)), 'new', 'Bob comes by it');
select is(billing.referrer_of(pg_temp.id(-11)), pg_temp.id(-1), 'which is remembered');
select is(pg_temp.comes(-11, pg_temp.link(-2)), 'known', 'he opens another one later');
select is(billing.referrer_of(pg_temp.id(-11)), pg_temp.id(-1), 'which changes nothing');
select is(pg_temp.comes(-2, pg_temp.link(-1)), 'known', 'who was there before');
select is(billing.referrer_of(pg_temp.id(-2)), null, 'was brought by nobody');
select is(pg_temp.comes(-1, pg_temp.link(-1)), 'known', 'nobody');
select is(billing.referrer_of(pg_temp.id(-1)), null, 'brings himself');
select is(pg_temp.comes(-12, 'ref_00000000'), 'new', 'a link that names nobody');
select is(billing.referrer_of(pg_temp.id(-12)), null, 'brings nobody');
select is(pg_temp.comes(-13, 'ad_spring'), 'new', 'a campaign');
select is((select o.campaign from billing.origins as o where o.user_id = pg_temp.id(-13)), 'spring', 'is remembered');
select is(pg_temp.comes(-14, upper(pg_temp.link(-1))), 'new', 'what was written in capitals');
select is(billing.referrer_of(pg_temp.id(-14)), null, 'is no link of ours');
select pg_temp.settle();
select is(pg_temp.told(-1), array['referral-joined'], 'he hears of who came');

-- By an operator only, and never in a circle
select throws_ok(
  format('select ops.set_referrer(%s, %s, %L)', pg_temp.id(-14), pg_temp.id(-1), ' '), 'TK061', null,
  'not without a reason'
);
select is(ops.set_referrer(pg_temp.id(-1), pg_temp.id(-1), 'tap'), 'is_himself', 'nobody is his own referrer');
select is(ops.set_referrer(pg_temp.id(-1), pg_temp.id(-11), 'tap'), 'is_a_cycle', 'nor that of who brought him');
select is(ops.set_referrer(pg_temp.id(-14), pg_temp.id(-11), 'tap'), 'set', 'an operator says who it was');
select is(ops.set_referrer(pg_temp.id(-1), pg_temp.id(-14), 'tap'), 'is_a_cycle', 'however long the circle is');
select is(ops.set_referrer(pg_temp.id(-14), pg_temp.id(-11), 'tap'), 'unchanged', 'twice is once');
select is(ops.set_referrer(pg_temp.id(-14), null, 'tap'), 'set', 'and takes it back');
select is(ops.set_referrer(0, pg_temp.id(-1), 'tap'), 'unknown_user', 'of whom there is');
select is(
  (select count(*) from app.audit as a where a.action = 'user.referrer_set' and a.subject_id = pg_temp.id(-14)),
  2::bigint, 'all of it is audited'
);
select throws_ok(
  format('update billing.origins set referrer_id = user_id where user_id = %s', pg_temp.id(-11)), '23514', null,
  'the table refuses oneself'
);

-- A top-up and then a purchase earn once; pending until the hold is over
select is(pg_temp.pay(-11, 'b1', 5000), 'credited_without_order', 'Bob pays in');
select is(pg_temp.purse(-1), array[0, 0, 0, 0]::bigint[], 'which moves no money of who brought him');
select is((pg_temp.reward('b1')).percent, 10, 'the share is fixed');
select is(pg_temp.settle(), 1, 'the job books it');
select is(pg_temp.purse(-1), array[0, 0, 0, 500]::bigint[], 'as pending');
select is(pg_temp.buy(-11), 'fulfilled', 'he buys');
select pg_temp.settle();
select is(pg_temp.purse(-1), array[0, 0, 0, 500]::bigint[], 'which earns nothing more');
select is(
  (select count(*) from billing.referral_rewards as r where r.payer_id = pg_temp.id(-11)), 1::bigint, 'money earns once'
);
select results_eq(
  'select currency, earned, pending, pending_until, owed, withdrawable from api.earnings(-1)',
  $$values ('XTS', 0::bigint, 500::bigint, '1996-02-15 12:00:00+00'::timestamptz, 0::bigint, 0::bigint)$$,
  'it is shown with its date'
);
select is(ops.credit(pg_temp.id(-11), 1000, 'tap', false) ->> 'outcome', 'credited', 'an operator gives money');
select is(ops.credit(pg_temp.id(-11), 1000, 'tap', false, p_bonus => true) ->> 'outcome', 'credited', 'or a bonus');
select is(
  (select count(*) from billing.referral_rewards as r where r.payer_id = pg_temp.id(-11)), 1::bigint,
  'neither of which earns anything'
);
select pg_temp.goes_on('13 days 23 hours'), pg_temp.settle();
select is(pg_temp.purse(-1), array[0, 0, 0, 500]::bigint[], 'nothing is released before the hold is over');
select pg_temp.goes_on('1 hour'), pg_temp.settle();
select is(pg_temp.purse(-1), array[0, 0, 300, 200]::bigint[], 'then the part whose money was spent');
select is(pg_temp.told(-1), array['referral-joined', 'reward-pending', 'reward-released'], 'and he is told');
select is(pg_temp.buy(-11), 'fulfilled', 'the rest is spent, and what was given with it');
select pg_temp.goes_on('6 hours'), pg_temp.settle();
select is(pg_temp.purse(-1), array[0, 0, 500, 0]::bigint[], 'and the rest released');
select is_empty('select * from broken', 'all of it is explained');
select results_eq(
  $$select cause, amount, balance_after from billing.statement(pg_temp.id(-1)) order by line_id$$,
  $$values ('reward', 300::bigint, 300::bigint), ('reward', 200, 500)$$, 'the history names it'
);
select results_eq(
  'select balance, bonus, withdrawable, can_invite from api.home(-1)',
  'values (500::bigint, 0::bigint, 500::bigint, true)', 'one balance, and what of it may be paid out'
);

-- Bonus, then cash, then what was earned; and back to where it came from
select pg_temp.pay(-1, 'a1', 2200);
select ops.credit(pg_temp.id(-1), 400, 'tap', false, p_bonus => true);
select is(pg_temp.purse(-1), array[400, 2200, 500, 0]::bigint[], 'who has all kinds');
select is(pg_temp.buy(-1), 'fulfilled', 'buys');
select is(pg_temp.purse(-1), array[0, 0, 100, 0]::bigint[], 'and what may be paid out is spent last');
select is(ops.refund(pg_temp.id(-1), 1, 'tap', 1500) ->> 'outcome', 'refunded', 'half goes back');
select is(pg_temp.purse(-1), array[200, 1100, 300, 0]::bigint[], 'in the proportion that was charged');
select is(
  ops.refund(pg_temp.id(-1), 1, 'tap', 1200, 'source') ->> 'refundable', '880', 'to its source what came from there'
);
select is(ops.refund(pg_temp.id(-1), 1, 'tap') ->> 'outcome', 'refunded', 'and the rest');
select is(pg_temp.purse(-1), array[400, 2200, 500, 0]::bigint[], 'as it was');
select is(billing.own_money(pg_temp.id(-1), 'XTS'), 2200::bigint, 'what he paid in is what goes back to a payment');
select is(pg_temp.refund(-1, 'a1', 2201), 'exceeds_payment', 'and no more');
select is(ops.debit(pg_temp.id(-1), 2700, 'tap', false) ->> 'outcome', 'debited', 'an operator takes');
select is(pg_temp.purse(-1), array[0, 0, 400, 0]::bigint[], 'in the same order');
select is(
  ops.debit(pg_temp.id(-1), 1, 'tap', false, p_payment_id => (select id from billing.payments where external_id = 'a1'))
    ->> 'outcome',
  'insufficient_funds', 'what a provider took back is not taken from it'
);
select is_empty('select * from broken', 'all of it is explained');

-- The renewal spends as a purchase does
select is(pg_temp.pay(-3, 'c1', 3000), 'credited_without_order', 'another one');
select is(pg_temp.buy(-3), 'fulfilled', 'buys');
select ledger.post('tap', 'tap', array[
  (ledger.account(null, 'referral_expense', 'XTS'), -5000)::ledger.leg,
  (ledger.account(pg_temp.id(-3), 'referral', 'XTS'), 5000)::ledger.leg
]);
select pg_temp.pay(-3, 'c2', 700), ops.credit(pg_temp.id(-3), 300, 'tap', false, p_bonus => true);
select vpn.applied(a.access_id::text, '{}', jsonb_build_object(
  'generation', a.desired_generation, 'present', a.desired_present, 'link', 'vless://s_' || a.subscription_id
))
from ops.access as a
join billing.subscriptions as s on s.id = a.subscription_id
where s.user_id = pg_temp.id(-3);
select pg_temp.goes_on('29 days 12 hours');
select is(
  (select array_agg(array[r.bonus, r.amount, r.referral])
   from unnest(billing.plan_renewals(array(
     select s.id from billing.subscriptions as s where s.user_id = pg_temp.id(-3)
   ))) as r),
  array[array[300, 3000, 2000]]::bigint[], 'the plan of a renewal divides it'
);
select is((billing.renew_batch(1000)).parked, 0, 'the job renews');
select is(pg_temp.purse(-3), array[0, 0, 3000, 0]::bigint[], 'from all accounts');
select is(
  (select (billing.notice_renewed(s.id, s.period_number) -> 'args' -> 'balance' ->> 'money')::bigint
   from billing.subscriptions as s where s.user_id = pg_temp.id(-3)),
  3000::bigint, 'and says what is left'
);
select pg_temp.goes_on('30 days');
select is((billing.renew_batch(1000)).parked, 0, 'and again');
select is(pg_temp.purse(-3), array[0, 0, 0, 0]::bigint[], 'from what was earned alone');
select is(ops.refund(pg_temp.id(-3), 3, 'tap', p_destination => 'source') ->> 'outcome', 'exceeds_payments',
  'which never goes to where a payment came from');
select is(ops.refund(pg_temp.id(-3), 2, 'tap') ->> 'outcome', 'refunded', 'a period goes back');
select is(pg_temp.purse(-3), array[300, 700, 2000, 0]::bigint[], 'to each its own');
select is_empty($$select * from broken where invariant <> 'rewards_are_booked'$$, 'all of it is explained');

-- Tiers: those who pay count, and the number shown is the number used
select pg_temp.comes(n, pg_temp.link(-4)) from generate_series(-23, -21) as n;
select pg_temp.pay(-21, 'd1', 1010), pg_temp.pay(-21, 'd2', 1019);
select is(
  array[(pg_temp.reward('d1')).amount, (pg_temp.reward('d2')).amount], array[101, 101]::bigint[], 'rounded down'
);
select results_eq('select paying, percent, next_from from api.invite(-4)', 'values (1::bigint, 10, 2)', 'one pays');
select pg_temp.pay(-22, 'd3', 1000);
select is((pg_temp.reward('d3')).percent, 25, 'with the second one the share rises');
select results_eq(
  'select brought, paying, percent, next_from from api.invite(-4)', 'values (3::bigint, 2::bigint, 25, 3)',
  'as the screen says'
);
select is((pg_temp.reward('d1')).percent, 10, 'what was earned before stays');
select pg_temp.settle();
select is(pg_temp.purse(-4), array[0, 0, 0, 452]::bigint[], 'all of it is pending');
select is(pg_temp.refund(-22, 'd3', 1000), 'sending', 'who takes his money back');
select results_eq('select paying, percent from api.invite(-4)', 'values (1::bigint, 10)', 'does not pay any more');
select is(pg_temp.refund(-21, 'd2', 519), 'sending', 'and of what goes back in part');
select pg_temp.settle();
select is(pg_temp.purse(-4), array[0, 0, 0, 151]::bigint[], 'the part is taken from what is pending');
select is(
  billing.settle_payout(max(r.id), false, 'operator:tap', 'tap'), 'failed', 'if it cannot be sent'
)
from billing.refunds as r
where r.payment_id is not null;
select pg_temp.settle();
select is(pg_temp.purse(-4), array[0, 0, 0, 202]::bigint[], 'it is pending again');
select is_empty($$select * from broken where subject !~ 'user'$$, 'all of it is explained');

-- Released, spent, and then taken back: owed, and paid by what is earned next, never by cash
select pg_temp.buy(-1);
select pg_temp.comes(-31, pg_temp.link(-5)), pg_temp.comes(-32, pg_temp.link(-5));
select pg_temp.pay(-31, 'e1', 30000), pg_temp.settle();
select ops.debit(pg_temp.id(-31), 1, 'tap', false), pg_temp.buy(-31);
select pg_temp.goes_on('15 days'), pg_temp.settle();
select is(pg_temp.purse(-5), array[0, 0, 300, 2700]::bigint[], 'of a large payment the spent part is released');
select pg_temp.pay(-5, 'f1', 2800), pg_temp.settle();
select is(pg_temp.buy(-5), 'fulfilled', 'what was earned is spent');
select is(pg_temp.purse(-5), array[0, 0, 100, 2700]::bigint[], 'after the cash');
select pg_temp.pay(-5, 'f2', 900);
select is(
  inbox.receive_dispute('stripe', true, jsonb_build_object(
    'external_id', 'dp', 'charge_id', 'e1', 'status', 'opened', 'amount', 30000, 'currency', 'XTS', 'withdrawn', true,
    'reason', 'fraudulent'
  )),
  'opened', 'the payer''s bank takes the payment back'
);
select pg_temp.settle();
select is(pg_temp.purse(-5), array[0, 900, 0, 0]::bigint[], 'pending and earned money go back, cash stays');
select is((pg_temp.reward('e1')).owed, 200::bigint, 'the rest is owed');
select is(
  (
    select m.payload -> 'args' @> '{"taken": "yes", "more": "both", "owed": {"money": 200}, "pending": {"money": 2700}}'
    from outbox.messages as m
    where m.topic = 'telegram' and m.lane = '-5' and m.payload ->> 'text' = 'reward-taken-back'
  ),
  true, 'which is told'
);
select is(billing.withdrawable(pg_temp.id(-5), 'XTS'), 0::bigint, 'and nothing may be paid out');
select pg_temp.pay(-32, 'e2', 3000), pg_temp.buy(-32), pg_temp.settle(), pg_temp.goes_on('14 days'), pg_temp.settle();
select is((pg_temp.reward('e2')).released, 300::bigint, 'the next reward is released');
select is(pg_temp.purse(-5), array[0, 900, 100, 0]::bigint[], 'and pays what is owed first');
select is(
  (
    select (m.payload #>> '{args,amount,money}')::bigint
    from outbox.messages as m
    where m.topic = 'telegram' and m.lane = '-5' and m.payload ->> 'text' = 'reward-covered'
  ),
  200::bigint, 'which is told, too'
);
select is(billing.withdrawable(pg_temp.id(-5), 'XTS'), 100::bigint, 'the rest is his');
select is(
  inbox.receive_dispute('stripe', true, jsonb_build_object(
    'external_id', 'dp', 'charge_id', 'e1', 'status', 'won', 'amount', 30000, 'currency', 'XTS', 'withdrawn', false,
    'reason', 'fraudulent'
  )),
  'won', 'the dispute is won'
);
select pg_temp.settle(), pg_temp.goes_on('1 day'), pg_temp.settle();
select is(
  (pg_temp.purse(-5))[3] + (pg_temp.purse(-5))[4] + 200, 3300::bigint, 'and it has earned what it had earned before'
);

-- A second level, and what those get who come
update app.settings set value = '5' where name = 'referral_second_percent';
update app.settings set value = '{"XTS": 150}' where name = 'referral_welcome';
update app.settings set value = '168' where name = 'referral_trial_hours';
select pg_temp.comes(-41, pg_temp.link(-6));
select pg_temp.comes(-42, pg_temp.link(-41));
select is((select trial_hours from api.home(-42)), 168, 'who was brought may try for longer');
select is((select trial_hours from api.home(-8)), 72, 'than others');
select is((select ends_at - app.now() from api.start_trial(-42)), interval '168 hours', 'as the screen says');
select pg_temp.pay(-42, 'g1', 4000), pg_temp.pay(-42, 'g2', 4000), pg_temp.settle();
select is(array[(pg_temp.purse(-41))[4], (pg_temp.purse(-6))[4]], array[800, 400]::bigint[], 'both levels earn');
select is(pg_temp.purse(-42), array[150, 8000, 0, 0]::bigint[], 'and who was brought has his bonus, once');
select is(pg_temp.refund(-42, 'g1', 4000), 'sending', 'whose payment goes back');
select pg_temp.settle();
select is(pg_temp.purse(-42), array[0, 4000, 0, 0]::bigint[], 'it takes the bonus with it');
create function pg_temp.sums(p_currency text) returns table (level integer, kind text, amount bigint)
language sql
as $$
  select e.level, e.kind, e.amount
  from billing.payments as p
  join billing.origins as o on o.user_id = pg_temp.id(-42)
  cross join lateral jsonb_populate_record(p, jsonb_build_object('currency', p_currency)) as q
  cross join lateral billing.rewards_for(q, o, 'sum') as e
  where p.external_id = 'g2' and e.level < 2
  order by e.level
$$;
select results_eq(
  $$select * from pg_temp.sums('XTS')$$, $$values (0, 'sum', 150::bigint), (1, 'sum', 700)$$,
  'sums are those of the currency that was paid'
);
update app.settings set value = '"XXX"' where name = 'currency';
select is_empty($$select * from pg_temp.sums('XXX')$$, 'which say nothing of any other, also when it is the shop''s');
update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '{"XTS": 700, "XXX": 5}' where name = 'referral_sum';
select results_eq(
  $$select * from pg_temp.sums('XXX')$$, $$values (1, 'sum', 5::bigint)$$, 'until the owner says what they are in it'
);
update app.settings set value = '{"XTS": 700}' where name = 'referral_sum';

-- Figures
select results_eq(
  $$select people, trials, paying, paid, refunded, revenue, rewards from ops.growth
    where origin = 'ref' and name = pg_temp.id(-41)::text$$,
  'values (1::bigint, 1::bigint, 1::bigint, 8000::bigint, 4000::bigint, 4000::bigint, 600::bigint)',
  'what somebody brought is counted without what went back'
);
select results_eq(
  $$select people, paying, currency from ops.growth where origin = 'ad' and name = 'spring'$$,
  'values (1::bigint, 0::bigint, null::text)', 'so is a campaign'
);
select pg_temp.pay(-13, 'h1', 2000);
select results_eq(
  $$select origin, name, paying, revenue, rewards from ops.growth where origin = 'ad' order by name$$,
  $$values ('ad', 'spring', 1::bigint, 2000::bigint, 0::bigint), ('ad', null, 1, 2000, 0)$$,
  'which earns nobody anything'
);
select results_eq(
  $$select r.status, r.pending, r.earned, r.lost from ops.rewards as r
    join billing.payments as p on p.id = r.payment_id where p.external_id in ('g1', 'g2') and r.level > 0
    order by p.external_id, r.level$$,
  $$values ('taken_back', 0::bigint, 0::bigint, 400::bigint), ('taken_back', 0, 0, 200),
    ('pending', 400, 0, 0), ('pending', 200, 0, 0)$$, 'every reward is shown'
);

-- What happens to a few happens; what happens to many at once is held
update app.brakes set released_until = null, most = 0, share = 0 where name in ('reward', 'reward_back');
select pg_temp.buy(-42), pg_temp.goes_on('15 days'), pg_temp.settle();
select is((pg_temp.purse(-41))[3:4], array[0, 400]::bigint[], 'the brake holds what could be spent');
select isnt((select b.held_since from app.brakes as b where b.name = 'reward'), null, 'and says so');
update app.brakes set released_until = '1997-01-01' where name = 'reward';
select pg_temp.goes_on('6 hours'), pg_temp.settle();
select is((pg_temp.purse(-41))[3:4], array[300, 100]::bigint[], 'until it is released');
select is(
  (select array_agg(r.look_at > app.now()) from billing.referral_rewards as r where r.id = (pg_temp.reward('g2')).id),
  array[true], 'the rest is looked at again'
);
select inbox.receive_dispute('stripe', true, jsonb_build_object(
  'external_id', 'dg', 'charge_id', 'g2', 'status', 'lost', 'amount', 4000, 'currency', 'XTS', 'withdrawn', true,
  'reason', 'fraudulent'
));
select pg_temp.settle();
select is((pg_temp.purse(-41))[3:4], array[300, 100]::bigint[], 'nor does it take from many at once');
update app.brakes set released_until = '1997-01-01' where name = 'reward_back';
select pg_temp.goes_on('1 hour'), pg_temp.settle();
select is((pg_temp.purse(-41))[3:4], array[0, 0]::bigint[], 'unless somebody says so');

-- A reward that cannot be written keeps no money away; one that cannot be booked stops no other
create function pg_temp.fails() returns trigger
language plpgsql
as $$ begin raise exception 'tap'; end $$;
create trigger fails before insert on billing.referral_rewards for each row execute function pg_temp.fails();
select is(pg_temp.pay(-42, 'i1', 1000), 'credited_without_order', 'money arrives whatever fails');
select is(
  (select a.after ->> 'error' from app.audit as a where a.action = 'payment.reward_failed'), 'tap', 'which is audited'
);
drop trigger fails on billing.referral_rewards;
select billing.reward_payment(p.id, p.user_id), billing.reward_payment(p.id, p.user_id)
from billing.payments as p
where p.external_id = 'i1';
select is((pg_temp.reward('i1')).amount, 100::bigint, 'and can be made up for');
create trigger fails before update of accrued on billing.referral_rewards for each row
when (old.level = 1) execute function pg_temp.fails();
select is(pg_temp.settle(), -1, 'what fails');
select is(
  (select array_agg(p.row_id) from jobs.parked as p where p.job = 'settle_rewards'), array[(pg_temp.reward('i1')).id],
  'is parked'
);
drop trigger fails on billing.referral_rewards;
select isnt(pg_temp.settle(), -1, 'for a while');
select pg_temp.goes_on('61 minutes');
select pg_temp.settle();
select is_empty($$select from jobs.parked where job = 'settle_rewards'$$, 'until it succeeds');
select is((pg_temp.purse(-41))[4], 100::bigint, 'and then booked');

-- A sum, or days, for the first payment of somebody
update app.settings set value = '"sum"' where name = 'referral_reward';
select pg_temp.comes(n, pg_temp.link(-7)) from generate_series(-54, -51) as n;
select pg_temp.pay(-51, 'j1', 500), pg_temp.pay(-51, 'j2', 5000), pg_temp.pay(-52, 'j3', 5000);
select pg_temp.pay(-53, 'j4', 5000, 'USD');
select pg_temp.settle();
select is(
  (select array_agg(r.amount order by r.id) from billing.referral_rewards as r where r.user_id = pg_temp.id(-7)),
  array[500, 700]::bigint[], 'a sum is never more than the payment, and comes once'
);
select is(pg_temp.refund(-52, 'j3', 2500), 'sending', 'half of a payment goes back');
select pg_temp.settle();
select is((pg_temp.purse(-7))[4], 850::bigint, 'so does half of the sum');
update app.settings set value = '"days"' where name = 'referral_reward';
select pg_temp.pay(-54, 'j5', 3000), pg_temp.settle(), pg_temp.goes_on('14 days'), pg_temp.settle();
select is(
  (select count(*) from billing.subscriptions as s where s.user_id = pg_temp.id(-7)), 0::bigint, 'days wait as well'
);
select pg_temp.buy(-54), pg_temp.goes_on('6 hours'), pg_temp.settle();
select is(
  (select s.ends_at - app.now() from billing.subscriptions as s where s.user_id = pg_temp.id(-7)), interval '168 hours',
  'until the payment is spent'
);
select is((select days_earned from api.invite(-7)), 7::bigint, 'which the screen shows');
select is(
  (select array_agg(distinct t.text) from unnest(pg_temp.told(-7)) as t (text) where t.text ~ 'days'),
  array['reward-days'], 'and a message says'
);
select pg_temp.comes(-55, pg_temp.link(-8)), pg_temp.pay(-55, 'j6', 3000), pg_temp.settle();
select pg_temp.refund(-55, 'j6', 1);
select pg_temp.goes_on('15 days'), pg_temp.settle();
select is((select count(*) from billing.subscriptions as s where s.user_id = pg_temp.id(-8)), 0::bigint,
  'a payment of which money went back earns no days');
select billing.grant_until(null, pg_temp.id(-8), app.now() + l.length, 'operator:test')
from (values (1, interval '90 days'), (2, interval '30 days')) as l (n, length) order by l.n;
select pg_temp.comes(-56, pg_temp.link(-8)), pg_temp.pay(-56, 'j7', 3000), pg_temp.buy(-56), pg_temp.settle();
select pg_temp.goes_on('15 days'), pg_temp.settle();
select is(
  (
    select array_agg(s.ends_at - app.now() order by s.id)
    from billing.subscriptions as s
    where s.user_id = pg_temp.id(-8)
  ),
  array[interval '75 days', interval '22 days'], 'of several subscriptions the one that ends first gets them'
);
update app.settings set value = '"percent"' where name = 'referral_reward';

-- Whoever does not want to hear of it does not, but for what his balance loses
select results_eq('select * from api.set_referral_notices(-9, false)', $$values ('ok')$$, 'who wants no news');
select results_eq('select * from api.set_referral_notices(-9, false)', $$values ('ok')$$, 'and says so twice');
select pg_temp.comes(-61, pg_temp.link(-9)), pg_temp.pay(-61, 'k1', 3000), pg_temp.buy(-61), pg_temp.settle();
select pg_temp.goes_on('15 days'), pg_temp.settle();
select is(pg_temp.told(-9), null, 'hears none');
select inbox.receive_dispute('stripe', true, jsonb_build_object(
  'external_id', 'dk', 'charge_id', 'k1', 'status', 'lost', 'amount', 3000, 'currency', 'XTS', 'withdrawn', true,
  'reason', 'fraudulent'
));
select pg_temp.settle();
select is(pg_temp.told(-9), array['reward-taken-back'], 'but of money that is taken from him');
select results_eq(
  $$select (m.payload #>> '{args,amount,money}')::bigint, t.amount, m.payload #>> '{args,more}'
    from outbox.messages as m
    cross join (
      select -sum(e.amount)::bigint as amount
      from ledger.transfers as f
      join ledger.entries as e on e.transfer_id = f.id and e.account_id = ledger.account(pg_temp.id(-9), 'referral', 'XTS')
      where f.kind = 'reward_taken_back'
    ) as t
    where m.topic = 'telegram' and m.lane = '-9' and m.payload ->> 'text' = 'reward-taken-back'$$,
  $$values (300::bigint, 300::bigint, 'no')$$, 'at the amount that History shows'
);

-- A payment for an order that waits for it earns as one that waits for an order
select pg_temp.comes(-63, pg_temp.link(-9));
create temporary table cart as
select t.order_token as token
from billing.offers as f
cross join lateral api.open_order(-63, f.price_id) as o
cross join lateral billing.open_topup(pg_temp.id(-63), 10000, 'tap', o.order_token) as t
where f.currency = 'XTS' and f.amount = 3000;
select is(
  (select (r.outcome, r.fulfilled_plan_title ->> 'en')::text
   from cart as c
   cross join lateral billing.receive_payment(pg_temp.id(-63), 'tap', 'l1', c.token, 10000, 'XTS', true) as r),
  '(credited,Tap)', 'money for an order buys it'
);
select is(
  (select array_agg(r.amount) from billing.referral_rewards as r where r.payer_id = pg_temp.id(-63) and r.level = 1),
  array[1000]::bigint[], 'and earns once, by the payment'
);
select inbox._book_payment(-999, 'tap', 'l2', null, 1000, 'XTS');
select is(
  (select ops.assign_suspense(p.id, pg_temp.id(-63), 'tap') from billing.payments as p where p.external_id = 'l2'),
  'assigned', 'a payment whose payer is found later'
);
select is((pg_temp.reward('l2')).amount, 100::bigint, 'earns then');

-- Switched off, nothing new is earned, and what there is goes on
update app.flags set enabled = false where name = 'referrals';
select is_empty('select * from api.invite(-9)', 'there is no screen');
select pg_temp.comes(-62, pg_temp.link(-9)), pg_temp.pay(-61, 'k2', 3000);
select is(billing.referrer_of(pg_temp.id(-62)), null, 'nobody is brought');
select is((pg_temp.reward('k2')).id, null, 'and nothing earned');
update app.flags set enabled = true where name = 'referrals';

-- Who is on the blacklist gets nothing, and who deletes his account loses what is pending
select is(ops.block_user(pg_temp.id(-6), 'tap', false), 'blocked', 'on the blacklist');
select pg_temp.pay(-42, 'g3', 4000), pg_temp.settle();
select is((pg_temp.reward('g3', 2)).accrued, 0::bigint, 'nothing is booked of what his people pay');
select is((select outcome from api.delete_account(-41, (select token from api.deletion(-41)))), 'deleted', 'gone');
select pg_temp.goes_on('20 days'), pg_temp.settle();
select is_empty(
  $$select from ledger.accounts where name = 'referral_pending' and balance > 0
    and user_id in (select r.user_id from billing.referral_rewards as r join billing.payments as p on p.id = r.payment_id
      where p.external_id in ('g1', 'g2') and r.level = 1)$$,
  'what was pending is the shop''s'
);

-- A blacklisting that was a mistake takes nothing away
select pg_temp.comes(-71, pg_temp.link(-8)), pg_temp.pay(-71, 'm1', 4000), pg_temp.buy(-71), pg_temp.settle();
select is(ops.block_user(pg_temp.id(-8), 'a mistake', false), 'blocked', 'somebody is blacklisted by mistake');
select pg_temp.pay(-71, 'm2', 1000), pg_temp.goes_on('20 days'), pg_temp.settle();
select is(
  (pg_temp.purse(-8))[3:4], array[0, (pg_temp.reward('m1')).amount]::bigint[],
  'what was pending waits, also after the hold'
);
select results_eq(
  $$select r.amount > 0, r.accrued from billing.referral_rewards as r where r.id = (pg_temp.reward('m2')).id$$,
  'values (true, 0::bigint)', 'what his people pay meanwhile is written down'
);
select is(ops.unblock_user(pg_temp.id(-8), 'it was one', false), 'unblocked', 'the mistake is found');
select pg_temp.settle();
select is(
  (pg_temp.reward('m1')).released, div((pg_temp.reward('m1')).amount * 3, 4)::bigint, 'what was spent is released'
);
select is((pg_temp.reward('m2')).accrued, (pg_temp.reward('m2')).amount, 'and the rest is pending');
update app.settings set value = '"days"' where name = 'referral_reward';
select pg_temp.comes(-72, pg_temp.link(-8)), pg_temp.pay(-72, 'm3', 3000), pg_temp.buy(-72);
select ops.block_user(pg_temp.id(-8), 'again', false);
select pg_temp.goes_on('20 days'), pg_temp.settle();
select is((pg_temp.reward('m3')).granted_at, null, 'days are not given on the blacklist');
select is(ops.unblock_telegram_ids(array[-8], 'again'), 1, 'but after it');
select pg_temp.settle();
select isnt((pg_temp.reward('m3')).granted_at, null, 'they are');

-- A first payment that went back as a whole was none
select pg_temp.comes(-73, pg_temp.link(-9)), pg_temp.pay(-73, 'n1', 1000), pg_temp.settle();
select is((pg_temp.purse(-73))[1], 150::bigint, 'a welcome');
select is(pg_temp.refund(-73, 'n1', 1000), 'sending', 'all of the payment goes back');
-- Before the job has looked at it.
select pg_temp.pay(-73, 'n2', 1000), pg_temp.settle();
select is((pg_temp.purse(-73))[1], 150::bigint, 'the next one is the first');
select pg_temp.pay(-73, 'n3', 1000), pg_temp.settle();
select is((pg_temp.purse(-73))[1], 150::bigint, 'and the one after it is not');
select is((pg_temp.reward('n2')).days, 7, 'so it is with days for who brought him');
select inbox.receive_dispute('stripe', true, jsonb_build_object(
  'external_id', 'dn', 'charge_id', 'n2', 'status', 'opened', 'amount', 1000, 'currency', 'XTS', 'withdrawn', true,
  'reason', 'fraudulent', 'evidence_due', '1997-03-20T12:00:00Z'
));
select pg_temp.pay(-73, 'n4', 1000), pg_temp.settle();
select is((pg_temp.reward('n4', 0)).amount, 150::bigint, 'while it is disputed another one is');
select inbox.receive_dispute('stripe', true, jsonb_build_object(
  'external_id', 'dn', 'charge_id', 'n2', 'status', 'won', 'amount', 1000, 'currency', 'XTS', 'withdrawn', false,
  'reason', 'fraudulent'
));
select pg_temp.settle();
select is((pg_temp.purse(-73))[1], 150::bigint, 'which does not make two of it when the dispute is won');
update app.settings set value = '"percent"' where name = 'referral_reward';
select is_empty('select * from broken', 'and all is well');

-- What a welcome has bought goes back with it
\ir fixtures/sent.psql
select pg_temp.comes(-74, pg_temp.link(-9)), pg_temp.pay(-74, 'w1', 4000), pg_temp.settle();
select is(pg_temp.buy(-74), 'fulfilled', 'who was brought buys with his welcome');
select inbox.receive_dispute('stripe', true, jsonb_build_object(
  'external_id', 'dw', 'charge_id', 'w1', 'status', 'lost', 'amount', 4000, 'currency', 'XTS', 'withdrawn', true,
  'reason', 'fraudulent'
));
select pg_temp.settle();
select is(
  (select count(*) from billing.refunds as r where r.user_id = pg_temp.id(-74) and r.cause ~ '^welcome:'), 1::bigint,
  'and loses both with his payment'
);
select is(
  (
    select string_agg(concat_ws(' ', m.payload ->> 'text', m.payload #>> '{args, runs}'), ', ' order by m.id)
    from outbox.messages as m
    where m.topic = 'telegram' and m.lane = '-74' and m.payload ->> 'text' in ('payout-took-time', 'reward-taken-back')
  ),
  'payout-took-time no, reward-taken-back', 'he is told that his time goes with the welcome, and not of money alone'
);
select pg_temp.send(), pg_temp.goes_on('2 days');
select is_empty(
  $$select w.subject from ops.broken_promises_of_word as w
    join billing.subscriptions as s on w.subject ~ format('^subscription %s,', s.id)
    where s.user_id = pg_temp.id(-74)$$,
  'of which he was told'
);

select * from finish();
rollback;
