-- A welcome is a gift of the shop: it is spent as a bonus, and never paid out.
create or replace function billing.reward_account(p_reward billing.referral_rewards, p_what text) returns bigint
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select case p_what
    when 'expense' then
      ledger.account(null, case p_reward.level when 0 then 'promo_expense' else 'referral_expense' end, p_reward.currency)
    when 'pending' then ledger.account(p_reward.user_id, 'referral_pending', p_reward.currency)
    else ledger.account(
      p_reward.user_id, case p_reward.level when 0 then 'bonus' else 'referral' end, p_reward.currency
    )
  end
$$;
comment on function billing.reward_account(billing.referral_rewards, text) is
  'Returns the account that pays a reward (expense), on which it is pending, or on which it arrives (released).';
