create or replace function billing.reward_share(p_reward billing.referral_rewards, p_part bigint, p_paid bigint)
returns bigint
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case p_reward.kind
    when 'percent' then div(p_part * p_reward.percent::numeric, 100)
    else div(p_part * p_reward.amount::numeric, p_paid)
  end::bigint
$$;
comment on function billing.reward_share(billing.referral_rewards, bigint, bigint) is
  'Returns what a reward is for p_part of a payment of p_paid, in minor units, rounded down.';
