-- Money that comes to somebody who deleted his account, gifts that an operator returns, and the welcome bonus of a
-- payment that goes back.
begin;
select plan(45);
\set people 16
\ir fixtures/growth.psql

create function pg_temp.given_up() returns bigint
language sql
as $$
  select coalesce(sum(e.amount), 0)::bigint
  from ledger.transfers as t
  join ledger.entries as e on e.transfer_id = t.id
  join ledger.accounts as a on a.id = e.account_id
  where t.kind = 'given_up' and a.user_id is null and e.currency = 'XTS'
$$;

-- What the screen says, and what becomes of unused gifts.
select pg_temp.pay(1, 450);
select pg_temp.give('one', 1);
select pg_temp.give('two', 1, 'large');
select results_eq(
  'select gift_counts, gift_amounts, gift_currencies from api.deletion(-1)',
  $$values ('{2}'::integer[], '{400}'::bigint[], '{XTS}'::text[])$$, 'gifts that nobody has taken are named'
);
select results_eq(
  'select gift_counts, gift_amounts, gift_currencies from api.deletion(-2)',
  $$values (null::integer[], null::bigint[], null::text[])$$, 'or none'
);
select is(pg_temp.deletes(1), 'deleted', 'the account is deleted');
select is(pg_temp.given_up(), 50::bigint, 'what was on it is given up');
select is(pg_temp.take('one', 2), 'redeemed', 'a gift of his can be taken');
select is(pg_temp.refund((pg_temp.sub(2)).id, 1), 'refunded', 'and be refunded');
select is(pg_temp.purse(pg_temp.who(1)), '{0,0,0,0}', 'to an account that nobody has');
select is(pg_temp.given_up(), 150::bigint, 'so it is given up');
select pg_temp.goes_on('31 days');
select pg_temp.work('expire_gifts');
select is((pg_temp.gift('two')).status, 'returned', 'one that nobody takes goes back');
select is(pg_temp.given_up(), 450::bigint, 'the same way');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

-- Whatever it comes back by.
select pg_temp.pay(3, 600, 'three');
select pg_temp.give('three', 3);
select pg_temp.give('four', 3);
select pg_temp.give('five', 3);
select pg_temp.give('six', 3);
select pg_temp.deletes(3);
select pg_temp.take('three', 4);
select is(
  ops.refund(pg_temp.id(4), 1, 'because', p_destination => 'source') ->> 'outcome', 'refunded',
  'a refund may go to where its payer had paid from'
);
create temporary table payouts as
select r.id from billing.refunds as r where r.user_id = pg_temp.who(3) and r.status = 'sending';
select is((select ops.refund_sent(p.id, 'done') from payouts as p), 'sent', 'which sends it');
select is((select ops.refund_returned(p.id, 'closed') from payouts as p), 'returned', 'and it comes back');
select is(pg_temp.purse(pg_temp.who(3)), '{0,0,0,0}', 'to nobody');
select pg_temp.take('four', 5);
select ops.refund(pg_temp.id(5), 1, 'because', p_destination => 'source');
select is(
  (select ops.refund_failed(r.id, 'refused') from billing.refunds as r
   where r.user_id = pg_temp.who(3) and r.status = 'sending'),
  'failed', 'one that its provider refuses'
);
select is(pg_temp.purse(pg_temp.who(3)), '{0,0,0,0}', 'comes to nobody either');
select pg_temp.take('five', 6);
select pg_temp.pay(6, 300);
select is(pg_temp.buy(6, 'large'), 'fulfilled', 'who took a gift changes to a dearer plan');
select is(pg_temp.purse(pg_temp.who(3)), '{0,0,0,0}', 'and what is left of the gift is given up');
select is(pg_temp.disputes('three', 'opened', p_amount => 600), 'opened', 'a bank takes the payment back');
select is((pg_temp.gift('six')).status, 'returned', 'which cancels the gift that nobody took');
select is((pg_temp.dispute('three')).covered, 100::bigint, 'and its money covers what it can');
select pg_temp.disputes('three', 'won', false, 600);
select is(pg_temp.purse(pg_temp.who(3)), '{0,0,0,0}', 'when the dispute is won nobody gets it');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

-- What a provider takes back is covered by as many gifts as it needs, and by no others.
select pg_temp.pay(7, 300, 'seven');
select pg_temp.give('seven', 7);
select pg_temp.give('eight', 7);
select pg_temp.give('nine', 7);
select pg_temp.deletes(7);
select pg_temp.disputes('seven', 'opened', p_amount => 50);
select is(
  (select array_agg(g.status order by g.id) from billing.gifts as g where g.payer_id = pg_temp.who(7)),
  '{unused,unused,returned}', 'one gift covers a claim of half its price'
);

-- By hand
select is(
  ops.credit(pg_temp.who(7), 10, 'because') ->> 'outcome', 'account_deleted', 'nothing is given to nobody'
);
select pg_temp.pay(null, 80, 'whose');
select is(
  (select ops.assign_suspense(p.id, pg_temp.who(7), 'because') from billing.payments as p
   where p.external_id = 'whose'),
  'account_deleted', 'nor what was found'
);
select pg_temp.pay(8, 100);
select pg_temp.give('ten', 8);
select throws_ok('select ops.return_gift(1, '''')', 'TK061', null, 'an operator says why he returns a gift');
select is(ops.return_gift(999999999, 'because'), 'unknown', 'one that is there');
select is(ops.return_gift((pg_temp.gift('ten')).id, 'the link was lost'), 'now_returned', 'and its money');
select is(pg_temp.purse(pg_temp.id(8)), '{100,0,0,0}', 'is with who paid');
select is(ops.return_gift((pg_temp.gift('ten')).id, 'because'), 'returned', 'once');
select is(pg_temp.take('ten', 9), 'gone', 'nobody can take it');
select results_eq(
  $$select m.payload ->> 'text', m.payload #>> '{args,reason}' from outbox.messages as m
    where m.kind = 'telegram.notice' and m.lane = '-8' order by m.id desc limit 1$$,
  $$values ('refunded-gift', 'the link was lost')$$, 'its payer is told why'
);
select is(
  (select a.reason from app.audit as a where a.action = 'gift.returned' and a.subject_id = (pg_temp.gift('ten')).id),
  'the link was lost', 'the audit too'
);
select is(ops.return_gift((pg_temp.gift('one')).id, 'because'), 'redeemed', 'one that was taken is refunded instead');

-- A welcome bonus goes back with the payment that earned it, also when it has bought something.
update app.settings set value = '{"XTS": 100}' where name = 'referral_welcome';
select pg_temp.comes(21, pg_temp.link(10));
insert into people (telegram_id, id) select -21, pg_temp.id(21);
select pg_temp.pay(21, 100, 'welcome');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(21)), '{100,100,0,0}', 'somebody new pays, and has as much as a bonus');
select is(pg_temp.buy(21), 'fulfilled', 'which buys a month');
select is(
  (select ops.payout(p.id, 'because', 100) ->> 'outcome' from billing.payments as p where p.external_id = 'welcome'),
  'sending', 'what he paid is sent back'
);
select pg_temp.work('settle_rewards');
select is((pg_temp.reward('welcome', 0)).owed, 0::bigint, 'the bonus goes back');
select is((pg_temp.sub(21)).status, 'expired', 'and what it bought ends');
select is(pg_temp.purse(pg_temp.id(21)), '{0,0,0,0}', 'nothing is left of it');
update app.settings set value = 'null' where name = 'referral_welcome';

-- What was pending is cancelled with the account of who would have earned it.
select pg_temp.comes(22, pg_temp.link(11));
insert into people (telegram_id, id) select -22, pg_temp.id(22);
select pg_temp.pay(22, 100, 'pending');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(11)), '{0,0,0,10}', 'a reward is pending');
select pg_temp.deletes(11);
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.who(11)), '{0,0,0,0}', 'and goes with the account');

select is_empty('select * from pg_temp.violated()', 'the books are in order');
select * from finish();
rollback;
