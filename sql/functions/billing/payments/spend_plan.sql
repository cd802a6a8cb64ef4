-- A charge takes bonus first, so that the rest is the user's own money. If both do not suffice, cash is short.
create or replace function billing.spend_plan(p_user_id bigint, p_currency text, p_amount bigint) returns ledger.leg[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bonus constant bigint := least(billing.bonus_of(p_user_id, p_currency), p_amount);
  v_legs ledger.leg[];
begin
  if v_bonus > 0 then
    v_legs := v_legs || (ledger.account(p_user_id, 'bonus', p_currency), -v_bonus)::ledger.leg;
  end if;
  if p_amount > v_bonus then
    v_legs := v_legs || (ledger.account(p_user_id, 'cash', p_currency), v_bonus - p_amount)::ledger.leg;
  end if;
  return v_legs;
end
$$;
comment on function billing.spend_plan(bigint, text, bigint) is
  'Returns the legs that take p_amount (minor units) from a user''s accounts: bonus first, then cash, whether it suffices or not. Its set-based twin is in billing.plan_renewals. The caller holds the user''s locks.';
