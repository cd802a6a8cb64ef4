-- What is owed is taken from what was earned, and from nothing else, the oldest first.
create or replace function billing.collect_owed(p_user_id bigint, p_currency text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reward billing.referral_rewards;
  v_amount bigint;
begin
  for v_reward in
    select r.*
    from billing.referral_rewards as r
    where r.user_id = p_user_id and r.owed > 0 and r.currency = p_currency
    order by r.id
  loop
    v_amount := least(v_reward.owed, ledger.balance(billing.reward_account(v_reward, 'released')));
    update billing.referral_rewards as r
    set owed = r.owed - v_amount, taken_back = r.taken_back + v_amount
    where r.id = v_reward.id and v_amount > 0;
    perform billing.move_reward(v_reward, 'reward_taken_back', v_reward.taken_back, v_amount, 'released', 'expense');
  end loop;
end
$$;
comment on function billing.collect_owed(bigint, text) is
  'Takes what a user owes of rewards in p_currency from the account on which they arrived, as far as that suffices. The caller holds the user''s locks.';
