create or replace function billing.cancel_withdrawal(p_user_id bigint, p_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
begin
  perform billing.lock_user(p_user_id);
  select w.* into v_withdrawal
  from billing.withdrawals as w
  where w.id = p_id and w.user_id = p_user_id
  for no key update;
  if not found then
    return 'unknown';
  elsif v_withdrawal.status <> 'requested' then
    return v_withdrawal.status;
  end if;
  return billing.end_withdrawal(p_id, 'cancelled', format('user:%s', p_user_id), null);
end
$$;
comment on function billing.cancel_withdrawal(bigint, bigint) is
  'Takes back a withdrawal that nobody has approved yet. Returns cancelled, its status when it is too late, or unknown (none of this user).';
