-- A charge takes bonus first, then cash, then what was earned by bringing others: what may be paid out is spent last.
-- If all of it does not suffice, cash is short.
create or replace function billing.spend_plan(p_user_id bigint, p_currency text, p_amount bigint) returns ledger.leg[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bonus constant bigint := least(billing.bonus_of(p_user_id, p_currency), p_amount);
  v_earned constant bigint := billing.referral_of(p_user_id, p_currency);
  v_referral constant bigint := case
    when v_earned > 0 then least(v_earned, greatest(p_amount - v_bonus - billing.cash_of(p_user_id, p_currency), 0))
    else 0
  end;
  v_legs ledger.leg[];
begin
  if v_bonus > 0 then
    v_legs := v_legs || (ledger.account(p_user_id, 'bonus', p_currency), -v_bonus)::ledger.leg;
  end if;
  if p_amount > v_bonus + v_referral then
    v_legs := v_legs || (ledger.account(p_user_id, 'cash', p_currency), v_bonus + v_referral - p_amount)::ledger.leg;
  end if;
  if v_referral > 0 then
    v_legs := v_legs || (ledger.account(p_user_id, 'referral', p_currency), -v_referral)::ledger.leg;
  end if;
  return v_legs;
end
$$;
comment on function billing.spend_plan(bigint, text, bigint) is
  'Returns the legs that take p_amount (minor units) from a user''s accounts: bonus, then cash, then referral, whether they suffice or not. Its set-based twin is in billing.plan_renewals. The caller holds the user''s locks.';
