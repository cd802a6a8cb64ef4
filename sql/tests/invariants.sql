-- Each invariant is broken on purpose, past the constraint or trigger that enforces it, and seen to be broken.
begin;
set local client_min_messages = warning;
select plan(90);

-- A shop in which everything has happened once, long ago and in a currency of its own.
\ir fixtures/clock.psql
\ir fixtures/receive.psql
update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update billing.providers set exclusive = true where name = 'stripe';
update app.flags set enabled = true where name in ('trials', 'purchases', 'topups', 'expiry', 'auto_renewal');
\set price 100
\ir fixtures/plan.psql

create temporary table people as
select t.n as telegram_id, s.user_id as id
from (values (-301), (-302)) as t (n)
cross join lateral api.start(t.n, sha256(convert_to('invariants ' || t.n, 'UTF8')), null, 'Ann', 'en') as s;
create temporary table happened as
select o.outcome from api.start_trial(-301) as o;
insert into happened
select p.outcome
from billing.open_topup(app.user_of(-301), 10000, 'tap') as o
cross join lateral inbox._book_payment(-301, 'tap', 'invariants 1', o.order_token, o.amount, o.currency) as p;
select ops.create_code('TAPSALE', 'percent', 1, 'invariants', p_max_uses => 3), api.enter_promo(-301, 'TAPSALE');
insert into happened
select p.outcome
from billing.offers as f
cross join lateral api.open_order(-301, f.price_id) as o
cross join lateral api.pay_from_balance(-301, o.order_token) as p;
insert into happened
select p.outcome from inbox._book_payment(-399, 'tap', 'invariants 2', null, 70, 'XTS') as p;
insert into happened
select p.outcome from inbox._book_payment(-399, 'tap', 'invariants 3', null, 60, 'XTS') as p;
insert into happened
select p.outcome from inbox._book_payment(-399, 'tap', 'invariants 4', null, 50, 'XTS') as p;
insert into happened
select ops.assign_suspense(p.id, u.id, 'invariants') from billing.payments as p, people as u
where p.external_id = 'invariants 3' and u.telegram_id = -301;
insert into happened
select ops.return_suspense(p.id, 'invariants') from billing.payments as p where p.external_id = 'invariants 4';
insert into happened
select ops.refund(u.id, 2, 'invariants', p_amount => 10) ->> 'outcome' from people as u where u.telegram_id = -301;
insert into happened
select ops.payout(p.id, 'invariants', p_amount => a.amount) ->> 'outcome'
from billing.payments as p, (values (20), (30)) as a (amount) where p.external_id = 'invariants 1';
insert into happened
select ops.refund_sent(r.id, 'invariants') from billing.refunds as r where r.amount = 30 and r.currency = 'XTS';
insert into happened
select ops.grant_days(u.id, 3, 'invariants') ->> 'outcome' from people as u where u.telegram_id = -301;
insert into happened
select ops.credit(u.id, 5, 'invariants') ->> 'outcome' from people as u where u.telegram_id = -302;
insert into happened
select billing.report_dispute(
  'stripe', ('invariants', null, 'opened', 40, 'XTS', true, null, null, null)::billing.dispute_report
);
insert into happened
select r.received::text from pg_temp.receive('tap', 'invariants 1', '-301', '{}') as r (received);
select results_eq(
  'select outcome from happened',
  $$values ('started'), ('credited'), ('fulfilled'), ('suspense'), ('suspense'), ('suspense'), ('assigned'),
    ('returned'), ('refunded'), ('sending'), ('sending'), ('sent'), ('extended'), ('credited'), ('opened'), ('true')$$,
  'trial, top-up, purchase, payments by nobody, refunds, gifts, an update'
);
select ok(ledger.take_snapshots() > 0, 'and snapshots were taken');
select is_empty('select name, detail from ops.invariants where not ok', 'all invariants hold');
select is(
  (select detail from ops.invariants where name = 'transfers_sum_to_zero'),
  'entries of a transfer sum to zero per currency',
  'and say what they promise'
);

create temporary table topup as
select p.id as payment_id, p.transfer_id, e.account_id, p.order_id
from billing.payments as p
join ledger.entries as e on e.transfer_id = p.transfer_id and e.account_version is not null
where p.external_id = 'invariants 1';
create temporary table sold as
select q.*, s.user_id
from billing.periods as q
join billing.subscriptions as s on s.id = q.subscription_id
join people as p on p.id = s.user_id
where q.kind = 'paid';

-- What somebody earned by bringing others, and asked to be paid out.
update app.settings set value = '{"XTS": 10}' where name = 'withdrawal_min';
select outbox.declare_requisites_keys('{00112233445566aa}');
select ledger.post(
  'referral_reward', 'invariants reward',
  array[
    (ledger.account(null, 'referral_expense', 'XTS'), -100)::ledger.leg,
    (ledger.account(p.id, 'referral', 'XTS'), 100)::ledger.leg
  ]
)
from people as p
where p.telegram_id = -302;
insert into billing.withdrawal_drafts (user_id, amount, currency, way, masked, sealed, key_id, changed_at)
select p.id, 40, 'XTS', 'usdt_ton', '•1', '\x01', '00112233445566aa', app.now()
from people as p
where p.telegram_id = -302;
select billing.request_withdrawal(d.user_id, d.token, d.key_id)
from billing.withdrawal_drafts as d
join people as p on p.id = d.user_id;

\ir fixtures/alarms.psql
create temporary table tried (name text);
-- Does p_sql with all triggers and foreign keys of p_table off, looks as the job does, and takes it back; what was
-- found is an alarm that the admins are told of until the job finds it well.
create function pg_temp.breaks(p_invariant text, p_table regclass, p_sql text, p_what text) returns setof text
language plpgsql
as $$
declare
  v_broken text[];
  v_detail text;
  v_alarm text;
begin
  begin
    execute format('alter table %s disable trigger all', p_table);
    execute p_sql;
    perform jobs._run_check(p_invariant);
    select a.detail into v_alarm from jobs.alarms as a where a.name = p_invariant;
    select array_agg(distinct v.invariant), min(i.detail) filter (where v.invariant = p_invariant)
    into v_broken, v_detail
    from ops.violations as v
    join ops.invariants as i on i.name = v.invariant and not i.ok;
    raise exception using errcode = 'TAP00';
  exception when sqlstate 'TAP00' then
    null;
  end;
  insert into tried values (p_invariant);
  return next ok(
    p_invariant = any (v_broken)
      and v_detail ~ '^\d+ broken: '
      and v_alarm = v_detail
      and pg_temp.told_until_over(p_invariant, v_alarm, format('select jobs._run_check(%L)', p_invariant)),
    format('%s: %s', p_invariant, p_what)
  );
end
$$;

select pg_temp.breaks('transfers_sum_to_zero', 'ledger.entries',
  'update ledger.entries set amount = amount + 1 where transfer_id = (select transfer_id from topup) and amount < 0',
  'an amount that was changed');
select pg_temp.breaks('transfers_sum_to_zero', 'ledger.entries',
  'delete from ledger.entries where transfer_id = (select transfer_id from topup)',
  'entries that are gone');
select pg_temp.breaks('transfers_sum_to_zero', 'ledger.entries',
  'update ledger.entries set currency = ''XXX'' where transfer_id = (select transfer_id from topup) and amount < 0',
  'one leg in another currency');

select pg_temp.breaks('balances_equal_entries', 'ledger.accounts',
  'update ledger.accounts set balance = balance + 1 where id = (select account_id from topup)',
  'a balance that was changed');
select pg_temp.breaks('balances_equal_entries', 'ledger.accounts',
  'update ledger.accounts set version = version + 1 where id = (select account_id from topup)',
  'a version without its entry');
select pg_temp.breaks('balances_equal_entries', 'ledger.entries',
  'update ledger.entries set balance_after = balance_after + 1
   where account_id = (select account_id from topup)
     and account_version = (select version from ledger.accounts where id = (select account_id from topup))',
  'another balance after the last entry');
select pg_temp.breaks('balances_equal_entries', 'ledger.entries',
  'update ledger.entries set account_version = 9 where account_id = (select account_id from topup)
     and account_version = 1',
  'a gap in the versions');
select pg_temp.breaks('balances_equal_entries', 'ledger.accounts',
  'alter table ledger.accounts drop constraint balance_not_below_floor;
   update ledger.accounts set floor = balance + 1 where id = (select account_id from topup)',
  'a balance below its floor');

select pg_temp.breaks('snapshots_equal_entries', 'ledger.snapshots',
  'update ledger.snapshots set balance = balance + 1 where account_id = ledger.account(null, ''revenue'', ''XTS'')',
  'a snapshot that was changed');

select pg_temp.breaks('keys_name_one_transfer', 'ledger.transfers',
  'alter table ledger.transfers drop constraint transfers_idempotency_key_key;
   insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
   select kind, idempotency_key, content_hash, created_at
   from ledger.transfers where id = (select transfer_id from topup)',
  'a key used twice');

select pg_temp.breaks('transfers_match_their_hash', 'ledger.transfers',
  'update ledger.transfers set kind = ''credit'' where id = (select transfer_id from topup)',
  'another kind');
select pg_temp.breaks('transfers_match_their_hash', 'ledger.entries',
  'update ledger.entries set amount = amount * 2 where transfer_id = (select transfer_id from topup)',
  'other amounts, though they balance');
select pg_temp.breaks('transfers_match_their_hash', 'ledger.entries',
  'update ledger.entries set transfer_id = -1 where transfer_id = (select transfer_id from topup)',
  'entries of a transfer that there is not');

select pg_temp.breaks('periods_follow_each_other', 'billing.periods',
  'update billing.periods set number = 9 where subscription_id = (select subscription_id from sold) and number = 2',
  'a gap in the numbers');
select pg_temp.breaks('periods_follow_each_other', 'billing.periods',
  'alter table billing.periods drop constraint periods_never_overlap;
   update billing.periods set starts_at = starts_at - interval ''1 s'' where order_id = (select order_id from sold)',
  'an overlap');
select pg_temp.breaks('periods_follow_each_other', 'billing.subscriptions',
  'update billing.subscriptions set ends_at = ends_at - interval ''1 s'' where id = (select subscription_id from sold)',
  'an end that is not that of the last period');
select pg_temp.breaks('periods_follow_each_other', 'billing.subscriptions',
  'update billing.subscriptions as s set period_number = 1, anchor_number = 1, ends_at = p.ends_at
   from billing.periods as p
   where s.id = (select subscription_id from sold) and p.subscription_id = s.id and p.number = 1',
  'a period beyond the last one');

select pg_temp.breaks('periods_follow_each_other', 'billing.periods',
  'update billing.periods set closed_at = starts_at
   where subscription_id = (select subscription_id from sold) and number = 3',
  'time that was taken from the last period and not from the subscription');
select pg_temp.breaks('grace_is_for_renewals', 'billing.subscriptions',
  'update billing.subscriptions set cancelled_at = app.now(), renew_at = null
   where id = (select subscription_id from sold)',
  'grace for somebody who has cancelled');

select pg_temp.breaks('charges_pay_periods', 'billing.periods',
  'delete from billing.periods where transfer_id = (select transfer_id from sold)',
  'a charge without its period');
select pg_temp.breaks('charges_pay_periods', 'billing.periods',
  'update billing.periods
   set transfer_id = (select transfer_id from billing.payments where external_id = ''invariants 2'')
   where transfer_id = (select transfer_id from sold)',
  'a period that its user did not pay');

select pg_temp.breaks('trials_are_given_once', 'billing.trials',
  'delete from billing.trials where user_id = (select user_id from sold)',
  'a trial that is not recorded');
select pg_temp.breaks('trials_are_given_once', 'billing.periods',
  'update billing.periods set kind = ''trial'', price_id = null, transfer_id = null
   where transfer_id = (select transfer_id from sold)',
  'a trial after a period');
select pg_temp.breaks('trials_are_given_once', 'billing.trials',
  'insert into billing.trials (identity_hash, user_id, started_at)
   select sha256(''somebody else''), user_id, app.now() from sold',
  'a second trial of a user');

select pg_temp.breaks('orders_are_fulfilled_once', 'billing.periods',
  'update billing.periods set order_id = null where order_id = (select order_id from sold)',
  'a fulfilled purchase without its period');
select pg_temp.breaks('orders_are_fulfilled_once', 'billing.orders',
  'update billing.orders set status = ''open'', paid_at = null, fulfilled_at = null
   where id = (select order_id from sold)',
  'a period of an open order');
select pg_temp.breaks('orders_are_fulfilled_once', 'billing.payments',
  'update billing.payments set order_id = null where id = (select payment_id from topup)',
  'a fulfilled top-up without its payment');

select pg_temp.breaks('orders_are_fulfilled_once', 'billing.orders',
  'update billing.orders set kind = ''topup'', price_id = null, provider = ''tap'', subscription_id = null
   where id = (select order_id from sold)',
  'a period of a top-up');

select pg_temp.breaks('orders_are_fulfilled_once', 'billing.orders',
  'update billing.orders set subscription_id = subscription_id + 1000 where id = (select order_id from sold)',
  'an order that was for another subscription than got its period');
select pg_temp.breaks('trials_are_given_once', 'billing.periods',
  'with second as (
     insert into billing.subscriptions (
       user_id, plan_id, status, source, anchor_at, anchor_number, period_number, ends_at, expires_at, created_at
     )
     select user_id, plan_id, ''expired'', ''trial'', app.now(), 1, 1, app.now(), app.now(), app.now() from sold
     returning id
   )
   insert into billing.periods (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
   select id, 1, ''trial'', 1, app.now() - interval ''1 day'', app.now(), app.now() from second',
  'a trial of each subscription');

select pg_temp.breaks('payments_are_credited_once', 'billing.payments',
  'update billing.payments set amount = amount + 1 where id = (select payment_id from topup)',
  'a payment that was credited otherwise');
select pg_temp.breaks('payments_are_credited_once', 'billing.payments',
  'update billing.payments set user_id = (select id from people where telegram_id = -302)
   where id = (select payment_id from topup)',
  'a payment that was credited to another user');
select pg_temp.breaks('payments_are_credited_once', 'billing.payments',
  'alter table billing.payments drop constraint credited_once, drop constraint payments_transfer_id_key;
   insert into billing.payments (provider, external_id, user_id, amount, currency, transfer_id, received_at)
   select provider, external_id, user_id, amount, currency, transfer_id, received_at
   from billing.payments where id = (select payment_id from topup)',
  'a payment that was booked twice');

select pg_temp.breaks('suspense_is_explained', 'billing.suspense',
  'delete from billing.suspense
   where payment_id = (select id from billing.payments where external_id = ''invariants 2'')',
  'a payment by nobody that nobody will look at');

select pg_temp.breaks('suspense_is_explained', 'billing.suspense',
  'update billing.suspense set user_id = (select id from people where telegram_id = -302) where user_id is not null',
  'money that went to somebody else');
select pg_temp.breaks('suspense_is_explained', 'billing.suspense',
  'update billing.suspense set transfer_id = (select transfer_id from topup) where resolution like ''return:%''',
  'money that went another way');

select pg_temp.breaks('refunds_stay_within_payments', 'billing.refunds',
  'update billing.refunds set amount = 101 where subscription_id = (select subscription_id from sold)',
  'more than the charge of a period');
select pg_temp.breaks('refunds_stay_within_payments', 'billing.refunds',
  'update billing.refunds set period_number = 1 where subscription_id = (select subscription_id from sold)',
  'money for what was free');
select pg_temp.breaks('refunds_stay_within_payments', 'billing.refunds',
  'update billing.refunds set amount = amount + (select amount from billing.payments where id = payment_id)
   where payment_id = (select payment_id from topup)',
  'more than a payment brought');
select pg_temp.breaks('refunds_are_booked', 'billing.refunds',
  'update billing.refunds set amount = 9 where subscription_id = (select subscription_id from sold)',
  'a refund of another amount than was moved');
select pg_temp.breaks('refunds_are_booked', 'billing.refunds',
  'delete from billing.refunds where subscription_id = (select subscription_id from sold)',
  'money that was given back for nothing');
select pg_temp.breaks('holds_equal_payouts', 'billing.refunds',
  'update billing.refunds set status = ''failed'', settled_by = (select transfer_id from topup)
   where status = ''sending'' and currency = ''XTS''',
  'money that is held for nothing');
select pg_temp.breaks('holds_equal_payouts', 'ledger.accounts',
  'update ledger.accounts set balance = 0 where name = ''refund_hold'' and currency = ''XTS''',
  'a refund that is being sent and not held');
select pg_temp.breaks('losses_are_explained', 'billing.disputes',
  'delete from billing.disputes where external_id = ''invariants''',
  'a loss that nobody caused');
select pg_temp.breaks('deleted_accounts_hold_nothing', 'app.users',
  'update app.users set deleted_at = app.now() where id = (select id from people where telegram_id = -302)',
  'money of somebody who is gone');
select pg_temp.breaks('nobody_is_charged_for_nothing', 'billing.payment_methods',
  'with bought as (
     select o.*
     from billing.orders as o
     where o.user_id = (select id from people where telegram_id = -301) and o.subscription_id is not null
     order by o.id
     limit 1
   ),
   over as (
     update billing.subscriptions as s
     set status = ''expired'', renew_at = null, begin_at = null, ends_at = app.now() - interval ''1 day'',
       expires_at = app.now() - interval ''1 day''
     from bought as b where s.id = b.subscription_id
   ),
   topup as (
     insert into billing.orders (user_id, kind, provider, amount, currency, created_at, expires_at, for_order_id)
     select b.user_id, ''topup'', ''stars'', b.amount, b.currency, app.now(), app.now() + interval ''1 hour'', b.id
     from bought as b
     returning *
   ),
   invoice as (
     insert into billing.invoices (
       order_id, user_id, provider, amount, currency, credited_amount, credited_currency, created_at, expires_at, monthly
     )
     select t.id, t.user_id, ''stars'', 80, ''XTR'', t.amount, t.currency, app.now(), t.expires_at, true
     from topup as t
     returning *
   )
   insert into billing.payment_methods (user_id, provider, kind, invoice_id, position, created_at, paid_until)
   select i.user_id, ''stars'', ''subscription'', i.id, 1, app.now(), app.now() + interval ''30 days'' from invoice as i',
  'a subscription that is over, and Telegram charges on');
select pg_temp.breaks('operations_are_recorded', 'billing.operations',
  'delete from billing.operations where action = ''credit'' and reason = ''invariants''',
  'money by hand without its reason');
select pg_temp.breaks('operations_are_recorded', 'billing.operations',
  'update billing.operations set result = null where reason = ''invariants''',
  'an operation that has not ended');

select pg_temp.breaks('nothing_is_overdue', 'billing.subscriptions',
  'update billing.subscriptions
   set ends_at = app.now() - interval ''1 day'', expires_at = app.now() - interval ''11 min''
   where id = (select subscription_id from sold)',
  'a subscription that nobody ended');
select pg_temp.breaks('nothing_is_overdue', 'billing.subscriptions',
  'update billing.subscriptions set renew_at = app.now() - interval ''11 min''
   where id = (select subscription_id from sold)',
  'a subscription that nobody renewed');
select pg_temp.breaks('undelivered_is_refunded', 'billing.periods',
  'update billing.periods
   set starts_at = starts_at - interval ''5 days'', ends_at = ends_at - interval ''5 days''
   where subscription_id = (select subscription_id from sold) and kind = ''trial'';
   update billing.periods
   set starts_at = starts_at - interval ''4 days'', created_at = app.now() - interval ''7 hours''
   where subscription_id = (select subscription_id from sold) and kind = ''paid''',
  'a purchase that did not reach the panel in time');
select pg_temp.breaks('notices_are_sent_once', 'billing.notices',
  'alter table billing.notices drop constraint notices_pkey;
   insert into billing.notices (subscription_id, period_number, kind, created_at)
   select subscription_id, number, ''ending'', app.now() from sold, generate_series(1, 2)',
  'a notice that was sent twice');

select pg_temp.breaks('access_follows_subscription', 'vpn.desired',
  'update vpn.desired set present = false where subscription_id = (select subscription_id from sold)',
  'an active subscription without access');
select pg_temp.breaks('access_follows_subscription', 'vpn.desired',
  'update vpn.desired set expires_at = app.now() where subscription_id = (select subscription_id from sold)',
  'access that ends too early');
select pg_temp.breaks('answers_count_for_their_generation', 'vpn.access',
  'update vpn.access set applied_generation = 99 where subscription_id = (select subscription_id from sold)',
  'an answer to what was not asked');
select pg_temp.breaks('access_reaches_the_panel', 'outbox.messages',
  'delete from outbox.messages where topic = ''vpn'' and lane in (
     select a.access_id::text from ops.access as a where a.subscription_id = (select subscription_id from sold)
   )',
  'access that nobody will bring to the panel');

select pg_temp.breaks('access_is_as_sold', 'vpn.desired',
  'update vpn.desired set device_limit = 77 where subscription_id = (select subscription_id from sold)',
  'access with other limits than were sold');
select pg_temp.breaks('access_is_as_sold', 'vpn.desired',
  'update vpn.desired set data_limit = 77 where subscription_id = (select subscription_id from sold)',
  'or with less traffic');
select pg_temp.breaks('nothing_is_overdue', 'billing.subscriptions',
  'update billing.subscriptions set begin_at = app.now() - interval ''11 min''
   where id = (select subscription_id from sold)',
  'a period that nobody began');

select pg_temp.breaks('codes_keep_their_limits', 'billing.promo_codes',
  'update billing.promo_codes set uses = uses + 1 where code = ''TAPSALE''',
  'a use that is counted and was not made');
select pg_temp.breaks('codes_keep_their_limits', 'billing.promo_uses',
  'update billing.promo_uses set number = 2
   where code_id in (select id from billing.promo_codes where code = ''TAPSALE'')',
  'a second use by one person');
select pg_temp.breaks('codes_are_used_for_something', 'billing.promo_uses',
  'delete from billing.promo_uses where code_id in (select id from billing.promo_codes where code = ''TAPSALE'')',
  'a purchase with a code that nobody used');
select pg_temp.breaks('codes_are_used_for_something', 'billing.orders',
  'update billing.orders set status = ''open'', paid_at = null, fulfilled_at = null where promo_code_id is not null',
  'a use that nobody paid for');
select pg_temp.breaks('codes_are_given_back', 'billing.promo_uses',
  'update billing.promo_uses set take_back_at = app.now() - interval ''11 min''
   where code_id in (select id from billing.promo_codes where code = ''TAPSALE'')',
  'what a refund undid and nobody took back');

select pg_temp.breaks('messages_wait_in_their_lane', 'outbox.lanes',
  'delete from outbox.lanes where lane = ''-301''',
  'messages without a lane');
select pg_temp.breaks('messages_wait_in_their_lane', 'outbox.lanes',
  'update outbox.lanes set waiting = waiting + 1 where lane = ''-301''',
  'a lane that counts too many');
select pg_temp.breaks('lanes_have_a_destination', 'outbox.lanes',
  'update outbox.lanes set destination = 0 where lane = ''-301''',
  'a lane that leads nowhere');
select pg_temp.breaks('events_are_processed', 'outbox.messages',
  'delete from outbox.messages where topic = ''inbox'' and lane = ''-301''',
  'an update that nobody will process');

select pg_temp.breaks('python_reads_nothing', 'app.users', 'grant select (id) on app.users to tickover_bot',
  'a column that the bot may read');
select pg_temp.breaks('python_reads_nothing', 'app.users',
  'grant execute on function ledger.balance(bigint) to tickover_listener',
  'a function that the listener may execute');

-- Gifts and the game
create function pg_temp.gives(p_who bigint) returns text
language plpgsql
as $$
declare
  v_token uuid;
begin
  perform inbox._book_payment(p_who, 'tap', 'invariants 9', null, 100, 'XTS');
  select o.order_token into v_token
  from billing.offers as f cross join lateral api.open_gift_order(p_who, f.price_id) as o
  where f.currency = 'XTS';
  return (select p.outcome from api.pay_from_balance(p_who, v_token) as p);
end
$$;
select is(pg_temp.gives(-302), 'fulfilled', 'somebody gives');
select pg_temp.breaks('gifts_are_settled_once', 'billing.gifts', 'update billing.gifts set amount = amount - 1',
  'a gift that took other money than it says');
select pg_temp.breaks('gift_hold_equals_gifts', 'billing.gifts', 'update billing.gifts set amount = amount - 1',
  'money that is held for no gift');
select pg_temp.breaks('prizes_are_given_once', 'billing.throws',
  $$insert into billing.throws (
      user_id, subscription_id, status, asked_at, next_turn_at, settled_at, message_id, value, prize, amount, period_number
    )
    select s.user_id, s.subscription_id, 'thrown', app.now(), app.now() + interval '7 days', app.now(), 7, 6, 'days', 7, s.number
    from sold as s$$,
  'days that were won and not given');
select pg_temp.breaks('withdrawals_are_held', 'billing.withdrawals',
  'delete from billing.withdrawals where currency = ''XTS''', 'a hold for nothing');
select pg_temp.breaks('withdrawals_are_earned', 'billing.withdrawals',
  'update billing.withdrawals set amount = 101 where currency = ''XTS''', 'more than was earned');
select pg_temp.breaks('withdrawals_are_booked', 'billing.withdrawals',
  'update billing.withdrawals set user_id = (select id from people where telegram_id = -301) where currency = ''XTS''',
  'a withdrawal that another''s money is held for');
select pg_temp.breaks('withdrawals_are_booked', 'billing.withdrawals',
  'delete from billing.withdrawals where currency = ''XTS''', 'a transfer for no withdrawal');

create temporary view brought as
select p.id as payment_id, p.user_id as payer_id, p.amount, p.currency, o.id as user_id
from billing.payments as p
join people as a on a.id = p.user_id and a.telegram_id = -301
cross join people as o
where o.telegram_id = -302
order by p.id
limit 1;
select pg_temp.breaks('rewards_are_booked', 'billing.referral_rewards',
  $$insert into billing.referral_rewards
      (user_id, payer_id, payment_id, level, kind, percent, amount, currency, accrued, hold_until, look_at, created_at)
    select b.user_id, b.payer_id, b.payment_id, 1, 'percent', 10, 1, b.currency, 1, app.now(), app.now(), app.now()
    from brought as b$$,
  'a reward that nobody booked');
select pg_temp.breaks('rewards_stay_within_payments', 'billing.referral_rewards',
  $$insert into billing.referral_rewards
      (user_id, payer_id, payment_id, level, kind, percent, amount, currency, hold_until, look_at, created_at)
    select b.user_id, b.payer_id, b.payment_id, 1, 'percent', 10, b.amount + 1, b.currency, app.now(), app.now(), app.now()
    from brought as b$$,
  'a reward above its payment');
select pg_temp.breaks('nobody_is_brought_in_a_cycle', 'billing.origins',
  $$insert into billing.origins (user_id, referrer_id, came_at)
    select b.user_id, b.payer_id, app.now() from brought as b
    union all
    select b.payer_id, b.user_id, app.now() from brought as b$$,
  'two who brought each other');

select is_empty(
  'select name from ops.invariant_definitions except select name from tried', 'every invariant was broken'
);

-- What is off, or put aside, is not late
create function pg_temp.overdue() returns bigint
language sql
as $$ select count(*) from ops.violations as v where v.invariant = 'nothing_is_overdue' $$;
update billing.subscriptions
set ends_at = app.now() - interval '1 day', expires_at = app.now() - interval '11 min', renew_at = null
where id = (select subscription_id from sold);
select is(pg_temp.overdue(), 1::bigint, 'a subscription is overdue');
update app.flags set enabled = false where name = 'expiry';
select is(pg_temp.overdue(), 0::bigint, 'unless expiry is switched off');
update app.flags set enabled = true where name = 'expiry';
insert into jobs.parked (job, row_id, sqlstate, error)
select 'expire_due', subscription_id, 'TK099', 'tap' from sold;
select is(pg_temp.overdue(), 0::bigint, 'or it is parked');
delete from jobs.parked where sqlstate = 'TK099';
update billing.subscriptions
set
  ends_at = app.now() + interval '1 day',
  expires_at = app.now() + interval '1 day',
  renew_at = app.now() - interval '1 h'
where id = (select subscription_id from sold);
update jobs.jobs set enabled = false where name = 'renew_due';
select is(pg_temp.overdue(), 0::bigint, 'or its job is not scheduled');

select * from finish();
rollback;
