-- A refund of an earlier period says nothing about the next one.
create or replace function billing.cancel_refunded(
  p_subscription billing.subscriptions, p_number integer, p_actor text, p_reason text
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_subscription.status <> 'active'
    or p_subscription.cancelled_at is not null
    or p_subscription.renewal_price_id is null
    or exists (
      select
      from billing.paid_periods as p
      where p.subscription_id = p_subscription.id and p.number > p_number and p.refunded < p.charged
    )
  then
    return p_subscription;
  end if;

  update billing.subscriptions as s set cancelled_at = app.now(), renew_at = null where s.id = p_subscription.id;
  return billing.apply_terms(p_subscription, 'subscription.cancelled', p_actor, p_reason);
end
$$;
comment on function billing.cancel_refunded(billing.subscriptions, integer, text, text) is
  'Cancels a subscription whose period p_number was refunded in full, if no later period is paid; takes the subscription as it is and returns it as it then is. The caller holds its lock.';
