-- Days are given once, after the hold, when some of the payment was spent; a payment of which money went back before
-- that earns none.
-- Days that were given stay: they are no money, and time that somebody counts on is not taken for what another did.
create or replace function billing.settle_days(p_reward billing.referral_rewards, p_stays boolean, p_spent boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_from timestamptz;
begin
  if p_reward.granted_at is not null or not p_stays then
    perform billing.look_at_reward(p_reward.id, null);
  elsif p_reward.hold_until > app.now() then
    perform billing.look_at_reward(p_reward.id, p_reward.hold_until);
  elsif not p_spent or not app.within_brake('reward', 1) then
    perform billing.look_at_reward(p_reward.id, app.now() + interval '6 hours');
  else
    v_subscription := billing.subscription_for_days(p_reward.user_id);
    v_from := greatest(v_subscription.ends_at, app.now());
    perform billing.grant_until(
      v_subscription, p_reward.user_id, v_from + make_interval(hours => 24 * p_reward.days), 'system'
    );
    update billing.referral_rewards as r set granted_at = app.now(), look_at = null where r.id = p_reward.id;
    perform billing.notify_operation(
      p_reward.user_id, 'reward-days', p_subscription_id => coalesce(
        v_subscription.id, (billing.subscription_of(p_reward.user_id)).id
      )
    );
  end if;
end
$$;
comment on function billing.settle_days(billing.referral_rewards, boolean, boolean) is
  'Gives the days of a reward after its hold, on one of its user''s subscriptions (billing.subscription_for_days), if all of the payment stays (p_stays), and some of it was spent, is not disputed, and he can earn now (p_spent), and tells him; or says when to look again. The caller holds the locks of its user. Raises TK032, see billing.grant_until.';
