-- ledger.balances, ledger.balance and the snapshots behind them.
begin;
select plan(11);

create temporary table accounts as
with users as (
  insert into app.users (identity_hash, created_at)
  values (sha256('ledger_balances'), app.now())
  returning id
)

select
  u.id as user_id,
  ledger.account(u.id, 'cash', 'XTS') as cash,
  ledger.account(null, 'clearing.tap_balances', 'XTS') as clearing,
  ledger.account(null, 'clearing.tap_idle', 'XTS') as idle
from users as u;
create function pg_temp.topup(p_key text, p_amount bigint) returns bigint
language sql
as $$
  select ledger.post('topup', 'tap:' || p_key, array[row(clearing, -p_amount), row(cash, p_amount)]::ledger.leg[])
  from accounts
$$;

select is((select ledger.balance(clearing) from accounts), 0::bigint, 'a system account starts with nothing');
select pg_temp.topup('1', 500), pg_temp.topup('2', 20);
select is((select ledger.balance(clearing) from accounts), -520::bigint, 'and has the sum of its entries');

select ok(ledger.take_snapshots() > 0, 'snapshots are taken');
select results_eq(
  'select s.balance, s.transfer_id from ledger.snapshots as s where s.account_id = (select clearing from accounts)',
  'select -520::bigint, max(id) from ledger.transfers',
  'of the balance up to the last transfer'
);
select is((select ledger.balance(clearing) from accounts), -520::bigint, 'which leaves the balance as it is');
select is(ledger.take_snapshots(), 0, 'without new transfers there is nothing to take');
select pg_temp.topup('3', 7);
select is((select ledger.balance(clearing) from accounts), -527::bigint, 'what comes later is added');
select ok(ledger.take_snapshots() > 0, 'until the next snapshot');
select is((select ledger.balance(clearing) from accounts), -527::bigint, 'has it');
delete from ledger.snapshots;
select is((select ledger.balance(clearing) from accounts), -527::bigint, 'snapshots may be thrown away');
select results_eq(
  'select b.name, b.user_id is null, b.currency::text, b.balance from ledger.balances as b, accounts as a
   where b.account_id in (a.cash, a.clearing, a.idle) order by b.name',
  $$values
    ('cash'::text, false, 'XTS'::text, 527::bigint),
    ('clearing.tap_balances', true, 'XTS', -527),
    ('clearing.tap_idle', true, 'XTS', 0)$$,
  'ledger.balances shows accounts of both kinds'
);

select * from finish();
rollback;
