-- What becomes of a subscription if nobody does anything, as things stand. Whether there is money for a renewal takes
-- longer than all the rest, and is asked only where it matters. While renewal is off for a while, what would be renewed
-- is held (billing.hold_unrenewed), so nobody is told of an end.
create or replace function billing.notice_group(
  p_subscription billing.subscriptions, p_among text[] default '{short, renews}'
) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_subscription.source = 'trial' then 'trial'
    when p_subscription.renewal_price_id is null and p_subscription.source = 'grant' then 'gift'
    when p_subscription.renewal_price_id is null
      or p_subscription.cancelled_at is not null
      or not p_subscription.auto_renew
      or p_subscription.status = 'active' and not billing.renews_by_itself(p_subscription)
      then 'off'
    when not p_among && '{short, renews}' then null
    when p_subscription.status = 'expired'
      or billing.renewal_gap(
        p_subscription,
        billing.renewal_offer(
          p_subscription.user_id, p_subscription.renewal_price_id, p_subscription_id => p_subscription.id
        )
      ) is distinct from 0
      then 'short'
    else 'renews'
  end;
end
$$;
comment on function billing.notice_group(billing.subscriptions, text[]) is
  'Returns to which audience of billing.notice_rules a subscription belongs: trial, gift (granted by the shop), off (it is not renewed automatically, see billing.renews_by_itself), short (auto-renewal is on, and nothing pays for it) or renews; null for the last two when p_among has neither.';
