-- The key is made of the reward and of what was moved the same way before, so that nothing is moved twice.
create or replace function billing.move_reward(
  p_reward billing.referral_rewards, p_kind text, p_before bigint, p_amount bigint, p_from text, p_to text
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select ledger.post(
    p_kind,
    format('%s:%s:%s', p_kind, p_reward.id, p_before),
    array[
      (billing.reward_account(p_reward, p_from), -p_amount)::ledger.leg,
      (billing.reward_account(p_reward, p_to), p_amount)::ledger.leg
    ]
  )
  where p_amount > 0
$$;
comment on function billing.move_reward(billing.referral_rewards, text, bigint, bigint, text, text) is
  'Moves p_amount (minor units) of a reward between its accounts (billing.reward_account) by a transfer of p_kind; p_before: how much was moved by this kind so far. Nothing for zero. The caller holds the locks of its user.';
