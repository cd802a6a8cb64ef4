-- An order screen states this before payment, so that a user who had cancelled, or switched renewal off, is not
-- surprised.
create or replace function api.will_renew(
  p_telegram_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null
) returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription constant billing.subscriptions := billing.shown_subscription(
    app.user_of(p_telegram_id), p_subscription_id
  );
begin
  return app.flag('auto_renewal')
    and coalesce(v_subscription.auto_renew or v_subscription.off_by_gift, true)
    and (v_subscription.cancelled_at is null or v_subscription.expires_at < app.now())
    and (billing.renewal_offer(app.user_of(p_telegram_id), p_price_id)).price_id is not null;
end
$$;
comment on function api.will_renew(bigint, bigint, bigint) is
  'Whether a purchase at this price for a subscription (billing.shown_subscription) will be renewed automatically at its end, as the user''s choices stand. Raises TK010 for an unknown user.';
