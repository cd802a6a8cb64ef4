-- Withdrawals after their outcome: an operator and a provider who contradict each other, what a bank sends back, and
-- requisites that somebody has seen.
begin;
select plan(44);
\set people 12
\ir fixtures/growth.psql
\ir fixtures/balances.psql
update app.users as u set role = case when u.id = pg_temp.id(12) then 'owner' end;

create function pg_temp.answers(p_status text, p_id bigint default null) returns void
language sql
as $$
  select billing.payout_answered(
    '', jsonb_build_object('withdrawal_id', coalesce(p_id, (pg_temp.newest()).id)),
    jsonb_build_object('status', p_status, 'external_id', 'transfer', 'sent', '1 USDT')
  )
$$;
create function pg_temp.sends(p_n integer, p_amount bigint) returns bigint
language plpgsql
as $$
begin
  perform pg_temp.earn(p_n, p_amount);
  perform pg_temp.ask(p_n);
  perform ops.approve_withdrawal((pg_temp.newest()).id);
  return (pg_temp.newest()).id;
end
$$;
create function pg_temp.told(p_lane text) returns text
language sql
as $$
  select concat_ws(' ', m.payload ->> 'text', m.payload #>> '{args,says}', m.payload #>> '{args,reason}')
  from outbox.messages as m
  where m.kind = 'telegram.notice' and m.lane = p_lane
  order by m.id desc
  limit 1
$$;

-- The provider is being asked at this moment.
select pg_temp.sends(1, 100);
update outbox.lanes
set token = 1, claimed_to = 9223372036854775807, ready_at = clock_timestamp() + interval '1 minute'
where topic = 'payment' and lane = format('withdrawal:%s', (pg_temp.newest()).id);
select is(
  ops.settle_withdrawal((pg_temp.newest()).id, 'failed', 'not there'), 'being_asked',
  'nobody settles what the provider is being asked about'
);
select is((pg_temp.newest()).status, 'sending', 'it stays as it is');
update outbox.lanes
set ready_at = clock_timestamp() - interval '1 minute'
where topic = 'payment' and lane = format('withdrawal:%s', (pg_temp.newest()).id);
select is(
  ops.settle_withdrawal((pg_temp.newest()).id, 'failed', 'not there'), 'failed',
  'when that was long ago an operator decides'
);
select is(pg_temp.purse(pg_temp.id(1)), '{0,0,100,0}', 'the money is the person''s again');

-- And the provider had paid.
select pg_temp.answers('done');
select is(pg_temp.purse(pg_temp.id(1)), '{0,0,0,0}', 'what was paid all the same is not there a second time');
select is(pg_temp.of_shop('clearing.crypto_pay'), 100::bigint, 'the provider has paid it once');
select is((pg_temp.newest()).owed, 0::bigint, 'nothing is owed');
select is(
  pg_temp.told('-12'), 'admin-withdrawal-contradicted paid', 'the admins hear that the operator was wrong'
);
select is(pg_temp.told('-1'), 'withdrawal-paid ', 'and the person that it was paid');
select is((select status from api.withdrawals(-1)), 'paid', 'as the screen says');
select is((select was_paid_late from ops.withdrawals where user_id = pg_temp.id(1)), true, 'and operators see');
select pg_temp.answers('done');
select is(pg_temp.of_shop('clearing.crypto_pay'), 100::bigint, 'once, however often it is said');
select pg_temp.answers('failed');
select is((pg_temp.newest()).status, 'failed', 'nor does another answer change it');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

-- What the person has spent meanwhile is owed.
select pg_temp.sends(2, 100);
select ops.settle_withdrawal((pg_temp.newest()).id, 'failed', 'not there');
select is(pg_temp.buy(2), 'fulfilled', 'a month is bought with what was given back');
select pg_temp.answers('done');
select is((pg_temp.newest()).owed, 100::bigint, 'then it is owed');
select is(pg_temp.of_shop('losses'), -100::bigint, 'at first the shop bears it');
select pg_temp.earn(2, 30);
select is(pg_temp.ask(2), 'owes', 'and nothing more is paid out');
select is_empty('select * from pg_temp.violated()', 'the books are in order');
select billing.collect_owed(pg_temp.id(2), 'XTS');
select is((pg_temp.newest()).owed, 70::bigint, 'what he earns next pays it');
select is(
  (
    select (m.payload #>> '{args,amount,money}')::bigint
    from outbox.messages as m
    where m.topic = 'telegram' and m.payload ->> 'text' = 'withdrawal-covered'
  ),
  30::bigint, 'which is told'
);
select pg_temp.earn(2, 100);
select billing.collect_owed(pg_temp.id(2), 'XTS');
select is(pg_temp.purse(pg_temp.id(2)), '{0,0,30,0}', 'until nothing is owed');
select is(pg_temp.of_shop('losses'), 0::bigint, 'nor lost');
select is(pg_temp.ask(2), 'requested', 'and he is paid out again');
select is_empty('select * from pg_temp.violated()', 'the books are in order');

-- An operator said paid, and the provider says that it did not.
select pg_temp.sends(3, 100);
select ops.settle_withdrawal((pg_temp.newest()).id, 'paid', 'seen in the cabinet');
select billing.payout_refused('', jsonb_build_object('withdrawal_id', (pg_temp.newest()).id), 'rejected', 'no');
select is(pg_temp.purse(pg_temp.id(3)), '{0,0,0,0}', 'nothing is given back by itself');
select is(pg_temp.told('-12'), 'admin-withdrawal-contradicted failed', 'the admins are told');
select is(ops.withdrawal_returned((pg_temp.newest()).id, 'not paid after all'), 'returned', 'and can give it back');
select is(pg_temp.purse(pg_temp.id(3)), '{0,0,100,0}', 'then it is there again');

-- A bank sends back what was paid by hand.
select pg_temp.earn(4, 200);
update billing.withdrawal_ways set currency = null where name = 'card';
select is(pg_temp.ask(4, 'card'), 'requested', 'a withdrawal to a card');
select is(
  (select outcome from api.act_on_withdrawal(-12, -12, (pg_temp.newest()).id, 'show')), 'shown',
  'somebody looks at the requisites before it is approved'
);
select isnt((pg_temp.newest()).requisites_shown_at, null, 'which is kept with it');
select is(ops.approve_withdrawal((pg_temp.newest()).id), 'approved', 'when it is approved');
select is((pg_temp.newest()).status, 'sending', 'it may have been sent from then on');
select is(ops.withdrawal_returned((pg_temp.newest()).id, 'closed'), 'sending', 'what is not paid cannot come back');
select is(ops.settle_withdrawal((pg_temp.newest()).id, 'paid', 'transfer 1'), 'paid', 'it was paid');
select throws_ok('select ops.withdrawal_returned(1, '''')', 'TK061', null, 'who says that it came back says why');
select is(ops.withdrawal_returned(999999999, 'closed'), 'unknown', 'of one that is there');
select is(ops.withdrawal_returned((pg_temp.newest()).id, 'the card is closed'), 'returned', 'it came back');
select is(pg_temp.told('-4'), 'withdrawal-returned the card is closed', 'the person is told why');
select is(ops.withdrawal_returned((pg_temp.newest()).id, 'closed'), 'already_returned', 'once');
select is(pg_temp.of_shop('clearing.manual'), 0::bigint, 'the shop has its money again');
select is(pg_temp.ask(4), 'requested', 'and the person may ask once more');

select is_empty('select * from pg_temp.violated()', 'the books are in order');
select * from finish();
rollback;
