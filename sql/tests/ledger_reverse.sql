-- ledger.reverse: a transfer is undone by another one, once.
begin;
select plan(12);

create temporary table accounts as
with users as (
  insert into app.users (identity_hash, created_at)
  values (sha256('ledger_reverse'), app.now())
  returning id
)

select
  ledger.account(u.id, 'cash', 'XTS') as cash,
  ledger.account(null, 'clearing.tap', 'XTS') as clearing,
  ledger.account(null, 'revenue', 'XTS') as revenue
from users as u;

create temporary table transfers as
select
  ledger.post('topup', 'tap:1', array[row(clearing, -500), row(cash, 500)]::ledger.leg[]) as topup,
  ledger.post('topup', 'tap:2', array[row(clearing, -100), row(cash, 100)]::ledger.leg[]) as second
from accounts;

create temporary table reversed as
select ledger.reverse(second, 'tap:undo 2', 'tapped twice') as id from transfers;
select results_eq(
  'select account_id, amount from ledger.entries where transfer_id = (select id from reversed) order by amount',
  'select cash, -100::bigint from accounts union all select clearing, 100 from accounts',
  'a reversal has the opposite legs'
);
select results_eq(
  'select kind, reverses, reason from ledger.transfers where id = (select id from reversed)',
  $$select 'reversal'::text, second, 'tapped twice'::text from transfers$$,
  'and names what it reverses, and why'
);
select is((select ledger.balance(cash) from accounts), 500::bigint, 'the money went back');
select is(
  (select ledger.reverse(second, 'tap:undo 2', 'tapped twice') from transfers),
  (select id from reversed),
  'the same key again is the same reversal'
);
select throws_ok(
  $$select ledger.reverse((select second from transfers), 'tap:undo 2 again', 'why not')$$, 'TK005', null,
  'another key finds it reversed already'
);
select is((select ledger.balance(cash) from accounts), 500::bigint, 'and nothing moves');
select throws_ok(
  $$select ledger.reverse((select topup from transfers), 'tap:undo 2', 'mixed up')$$, 'TK003', null,
  'a key does not reverse two transfers'
);
select throws_ok($$select ledger.reverse(-1, 'tap:none', 'why')$$, 'TK006', null, 'an unknown transfer');

select ledger.post('purchase', 'tap:3', array[row(cash, -450), row(revenue, 450)]::ledger.leg[]) from accounts;
select throws_ok(
  $$select ledger.reverse((select topup from transfers), 'tap:undo 1', 'chargeback')$$, 'TK002', null,
  'money that was spent cannot be taken back'
);
select is(
  (select count(*) from ledger.transfers where idempotency_key = 'tap:undo 1'), 0::bigint, 'which leaves no trace'
);
select lives_ok(
  $$select ledger.reverse((select id from ledger.transfers where idempotency_key = 'tap:3'), 'tap:undo 3', 'refund')$$,
  'once it is back'
);
select lives_ok($$select ledger.reverse((select topup from transfers), 'tap:undo 1', 'chargeback')$$, 'it can');

select * from finish();
rollback;
