-- Lets a set statement refuse from within an expression: the forbidden branch of a `case` calls it. A check after the
-- statement would come too late, because the constraint of the table would fail first, with a message that explains
-- less.
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
  'Always raises TK002. p_balance is what the account would hold, in minor units.';
