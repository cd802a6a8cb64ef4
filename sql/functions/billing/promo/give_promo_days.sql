create or replace function billing.give_promo_days(
  p_user_id bigint, p_days integer, out subscription_id bigint, out period_number integer
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription constant billing.subscriptions := billing.subscription_for_days(p_user_id);
begin
  period_number := billing.grant_until(
    v_subscription, p_user_id, greatest(v_subscription.ends_at, app.now()) + make_interval(hours => 24 * p_days),
    format('user:%s', p_user_id)
  );
  subscription_id := coalesce(v_subscription.id, (billing.subscription_of(p_user_id)).id);
end
$$;
comment on function billing.give_promo_days(bigint, integer) is
  'Gives a user days of 24 hours after the end of his subscription, or from now: of several, to billing.subscription_for_days; to a user without one, a new one of the plan of trials. Returns the period. The caller holds the user''s locks. Raises TK032, see billing.grant_until.';
