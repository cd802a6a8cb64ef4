-- Nobody is restricted for what is not his own doing: while a renewal is overdue, could not be announced, is being
-- charged, or finds no offer, access stays as it was, and this is looked at again.
create or replace function billing.grace_of(
  p_subscription billing.subscriptions,
  out restricted boolean,
  out until timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_from constant timestamptz := greatest(p_subscription.ends_at, p_subscription.charge_from);
begin
  restricted := false;
  if v_now < v_from then
    until := v_from;
  elsif p_subscription.expires_at <= v_from then
    return;
  elsif p_subscription.renew_at <= v_now
    or p_subscription.auto_renew and (p_subscription.unannounced or p_subscription.told_price_id is not null)
    or (billing.renewal_offer(p_subscription.user_id, p_subscription.renewal_price_id)).price_id is null
    or (billing.expected_charge(p_subscription)).method_id is not null
    or exists (
      select
      from billing.invoices as i
      where i.subscription_id = p_subscription.id
        and i.period_number = p_subscription.period_number
        and i.status = 'creating'
        and i.expires_at > v_now
    )
  then
    until := v_now + interval '10 minutes';
  else
    restricted := true;
  end if;
end
$$;
comment on function billing.grace_of(billing.subscriptions) is
  'Takes a subscription whose plan restricts access during the grace. Returns whether it is restricted now, and when to look again (UTC; null for not before something else changes).';
