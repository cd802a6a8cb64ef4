-- What screens and notices say about the end. A choice alone renews nothing: the shop may have switched renewal off,
-- and after a refund for what was not delivered no renewal is due (renew_at), until its customer buys or switches it
-- on.
create or replace function billing.renews_by_itself(p_subscription billing.subscriptions) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    p_subscription.auto_renew
    and p_subscription.cancelled_at is null
    and p_subscription.renewal_price_id is not null
    and (p_subscription.renew_at is not null or p_subscription.ends_at <= app.now())
    and not billing.stays_unrenewed(p_subscription.expires_at),
    false
  );
end
$$;
comment on function billing.renews_by_itself(billing.subscriptions) is
  'Whether the shop is to renew a subscription, as its customer chose, if there is an offer and money for it: in the grace, too. False for null.';
