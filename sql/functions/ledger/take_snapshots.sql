-- Ids of transfers are drawn before they commit, so "up to id n" is final only when no transaction is writing. The
-- lock waits for transfers in flight and blocks new ones while the entries since the last snapshot are summed. Under
-- read committed, as jobs run, the sum sees everything that the lock waited for.
create or replace function ledger.take_snapshots() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $$
declare
  v_taken integer;
begin
  lock table ledger.transfers in share row exclusive mode;

  insert into ledger.snapshots as s (account_id, transfer_id, balance, taken_at)
  select b.account_id, last.transfer_id, b.balance, app.now()
  from ledger.balances as b
  cross join (select max(t.id) as transfer_id from ledger.transfers as t) as last
  where b.user_id is null and last.transfer_id is not null
  on conflict (account_id) do update
  set transfer_id = excluded.transfer_id, balance = excluded.balance, taken_at = excluded.taken_at
  where s.transfer_id < excluded.transfer_id;
  get diagnostics v_taken = row_count;
  return v_taken;
end
$$;
comment on function ledger.take_snapshots() is
  'Stores the balances of system accounts, so that ledger.balance need not sum from the beginning. Returns how many changed. To be run periodically, in a transaction of its own. Raises 55P03 when transfers are in flight for over 2 s.';
