-- What providers take back, and who owes what: a dispute that nothing covered, a debit, rewards that are to go. Nobody
-- who owes is paid anything out, and everybody can get rid of what he owes.
begin;
select plan(52);
\set people 16
\ir fixtures/growth.psql

-- A dispute that the balance did not cover can be covered later.
select pg_temp.pay(1, 100, 'one');
select pg_temp.buy(1);
select pg_temp.earn(1, 500);
select is(pg_temp.disputes('one', 'opened'), 'opened', 'a bank takes back what was spent');
select is((pg_temp.dispute('one')).owes, 100::bigint, 'so it is owed');
select is(pg_temp.ask(1), 'owes', 'and nothing is paid out');
select pg_temp.disputes('one', 'lost');
select pg_temp.pay(1, 60);
select is((pg_temp.dispute('one')).owes, 100::bigint, 'a later payment is not taken for it');
select throws_ok('select ops.cover_dispute(1, '''')', 'TK061', null, 'an operator says why he does');
select is(ops.cover_dispute(999999999, 'because') ->> 'outcome', 'unknown', 'of a dispute that is there');
select is(
  ops.cover_dispute((pg_temp.dispute('one')).dispute_id, 'as agreed'),
  '{"outcome": "covered", "amount": 100, "owed": 0, "currency": "XTS"}', 'has it covered'
);
select is(pg_temp.purse(pg_temp.id(1)), '{0,0,460,0}', 'from his cash, and the rest from what he earned');
select is(ops.cover_dispute((pg_temp.dispute('one')).dispute_id, 'again') ->> 'outcome', 'nothing_owed', 'once');
select is(pg_temp.ask(1), 'requested', 'then he is paid out');
select is(
  (select m.payload #>> '{args,reason}' from outbox.messages as m
   where m.kind = 'telegram.notice' and m.lane = '-1' and m.payload ->> 'text' = 'debited-by-hand'),
  'as agreed', 'he is told'
);
select is((select count(*) from app.audit where action = 'dispute.covered'), 1::bigint, 'and the audit');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

select pg_temp.pay(2, 100, 'two');
select pg_temp.buy(2);
select pg_temp.disputes('two', 'lost');
select is(
  ops.cover_dispute((pg_temp.dispute('two')).dispute_id, 'because') ->> 'outcome', 'insufficient_funds',
  'where nothing is there nothing is taken'
);
select pg_temp.pay(2, 40);
select is(ops.cover_dispute((pg_temp.dispute('two')).dispute_id, 'because') ->> 'owed', '60', 'else a part');
select is(
  ops.cover_dispute((pg_temp.dispute('two')).dispute_id, 'enough', true),
  '{"outcome": "waived", "amount": 60, "owed": 0, "currency": "XTS"}', 'and the rest can be waived'
);
select ok(not billing.owes(pg_temp.id(2)), 'so that he owes nothing');
select is((pg_temp.dispute('two')).waived, 60::bigint, 'as operators see');

select pg_temp.pay(3, 100, 'three');
select pg_temp.buy(3);
select pg_temp.earn(3, 70);
select pg_temp.disputes('three', 'opened');
select pg_temp.pay(3, 30);
select ops.cover_dispute((pg_temp.dispute('three')).dispute_id, 'because');
select pg_temp.disputes('three', 'won', false);
select is(pg_temp.purse(pg_temp.id(3)), '{30,0,70,0}', 'a dispute that is won gives each account back what it gave');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

-- A dispute that is reported before its payment.
update billing.providers set exclusive = true where name = 'stripe';
select is(pg_temp.disputes('four', 'opened'), 'opened', 'a dispute of a payment that we do not know');
select pg_temp.pay(4, 100, 'four');
select pg_temp.buy(4);
select pg_temp.earn(4, 50);
select billing.match_disputes(10);
select is((pg_temp.dispute('four')).owes, 100::bigint, 'is owed when we know it');
select is(pg_temp.ask(4), 'owes', 'like any other');
select is(pg_temp.disputes('five', 'opened'), 'opened', 'another one');
select pg_temp.pay(5, 100, 'five');
select pg_temp.buy(5);
select is(pg_temp.disputes('five', 'opened'), 'opened', 'which its provider reports again when the payment is there');
select is((pg_temp.dispute('five')).owes, 100::bigint, 'is owed as well');

-- What is refunded of what he bought before covers it; what he pays later does not.
select pg_temp.pay(12, 100, 'twelve');
select pg_temp.buy(12);
select pg_temp.goes_on('1 hour');
select pg_temp.disputes('twelve', 'lost');
select is(pg_temp.refund((pg_temp.sub(12)).id, 1), 'refunded', 'a month is refunded that the bank has paid back');
select is(pg_temp.purse(pg_temp.id(12)), '{0,0,0,0}', 'nobody has that money twice');
select is((pg_temp.dispute('twelve')).owes, 0::bigint, 'nor owes it any more');
select pg_temp.pay(13, 100, 'thirteen');
select pg_temp.buy(13);
select pg_temp.disputes('thirteen', 'lost');
select pg_temp.goes_on('1 hour');
select pg_temp.pay(13, 100);
select pg_temp.buy(13);
select is(pg_temp.refund((pg_temp.sub(13)).id, 2), 'refunded', 'a month that he bought after that is refunded');
select is(pg_temp.purse(pg_temp.id(13)), '{100,0,0,0}', 'to him');
select pg_temp.pay(14, 100, 'fourteen');
select pg_temp.buy(14);
select pg_temp.disputes('fourteen', 'lost');
select pg_temp.goes_on('1 hour');
select pg_temp.pay(14, 50);
select is(
  ops.refund(pg_temp.id(14), 1, 'because', 40) ->> 'outcome', 'refunded', 'a part is refunded of what he bought before'
);
select is(pg_temp.purse(pg_temp.id(14)), '{50,0,0,0}', 'which covers it, and not what he has paid in since');
select is((pg_temp.dispute('fourteen')).owes, 60::bigint, 'and the rest is owed');

-- A period that several accounts paid covers what is missing from cash.
update app.settings set value = '"when_opened"' where name = 'dispute_ends_access';
select pg_temp.pay(6, 60, 'six');
select ops.credit(pg_temp.id(6), 40, 'because', p_bonus => true);
select is(pg_temp.buy(6), 'fulfilled', 'a month is paid by bonus and cash');
select is(pg_temp.disputes('six', 'opened', p_amount => 60), 'opened', 'the cash is taken back');
select is((pg_temp.dispute('six')).covered, 60::bigint, 'all of it is covered');
select is(pg_temp.purse(pg_temp.id(6)), '{0,40,0,0}', 'and the bonus is a bonus again');
update app.settings set value = '"never"' where name = 'dispute_ends_access';

-- A debit that no balance covered.
select pg_temp.pay(7, 100, 'seven');
select pg_temp.buy(7);
select pg_temp.earn(7, 50);
select is(
  (select ops.debit(pg_temp.id(7), 100, 'chargeback', p_payment_id => p.id) ->> 'outcome'
   from billing.payments as p where p.external_id = 'seven'),
  'insufficient_funds', 'a payment was taken back, and its money is spent'
);
select is(pg_temp.ask(7), 'owes', 'nothing is paid out');
select pg_temp.pay(7, 100);
select ops.debit(pg_temp.id(7), 100, 'chargeback', p_payment_id => p.id)
from billing.payments as p where p.external_id = 'seven';
select is(pg_temp.ask(7), 'requested', 'until the balance has given it');

-- A reward that is to go, and is still there because its job is to come.
select pg_temp.comes(21, pg_temp.link(8));
insert into people (telegram_id, id) select -21, pg_temp.id(21);
select pg_temp.pay(21, 100, 'eight');
select pg_temp.buy(21);
select pg_temp.goes_on('15 days');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(8)), '{0,0,10,0}', 'a reward was released');
select pg_temp.disputes('eight', 'lost');
select is(pg_temp.ask(8), 'owes', 'when its payment is gone it cannot be taken out before the job comes');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(8)), '{0,0,0,0}', 'then it is gone as well');

-- Neither a payment that is disputed nor a gift that nobody has taken releases a reward.
select pg_temp.comes(22, pg_temp.link(9));
insert into people (telegram_id, id) select -22, pg_temp.id(22);
select pg_temp.pay(22, 100, 'nine');
select pg_temp.give('nine', 22);
select pg_temp.goes_on('15 days');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(9)), '{0,0,0,10}', 'a gift that nobody has taken could still be taken back');
select pg_temp.take('nine', 10);
select pg_temp.goes_on('7 hours');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(9)), '{0,0,10,0}', 'when it is taken its payment is spent');
select pg_temp.pay(22, 100, 'ten');
select pg_temp.buy(22);
select pg_temp.work('settle_rewards');
select is(pg_temp.disputes('ten', 'opened', false), 'opened', 'a dispute of which nothing was taken yet');
select pg_temp.goes_on('15 days');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(9)), '{0,0,10,10}', 'releases no reward');
select pg_temp.disputes('ten', 'won', false);
select pg_temp.goes_on('7 hours');
select pg_temp.work('settle_rewards');
select is(pg_temp.purse(pg_temp.id(9)), '{0,0,20,0}', 'until it is won');

-- Nor gives days.
update app.settings set value = '"days"' where name = 'referral_reward';
select pg_temp.comes(23, pg_temp.link(11));
insert into people (telegram_id, id) select -23, pg_temp.id(23);
select pg_temp.pay(23, 100, 'eleven');
select pg_temp.buy(23);
select pg_temp.disputes('eleven', 'opened', false);
select pg_temp.goes_on('15 days');
select pg_temp.work('settle_rewards');
select is((pg_temp.reward('eleven')).granted_at, null, 'no days for a payment that is disputed');
select pg_temp.disputes('eleven', 'won', false);
select pg_temp.goes_on('7 hours');
select pg_temp.work('settle_rewards');
select isnt((pg_temp.reward('eleven')).granted_at, null, 'and they come when it is won');

select is_empty('select * from pg_temp.violated()', 'the books are in order');
select * from finish();
rollback;
