create or replace function billing.resume_rewards(p_user_ids bigint[]) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.referral_rewards as r
  set look_at = app.now()
  where r.user_id = any (p_user_ids)
    and case r.kind
      when 'days' then r.granted_at is null
      else r.accrued - r.released - r.cancelled > 0 or r.accrued - r.cancelled - r.taken_back - r.owed < r.amount
    end
$$;
comment on function billing.resume_rewards(bigint[]) is
  'Has the rewards of users looked at that waited while these were on the blacklist (billing.settle_reward).';
