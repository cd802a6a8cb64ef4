-- What is owed is taken from what was earned, and from nothing else, the oldest first.
create or replace function billing.collect_owed(p_user_id bigint, p_currency text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reward billing.referral_rewards;
  v_withdrawal billing.withdrawals;
  v_amount bigint;
  v_of_rewards bigint := 0::bigint;
  v_of_withdrawals bigint := 0::bigint;
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
    v_of_rewards := v_of_rewards + v_amount;
  end loop;
  for v_withdrawal in
    select w.*
    from billing.withdrawals as w
    where w.user_id = p_user_id and w.owed > 0 and w.currency = p_currency
    order by w.id
  loop
    v_amount := least(v_withdrawal.owed, billing.referral_of(p_user_id, p_currency));
    continue when v_amount = 0;
    update billing.withdrawals as w set owed = w.owed - v_amount where w.id = v_withdrawal.id;
    perform ledger.post(
      'withdrawal_owed',
      format('withdrawal_owed:%s:%s', v_withdrawal.id, v_withdrawal.owed),
      array[
        (ledger.account(p_user_id, 'referral', p_currency), -v_amount)::ledger.leg,
        (ledger.account(null, 'losses', p_currency), v_amount)::ledger.leg
      ]
    );
    v_of_withdrawals := v_of_withdrawals + v_amount;
  end loop;
  perform billing.notify_earner(
    p_user_id, t.text,
    jsonb_build_object(
      'amount', jsonb_build_object('money', t.amount, 'currency', p_currency),
      'balance', jsonb_build_object('money', billing.balance_of(p_user_id, p_currency), 'currency', p_currency)
    ),
    true
  )
  from (values ('reward-covered', v_of_rewards), ('withdrawal-covered', v_of_withdrawals)) as t (text, amount)
  where t.amount > 0;
end
$$;
comment on function billing.collect_owed(bigint, text) is
  'Takes what a user owes in p_currency of rewards, from the account on which they arrived, and then of withdrawals that were given back and paid all the same, as far as that suffices, and tells him. The caller holds the user''s locks.';
