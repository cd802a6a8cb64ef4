-- What admins see of a customer, and do about one. What each operation does is tested where operators call it.
begin;
select plan(97);

\ir fixtures/clock.psql
update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '{"XTS": 1}' where name = 'topup_min';
update app.settings set value = 'null' where name = 'support_chat';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal');
\set price 3000
\ir fixtures/plan.psql
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap_a', 'remnawave', 'http://a');

\set people 4
\ir fixtures/people.psql
update app.users set role = case when id = (select id from people where telegram_id = -1) then 'owner' end;
update app.telegram_identities as i
set username = n.username, first_name = n.first_name
from (values (-2, 'tap_Ann', 'Annabel'), (-3, null, 'Bob Tapper')) as n (telegram_id, username, first_name)
where i.telegram_id = n.telegram_id;
create function pg_temp.ann() returns bigint
language sql
as $$ select pg_temp.who(-2) $$;
create temporary view mine as select s.* from billing.subscriptions as s where s.user_id = pg_temp.ann();
create function pg_temp.sub() returns bigint
language sql
as $$ select id from mine $$;
create function pg_temp.done(p_action text) returns text
language sql
as $$
  select concat_ws(' ', nullif(a.actor = format('admin:%s', pg_temp.who(-1)), true), a.reason)
  from app.audit as a
  where a.action = p_action
  order by a.id desc
  limit 1
$$;
do $$ begin perform billing.receive_payment(pg_temp.ann(), 'tap', 'tap-charge-1', null, 3000, 'XTS'); end $$;
select is(
  (select w.outcome from billing.offers as f, lateral api.open_order(-2, f.price_id) as o,
   lateral api.pay_from_balance(-2, o.order_token) as w
   where f.plan_id = (select p.id from billing.plans as p where p.code = 'tap')
   ),
  'fulfilled', 'Ann has a subscription'
);
do $$ begin perform vpn.applied(a.id::text, '{}', jsonb_build_object('generation', d.generation, 'present', true,
  'link', 'vless://x')) from vpn.access as a join vpn.desired as d using (subscription_id) join mine as m on m.id = subscription_id; end $$;
insert into vpn.panel_states (panel_id, capabilities, probe_at, scan_at)
select p.id, array['devices'], app.now(), app.now() from vpn.panels as p where p.code = 'tap_a'
on conflict (panel_id) do update set capabilities = excluded.capabilities;

-- Found
select results_eq(
  $$select kind, user_id, found_by from ops.find('@TAP_ann')$$,
  $$values ('customer'::text, pg_temp.ann(), 'username'::text)$$, 'by the name on Telegram, however it is written'
);
select results_eq(
  $$select user_id, found_by from ops.find('tapper')$$,
  $$values (pg_temp.who(-3), 'name'::text)$$,
  'by a part of a name'
);
select is_empty($$select from ops.find('%')$$, 'a pattern is text');
do $$ begin perform billing.receive_payment(pg_temp.who(-4), 'telegram', 'tap-charge-3', null, 50, 'XTS'); end $$;
select results_eq(
  $$select kind, user_id, found_by from ops.find('tap-charge-3')$$,
  $$values ('payment'::text, pg_temp.who(-4), 'charge'::text)$$, 'by the provider''s id of a charge'
);
select isnt_empty(
  $$select from ops.find('#' || pg_temp.ann()) where kind = 'customer' and id = pg_temp.ann() and found_by = 'number'$$,
  'by the number'
);
select isnt_empty(
  $$select from ops.find((select max(id)::text from billing.orders)) where kind = 'order' and user_id = pg_temp.ann()$$,
  'by an order'
);
select results_eq(
  $$select username, first_name from admin.find(-1, 'tap_ann')$$, $$values ('tap_Ann'::text, 'Annabel'::text)$$,
  'admins read names'
);

-- Shown
select results_eq(
  $$select user_id, username, balance, currency, paid_in, reachable, blocked_reason
    from admin.customer(-1, pg_temp.ann())$$,
  $$values (pg_temp.ann(), 'tap_Ann'::text, 0::bigint, 'XTS'::text, 3000::bigint, true, null::text)$$, 'the card'
);
select results_eq(
  $$select title, status, panels, next_amount from admin.subscriptions_of(-1, pg_temp.ann(), 'en')$$,
  $$values ('Tap'::text, 'active'::text, array['tap_a'], 3000::bigint)$$, 'with what runs, where, and what it will cost'
);
select results_eq(
  $$select cause, amount, is_charge from admin.statement(-1, pg_temp.ann(), 'en', 0, 9)$$,
  $$values ('purchase'::text, -3000::bigint, true), ('topup', 3000, false)$$, 'the history, newest first'
);
select results_eq(
  $$select c.plan_title, c.charged, c.price, c.discount, c.order_id is not null, c.announced_at
    from admin.statement(-1, pg_temp.ann(), 'en', 0, 1) as s, lateral admin.charge(-1, s.transfer_id, 'en') as c$$,
  $$values ('Tap'::text, 3000::bigint, 3000::bigint, 0::bigint, true, null::timestamptz)$$, 'why he was charged'
);
select results_eq(
  $$select number, charged - refunded from admin.refundable_periods(-1, pg_temp.ann(), 'en')$$,
  $$values (1, 3000::bigint)$$, 'what can be refunded'
);
select isnt_empty($$select from admin.notices_ahead(-1, pg_temp.ann())$$, 'what he will hear');
select is_empty($$select from admin.notices_ahead(-1, pg_temp.who(-3))$$, 'and nothing about others');
select results_eq(
  $$select code, serves from admin.panels_for(-1, pg_temp.sub()) where enabled$$,
  $$values ('tap_a'::text, true)$$,
  'panels'
);
select results_eq(
  $$select brought, earned, codes from admin.growth_of(-1, pg_temp.ann())$$,
  $$values (0::bigint, 0::bigint, '{}'::text[])$$, 'what he brought'
);

-- Time
select is(
  admin.grant_time(-1, pg_temp.ann(), 1, 'month', 'sorry', true, gen_random_uuid(), pg_temp.sub()) ->> 'outcome',
  'extended', 'time is given'
);
select is(pg_temp.done('operation.extend'), 'sorry', 'under the admin''s name, with the reason');
select
  is(
    (select count(*) from admin.notices_sent(-1, pg_temp.ann(), 0, 99) where what = 'time-granted'),
    1::bigint,
    'he hears of it'
  );
select is(
  admin.change_end(-1, pg_temp.ann(), '1996-03-20', 'too much', false, gen_random_uuid(), pg_temp.sub()) ->> 'outcome',
  'shortened', 'an end is moved'
);
select is(pg_temp.done('operation.change_end'), 'too much', 'audited');
select is(
  admin.set_auto_renew(-1, pg_temp.ann(), false, 'he asked', true, gen_random_uuid(), pg_temp.sub()) ->> 'outcome',
  'off',
  'auto-renewal is switched'
);
select is(pg_temp.done('operation.set_auto_renew'), 'he asked', 'audited');
select is(
  admin.cancel(-1, pg_temp.ann(), 'he asked', true, gen_random_uuid(), pg_temp.sub()) ->> 'outcome', 'cancelled',
  'it is cancelled'
);
select is(pg_temp.done('operation.cancel'), 'he asked', 'audited');

-- Money
select is(
  admin.credit(-1, pg_temp.ann(), 700, 'a gift', true, '00000000-0000-4000-8000-00000000000a', true) ->> 'balance',
  '700',
  'a bonus is given'
);
select is(
  admin.credit(-1, pg_temp.ann(), 700, 'a gift', true, '00000000-0000-4000-8000-00000000000a', true) ->> 'balance',
  '700',
  'once for a request'
);
select is(pg_temp.done('operation.credit'), 'a gift', 'audited');
select is((select bonus from admin.customer(-1, pg_temp.ann())), 700::bigint, 'as such');
select is(
  admin.debit(-1, pg_temp.ann(), 200, 'a mistake', false, gen_random_uuid()) ->> 'outcome', 'debited', 'money is taken'
);
select is(pg_temp.done('operation.debit'), 'a mistake', 'audited');
select is(
  admin.refund(
    -1, pg_temp.ann(), pg_temp.sub(), 1, 500, 'balance', 'it was slow', true, gen_random_uuid(), false
  ) ->> 'outcome', 'refunded', 'a part is refunded'
);
select is(pg_temp.done('operation.refund'), 'it was slow', 'audited');
select is(
  (select admin.payout(-1, p.id, null, 'he asked', true, gen_random_uuid()) ->> 'outcome'
   from billing.payments as p where p.external_id = 'tap-charge-1'),
  'sending', 'money on the balance goes back to its payment'
);
select is(pg_temp.done('operation.payout'), 'he asked', 'audited');
select results_eq(
  $$select amount, user_id from admin.refunds_to_send(-1, 0, 9) where user_id = pg_temp.ann()$$,
  $$values (500::bigint, pg_temp.ann())$$, 'it waits to be sent'
);
select is(
  (select admin.settle_refund(-1, r.refund_id, 'tapped', 'seen') ->> 'outcome'
   from admin.refunds_to_send(-1, 0, 9) as r where r.user_id = pg_temp.ann()),
  'unknown_outcome', 'no other outcome is taken'
);
select is(
  (select admin.settle_refund(-1, r.refund_id, 'sent', 'seen') ->> 'outcome'
   from admin.refunds_to_send(-1, 0, 9) as r where r.user_id = pg_temp.ann()),
  'sent', 'and is'
);
select results_eq(
  $$select sent_back, sending, refundable, plan_title
    from billing.payments as b, lateral admin.payment(-1, b.id, 'en') as p
    where b.external_id = 'tap-charge-1'$$,
  $$values (500::bigint, 0::bigint, 2500::bigint, null::text)$$, 'the payment says so'
);
select is(
  (select admin.reverse_charge(-1, c.transfer_id, 'wrong', true, gen_random_uuid()) ->> 'amount'
   from admin.statement(-1, pg_temp.ann(), 'en', 0, 99) as c where c.is_charge),
  '2500', 'a charge is undone'
);
select results_eq(
  $$select amount, name from admin.operations_of(-1, pg_temp.ann(), 0, 99) where action = 'refund' order by amount$$,
  $$values (500::bigint, 'Ann'::text), (2500, 'Ann')$$, 'and all stands among what was done by hand'
);
select isnt_empty(
  $$select from admin.audit_of(-1, pg_temp.ann(), 0, 99) where subject = 'subscription'$$, 'the log has it all'
);

-- Discounts, codes, referrers
select is(
  admin.set_discount(-1, pg_temp.ann(), 20, null, 'a friend') ->> 'outcome', 'set', 'a discount is given'
);
select is((select discount_percent from admin.customer(-1, pg_temp.ann())), 20, 'and shown');
select is(pg_temp.done('personal_price.added'), 'a friend', 'audited by the trigger, under the admin''s name');
select is(
  admin.set_discount(-1, pg_temp.ann(), null, null, 'no friend') ->> 'outcome', 'removed', 'and taken away'
);
select is(admin.set_vip(-1, pg_temp.ann(), true, 'a good one') ->> 'outcome', 'set', 'he is made a VIP');
select is(admin.set_vip(-1, pg_temp.ann(), false, 'no more') ->> 'outcome', 'removed', 'and is one no more');
select is(
  admin.return_code_use(-1, pg_temp.ann(), 'TAPCODE', 'asked') ->> 'outcome',
  'not_used',
  'a code that was not used stays'
);
select is(
  admin.set_referrer(-1, pg_temp.ann(), pg_temp.who(-3), 'he said so') ->> 'outcome', 'set', 'who brought him'
);
select is(pg_temp.done('user.referrer_set'), 'he said so', 'audited');

-- Payments
create temporary table found as
select p.* from admin.payments(-1, pg_temp.ann(), null, null, null, null, 0, 9) as p;
select is((select count(*) from found where paid = 3000), 1::bigint, 'the payments of a customer');
select is(
  (select count(*) from admin.payments(-1, null, 'tap', 3000, '1996-02-01', '1996-02-02', 0, 9)), 1::bigint,
  'by provider, amount and day'
);
select is(
  (select count(*) from admin.payments(-1, null, 'tap', 3000, '1996-02-02', '1996-02-03', 0, 9)), 0::bigint,
  'and not on another'
);
do $$ begin perform billing.receive_payment(null, 'tap', 'tap-charge-2', null, 900, 'XTS'); end $$;
select results_eq(
  $$select s.amount from admin.suspense(-1, 0, 99) as s where s.external_id = 'tap-charge-2'$$,
  $$values (900::bigint)$$,
  'money without a payer'
);
select is(
  (
    select p.suspense
    from billing.payments as b, lateral admin.payment(-1, b.id, 'en') as p
    where b.external_id = 'tap-charge-2'
  ),
  'waits', 'waits for a decision'
);
select is(
  (select admin.assign_suspense(-1, b.id, pg_temp.ann(), 'the receipt') ->> 'outcome' from billing.payments as b
   where b.external_id = 'tap-charge-2'),
  'assigned', 'and is found to be a customer''s'
);
select is(pg_temp.done('suspense.assignment'), 'the receipt', 'audited');
select is(
  (select admin.return_suspense(-1, b.id, 'too late') ->> 'outcome' from billing.payments as b
   where b.external_id = 'tap-charge-2'),
  'already_resolved', 'once'
);

-- Access
select is(admin.grant_time(-1, pg_temp.ann(), 3, 'day', 'again', false, gen_random_uuid(), pg_temp.sub()) ->> 'outcome',
  'extended', 'it runs again');
insert into vpn.panels (code, kind, base_url) values ('tap_b', 'remnawave', 'http://b');
select is(admin.resend_access(-1, pg_temp.sub(), 'does not work') ->> 'outcome', 'resent', 'access is sent again');
select is(pg_temp.done('access.resent'), 'does not work', 'audited');
select is(admin.resend_access(-1, 0, 'nobody') ->> 'outcome', 'unknown_subscription', 'not of nobody');
select is(admin.unbind_device(-1, 0, null, 'nobody') ->> 'outcome', 'unknown_subscription', 'as with devices');
select
  is(admin.unbind_device(-1, pg_temp.sub(), null, 'he asked') ->> 'outcome', 'not_bound', 'of which there is none yet');
do $$ begin perform from admin.devices_of(-1, pg_temp.ann(), 'en');
  perform vpn.keep_devices(a.id, '[{"id": "d1", "name": "Pixel"}]') from vpn.access as a where a.subscription_id = pg_temp.sub(); end $$;
select results_eq(
  $$select name, panel from admin.devices_of(-1, pg_temp.ann(), 'en')$$, $$values ('Pixel'::text, 'tap_a'::text)$$,
  'devices are asked for and shown'
);
select is(
  (select admin.unbind_device(-1, pg_temp.sub(), d.device, 'he asked') ->> 'outcome'
   from admin.devices_of(-1, pg_temp.ann(), 'en') as d),
  'unbinding', 'and unbound'
);
select is(pg_temp.done('device.unbound'), 'he asked', 'audited');
select results_eq(
  $$select m.payload -> 'args' ->> 'all', m.payload #>> '{buttons,0,0,text}'
    from outbox.messages as m where m.lane = '-2' and m.payload ->> 'text' = 'device-unbound-by-hand'$$,
  $$values ('no'::text, 'button-connect'::text)$$, 'he hears of it, and how to come back'
);
select is(admin.move_access(-1, pg_temp.sub(), 'tap_a', 'tap_b', 'slow') ->> 'outcome', 'moving', 'access moves');
select is(admin.reissue(-1, pg_temp.sub(), 'leaked') ->> 'outcome', 'reissued', 'a key is replaced');
select is(
  admin.revoke(-1, pg_temp.ann(), 'abuse', true, gen_random_uuid(), pg_temp.sub()) ->> 'outcome',
  'revoked',
  'it is ended'
);
select
  is(admin.resend_access(-1, pg_temp.sub(), 'he asks') ->> 'outcome', 'not_active', 'then there is nothing to send');

-- The person
select is(
  admin.write_to(-1, pg_temp.ann(), 'Hello', '00000000-0000-4000-8000-00000000000b') ->> 'outcome',
  'sent',
  'he is written to'
);
select is(
  admin.write_to(-1, pg_temp.ann(), 'Hello', '00000000-0000-4000-8000-00000000000b') ->> 'outcome',
  'sent',
  'once for a request'
);
select results_eq(
  $$select t.topic, m.sender, m.body from support.tickets as t join support.messages as m on m.ticket_id = t.id
    where t.user_id = pg_temp.ann()$$,
  $$values ('other'::text, 'support'::text, 'Hello'::text)$$, 'in a ticket'
);
select is(admin.write_to(-1, pg_temp.ann(), ' ', gen_random_uuid()) ->> 'outcome', 'wrong_length', 'not with nothing');
select is(admin.block(-1, pg_temp.ann(), 'abuse', true) ->> 'outcome', 'blocked', 'he is put on the blacklist');
select is((select blocked_reason from admin.customer(-1, pg_temp.ann())), 'abuse', 'which the card shows');
select is(pg_temp.done('user.blocked'), 'abuse', 'audited');
select is(admin.unblock(-1, pg_temp.ann(), 'sorry', true) ->> 'outcome', 'unblocked', 'and taken off');
select is(admin.erase(-1, pg_temp.ann(), 'he asked') ->> 'outcome', 'erased', 'and forgotten');
select results_eq(
  $$select username, telegram_id, reachable from admin.customer(-1, pg_temp.ann())$$,
  $$values (null::text, null::bigint, false)$$, 'then the card has no name'
);
select
  is(
    admin.write_to(-1, pg_temp.ann(), 'Hello', gen_random_uuid()) ->> 'outcome',
    'user_is_gone',
    'and nobody to write to'
  );

-- Withdrawals
select outbox.declare_requisites_keys(array['00112233445566aa']);
update app.settings set value = '"RUB"' where name = 'currency';
do $$ begin
  perform ledger.post('referral_reward', 'tap', array[
    (ledger.account(null, 'referral_expense', 'RUB'), -200000)::ledger.leg,
    (ledger.account(pg_temp.who(-3), 'referral', 'RUB'), 200000)::ledger.leg
  ]);
  perform api.choose_withdrawal_amount(-3, 120000);
  perform api.choose_withdrawal_way(-3, 'card', '00112233445566aa');
  perform api.keep_requisites(-3, '\x5ea1ed', '00112233445566aa', '•4444');
  perform api.request_withdrawal(
    -3, (select d.token from billing.withdrawal_drafts as d where d.user_id = pg_temp.who(-3)), '00112233445566aa'
  );
end $$;
create function pg_temp.withdrawal() returns bigint
language sql
as $$ select w.id from billing.withdrawals as w where w.user_id = pg_temp.who(-3) $$;
select results_eq(
  $$select status, amount, first_name from admin.withdrawals(-1, true, 0, 9) where user_id = pg_temp.who(-3)$$,
  $$values ('requested'::text, 120000::bigint, 'Bob Tapper'::text)$$, 'withdrawals that wait'
);
select results_eq(
  $$select masked, by_hand, earned, paid_before from admin.withdrawal(-1, pg_temp.withdrawal())$$,
  $$values ('•4444'::text, true, 200000::bigint, 0::bigint)$$, 'and one of them'
);
select is(
  admin.act_on_withdrawal(-1, pg_temp.withdrawal(), 'approve', 'known') ->> 'outcome', 'approved', 'it is approved'
);
select is(pg_temp.done('withdrawal.approved'), 'known', 'audited');
select is(admin.act_on_withdrawal(-1, pg_temp.withdrawal(), 'show') ->> 'outcome', 'shown', 'shown');
select is(
  admin.act_on_withdrawal(-1, pg_temp.withdrawal(), 'paid', 'transfer 12') ->> 'outcome', 'paid', 'and paid'
);
select
  is(
    (select w.external_id from billing.withdrawals as w where w.id = pg_temp.withdrawal()),
    'transfer 12',
    'with its proof'
  );

-- The audit
select results_eq(
  format(
    $$select action, name from admin.audit(-1, true, %s, 'withdrawal', null, 0, 1)$$, pg_temp.who(-1)
  ),
  $$values ('withdrawal.paid'::text, 'Ann'::text)$$, 'who changed what'
);
select
  isnt_empty($$select from admin.audit(-1, false, null, null, 'user.created', 0, 1)$$, 'also what nobody did by hand');
select is_empty(
  $$select from admin.audit(-1, true, null, null, 'user.created', 0, 1) where actor ~ '^user'$$,
  'which is left out else'
);
select isnt_empty(
  format($$select from admin.audit_choices(-1, 'admin') where value = '%s' and name = 'Ann'$$, pg_temp.who(-1)),
  'by whom'
);
select isnt_empty($$select from admin.audit_choices(-1, 'action') where value = 'operation.refund'$$, 'and by what');

select * from finish();
rollback;
