-- An account is created when money first concerns it, so nobody has to open it beforehand.
create or replace function ledger.account(p_user_id bigint, p_name text, p_currency text) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  -- At most twice: if another transaction opens the account meanwhile, the insert waits for it and the second look
  -- finds the account.
  for v_attempt in 1..2 loop
    if p_user_id is null then
      select a.id into v_id
      from ledger.accounts as a
      where a.user_id is null and a.name = p_name and a.currency = p_currency;
    else
      select a.id into v_id
      from ledger.accounts as a
      where a.user_id = p_user_id and a.name = p_name and a.currency = p_currency;
    end if;
    exit when found;

    insert into ledger.accounts (user_id, name, currency, floor, balance, version, created_at)
    select p_user_id, p_name, p_currency, f.zero, f.zero, f.zero, app.now()
    from (select case when p_user_id is not null then 0 end) as f (zero)
    on conflict do nothing
    returning id into v_id;
    exit when found;
  end loop;
  return v_id;
end
$$;
comment on function ledger.account(bigint, text, text) is
  'Returns the id of the account p_name in p_currency of a user, or of the shop when p_user_id is null. Opens it empty, with floor 0, when it does not exist yet. The table''s constraints refuse an invalid name or user.';
