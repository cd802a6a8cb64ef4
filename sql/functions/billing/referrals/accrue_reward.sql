create or replace function billing.accrue_reward(p_reward billing.referral_rewards, p_amount bigint)
returns billing.referral_rewards
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unowed constant bigint := least(p_amount, p_reward.owed);
  v_reward billing.referral_rewards;
begin
  if p_amount <= 0 then
    return p_reward;
  end if;
  update billing.referral_rewards as r
  set owed = r.owed - v_unowed, accrued = r.accrued + p_amount - v_unowed
  where r.id = p_reward.id
  returning r.* into v_reward;
  perform billing.move_reward(
    p_reward, 'reward_accrued', p_reward.accrued, p_amount - v_unowed, 'expense', 'pending'
  );
  return v_reward;
end
$$;
comment on function billing.accrue_reward(billing.referral_rewards, bigint) is
  'Books p_amount (minor units) more of a reward on referral_pending, less what is owed of it; returns the reward. The caller holds the locks of its user.';
