-- A reward that is taken back, because its payment was refunded or disputed, must not leave by a withdrawal that asked
-- for it before. What may have been sent already cannot be stopped.
create or replace function billing.recall_withdrawal(p_user_id bigint, p_currency text, p_needed bigint) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal billing.withdrawals;
begin
  if billing.referral_of(p_user_id, p_currency) >= p_needed then
    return null;
  end if;
  select w.* into v_withdrawal
  from billing.withdrawals as w
  where w.user_id = p_user_id and w.currency = p_currency and w.status in ('requested', 'approved')
  for no key update;
  if found then
    perform billing.end_withdrawal(v_withdrawal.id, 'rejected', 'system', 'taken_back');
  end if;
  return v_withdrawal.id;
end
$$;
comment on function billing.recall_withdrawal(bigint, text, bigint) is
  'Called before p_needed (minor units) is taken from what a user earned: if the account lacks it, refuses a withdrawal that nobody has begun to send, so that its money is there again; the person is told why. Returns its id, null if there was none to refuse. The caller holds the user''s locks.';
