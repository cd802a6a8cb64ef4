create or replace function billing.release_reward(p_reward billing.referral_rewards, p_free bigint)
returns billing.referral_rewards
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_amount constant bigint := least(
    p_reward.accrued - p_reward.released - p_reward.cancelled,
    p_free - (p_reward.released - p_reward.taken_back - p_reward.owed)
  );
  v_reward billing.referral_rewards;
begin
  if v_amount <= 0 or not app.within_brake('reward', 1) then
    return p_reward;
  end if;
  update billing.referral_rewards as r
  set released = r.released + v_amount
  where r.id = p_reward.id
  returning r.* into v_reward;
  perform billing.move_reward(
    p_reward, case p_reward.level when 0 then 'welcome' else 'reward' end, p_reward.released, v_amount, 'pending',
    'released'
  );
  return v_reward;
end
$$;
comment on function billing.release_reward(billing.referral_rewards, bigint) is
  'Moves what is pending of a reward to where it can be spent, until p_free (minor units) of it is there, unless the brake reward holds it; returns the reward. The caller holds the locks of its user.';
