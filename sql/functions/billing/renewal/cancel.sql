-- Cancelling removes nothing that was paid for: access stays until the end of the period, and until then the user can
-- undo it (billing.resume). During the grace, which is not paid for, access ends immediately, also while a renewal is
-- overdue.
create or replace function billing.cancel(
  p_user_id bigint,
  p_actor text default null,
  p_reason text default null,
  p_subscription_id bigint default null,
  out outcome text,
  out ends_at timestamptz
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
begin
  perform billing.lock_user(p_user_id);
  v_subscription := billing.subscription_of(p_user_id, p_subscription_id);
  ends_at := v_subscription.ends_at;
  outcome := case
    when v_subscription.id is null
      then coalesce(billing.why_no_subscription(p_user_id, p_subscription_id), 'not_active')
    when not billing.may_be_renewed(v_subscription) then 'not_active'
    when v_subscription.cancelled_at is not null then 'already_cancelled'
    else 'cancelled'
  end;
  if outcome = 'cancelled' then
    update billing.subscriptions as s set cancelled_at = app.now(), renew_at = null where s.id = v_subscription.id;
    perform billing.apply_terms(v_subscription, 'subscription.cancelled', p_actor, p_reason);
  end if;
end
$$;
comment on function billing.cancel(bigint, text, text, bigint) is
  'Ends a paid subscription (billing.subscription_of) at the end of its period, without grace or renewal. outcome: cancelled, already_cancelled, not_active (none, a trial, or over), unknown_subscription or several_subscriptions; ends_at of the subscription, UTC. p_actor: who did it, the user if null.';
