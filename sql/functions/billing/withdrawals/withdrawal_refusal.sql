create or replace function billing.withdrawal_refusal(p_user_id bigint, p_currency text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when app.is_blocked(p_user_id) then 'blocked'
    when exists (select from billing.withdrawals as w where w.user_id = p_user_id and w.settled_at is null) then 'open'
    when not app.flag('withdrawals') then 'switched_off'
    when billing.owes(p_user_id) then 'owes'
    when billing.by_currency('withdrawal_min', p_currency) is null then 'not_in_currency'
    when billing.referral_of(p_user_id, p_currency) < billing.by_currency('withdrawal_min', p_currency) then 'too_little'
  end;
end
$$;
comment on function billing.withdrawal_refusal(bigint, text) is
  'Returns why a user can ask for no withdrawal in this currency: blocked, open (another one is), switched_off (flag withdrawals), owes (billing.owes), not_in_currency (setting withdrawal_min), too_little; null if he can.';
