-- Time that is past is not taken back. So where nothing is left but the grace, a part of the money changes nothing: the
-- renewal goes on as before, and its charge is announced anew, as the notice of the refund says. All of the money ends
-- the renewal, and the grace is kept for that only.
create or replace function billing.take_refunded(
  p_subscription billing.subscriptions,
  p_period billing.paid_periods,
  p_amount bigint,
  p_ends_renewal boolean,
  p_actor text,
  p_reason text
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_grace constant boolean := p_subscription.ends_at <= app.now();
  v_subscription billing.subscriptions := p_subscription;
begin
  if not v_is_grace then
    v_subscription := billing.take_back(
      v_subscription, p_period.plan_id, billing.time_refunded(p_period, p_amount), p_actor, 'subscription.refunded',
      p_reason
    );
  end if;
  if p_ends_renewal and p_amount = p_period.charged - p_period.refunded then
    v_subscription := billing.cancel_refunded(v_subscription, p_period.number, p_actor, p_reason);
  end if;
  if not v_is_grace then
    return v_subscription;
  elsif v_subscription.cancelled_at is not null then
    return billing.end_at(v_subscription.id, app.now(), p_actor, 'subscription.refunded', p_reason);
  end if;
  perform billing.unannounce(v_subscription.id);
  select s.* into v_subscription from billing.subscriptions as s where s.id = v_subscription.id;
  return v_subscription;
end
$$;
comment on function billing.take_refunded(billing.subscriptions, billing.paid_periods, bigint, boolean, text, text) is
  'Does what a refund of p_amount (minor units) of a period (as it was before) means for an active subscription: takes the time back that it paid for and, with p_ends_renewal, cancels it if that is everything that was paid last. Returns the subscription. The caller holds its lock.';
