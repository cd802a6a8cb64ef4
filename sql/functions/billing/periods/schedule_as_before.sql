-- After a refund for what was not delivered no renewal is due (billing.refund_undelivered). Days that are given or
-- taken do not change that: only a purchase or a choice does.
create or replace function billing.schedule_as_before(
  p_before billing.subscriptions,
  p_subscription_id bigint
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_after billing.subscriptions := billing.schedule(p_subscription_id);
begin
  if p_before.status = 'active'
    and p_before.ends_at > app.now()
    and p_before.auto_renew
    and p_before.cancelled_at is null
    and p_before.renewal_price_id is not null
    and p_before.renew_at is null
  then
    update billing.subscriptions as s
    set renew_at = null
    where s.id = p_subscription_id
    returning s.* into v_after;
  end if;
  return v_after;
end
$$;
comment on function billing.schedule_as_before(billing.subscriptions, bigint) is
  'As billing.schedule, but where no renewal was due before (p_before, null for a new one), although it was switched on, none is due now.';
