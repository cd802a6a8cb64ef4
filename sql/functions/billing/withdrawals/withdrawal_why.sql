create or replace function billing.withdrawal_why(p_reason text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when p_reason is null then 'none'
    when p_reason in ('requisites', 'rules', 'other', 'crypto_bot', 'provider', 'taken_back') then p_reason
    else 'said'
  end
$$;
comment on function billing.withdrawal_why(text) is
  'Returns the word for a reason of billing.withdrawals that texts know; said: it is in the words of an operator; none for null.';
