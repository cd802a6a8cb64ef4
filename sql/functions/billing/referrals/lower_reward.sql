create or replace function billing.lower_reward(p_reward billing.referral_rewards, p_pending bigint, p_released bigint)
returns billing.referral_rewards
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ended bigint;
  v_covered bigint;
  v_reward billing.referral_rewards;
begin
  if p_pending + p_released = 0 then
    return p_reward;
  end if;
  perform billing.recall_withdrawal(p_reward.user_id, p_reward.currency, p_released)
  where p_released > 0 and p_reward.level > 0;
  -- A welcome that bought something goes back with its payment, and what it bought ends.
  if p_released > 0 and p_reward.level = 0 then
    v_ended := billing.end_what_was_paid(
      p_reward.user_id, p_reward.currency, p_released,
      format('welcome:%s:%s', p_reward.id, p_reward.taken_back + p_reward.owed), 'system', 'welcome bonus taken back',
      'bonus'
    );
    perform billing.notify_operation(p_reward.user_id, 'payout-took-time', p_subscription_id => v_ended)
    where v_ended is not null;
  end if;
  v_covered := case
    when p_released > 0 then least(p_released, ledger.balance(billing.reward_account(p_reward, 'released')))
    else 0
  end;
  update billing.referral_rewards as r
  set
    cancelled = r.cancelled + p_pending,
    taken_back = r.taken_back + v_covered,
    owed = r.owed + p_released - v_covered
  where r.id = p_reward.id
  returning r.* into v_reward;
  perform billing.move_reward(p_reward, 'reward_cancelled', p_reward.cancelled, p_pending, 'pending', 'expense');
  perform billing.move_reward(p_reward, 'reward_taken_back', p_reward.taken_back, v_covered, 'released', 'expense');
  return v_reward;
end
$$;
comment on function billing.lower_reward(billing.referral_rewards, bigint, bigint) is
  'Takes p_pending of a reward from referral_pending, and p_released (minor units) from the account on which it had arrived, as far as that suffices, also from a withdrawal that nobody has begun to send, and of a welcome from what was bought with it and still runs, whose end he is told; the rest is owed. Returns the reward. The caller holds the locks of its user.';
