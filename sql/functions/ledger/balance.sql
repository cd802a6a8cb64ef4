-- Callers need not know which accounts store their balance and which sum their entries.
create or replace function ledger.balance(p_account_id bigint) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_balance bigint;
begin
  select b.balance into v_balance from ledger.balances as b where b.account_id = p_account_id;
  if not found then
    perform ledger._unknown_account(p_account_id);
  end if;
  return v_balance;
end
$$;
comment on function ledger.balance(bigint) is
  'Returns the balance of an account of either kind, in minor units. Raises TK006 for an unknown account.';
