-- Refuses from within an expression, like ledger._insufficient.
create or replace function ledger._unknown_account(p_account_id bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK006',
    message = format('no account %s', p_account_id),
    hint = 'ledger.account() opens accounts.';
end
$$;
comment on function ledger._unknown_account(bigint) is 'Always raises TK006.';
