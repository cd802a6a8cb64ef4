create or replace function billing.lock_withdrawal(p_id bigint) returns billing.withdrawals
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
begin
  perform billing.lock_user(w.user_id) from billing.withdrawals as w where w.id = p_id;
  select w.* into v_withdrawal from billing.withdrawals as w where w.id = p_id for no key update;
  return v_withdrawal;
end
$$;
comment on function billing.lock_withdrawal(bigint) is
  'Locks a withdrawal''s user (billing.lock_user) and then the withdrawal, and returns it as it is then; null for an unknown one.';
