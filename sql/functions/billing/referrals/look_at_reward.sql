create or replace function billing.look_at_reward(p_reward_id bigint, p_at timestamptz) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$ update billing.referral_rewards as r set look_at = p_at where r.id = p_reward_id $$;
comment on function billing.look_at_reward(bigint, timestamptz) is
  'Says when the job looks at a reward next (business time, UTC); null for not by itself.';
