-- Lets a set statement refuse from within an expression: called by the branch of a `case` that must not be.
-- A check after the statement would come too late, the table's own constraint speaks first and without words.
create or replace function ledger._insufficient(p_account_id bigint, p_balance bigint, p_floor bigint)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK002',
    message = format('account %s has insufficient funds', p_account_id),
    detail = format('The balance would be %s, its floor is %s (minor units).', p_balance, p_floor),
    hint = 'Nothing was moved.';
end
$$;
comment on function ledger._insufficient(bigint, bigint, bigint) is
  'Always raises TK002; p_balance is what the account would have, minor units.';
