-- Accounts come into being when money first concerns them, so nobody has to open them beforehand.
create or replace function ledger.account(p_user_id bigint, p_name text, p_currency text) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  -- Twice at most: what another transaction opened meanwhile is there when the insert has waited for it.
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
  'Id of the account p_name of a user, or of the shop when p_user_id is null, in p_currency; opened empty, with floor 0, when it is not there yet. A name or user that cannot be is refused by the table.';
