-- An order screen states this before payment, so that a user who had cancelled, or switched renewal off, is not
-- surprised. Another subscription begins with its own choices (billing.put_period).
create or replace function api.will_renew(
  p_telegram_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false
) returns boolean
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_subscription billing.subscriptions;
begin
  if not p_new then
    v_subscription := billing.shown_subscription(v_user_id, p_subscription_id);
  end if;
  return app.flag('auto_renewal')
    and coalesce(v_subscription.auto_renew or v_subscription.off_by_gift, true)
    and (v_subscription.cancelled_at is null or v_subscription.expires_at < app.now())
    and (billing.renewal_offer(v_user_id, p_price_id)).price_id is not null;
end
$$;
comment on function api.will_renew(bigint, bigint, bigint, boolean) is
  'Whether a purchase at this price for a subscription (billing.shown_subscription; with p_new: of one more subscription) will be renewed automatically at its end, as the user''s choices stand. Raises TK010 for an unknown user.';
