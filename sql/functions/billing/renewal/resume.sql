create or replace function billing.resume(
  p_user_id bigint,
  p_subscription_id bigint default null,
  out outcome text,
  out ends_at timestamptz,
  out auto_renew boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_running billing.plans;
begin
  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  v_running := billing.running_plan(v_subscription);
  ends_at := v_subscription.ends_at;
  auto_renew := v_subscription.auto_renew and not billing.stays_unrenewed(v_subscription.expires_at);
  outcome := case
    when v_subscription.id is null
      then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'not_cancelled')
    when v_subscription.cancelled_at is null then 'not_cancelled'
    when v_running.id is null then 'expired'
    else 'resumed'
  end;
  if outcome = 'resumed' then
    update billing.subscriptions as s set cancelled_at = null where s.id = v_subscription.id;
    perform billing.apply_terms(v_subscription, 'subscription.resumed');
  end if;
end
$$;
comment on function billing.resume(bigint, bigint) is
  'Undoes the cancellation of a subscription (billing.subscription_of): grace and renewal are as before. outcome: resumed, not_cancelled, expired (too late), unknown_subscription or several_subscriptions; ends_at of the subscription, UTC, and whether it renews automatically.';
