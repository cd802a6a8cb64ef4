create or replace function api.redeem_gift(
  p_telegram_id bigint, p_gift_id bigint, p_new boolean default false, p_subscription_id bigint default null
) returns table (outcome text, plan_title text, ends_at timestamptz, subscription_id bigint)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.outcome, billing.in_language(r.plan_title, u.locale), r.ends_at, r.subscription_id
  from app.users as u
  cross join lateral billing.redeem_gift(u.id, p_gift_id, p_new, p_subscription_id) as r
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.redeem_gift(bigint, bigint, boolean, bigint) is
  'See billing.redeem_gift. outcome: redeemed, already_redeemed, gone, unknown_subscription, several_subscriptions, no_more_subscriptions, blocked, terms_not_accepted or not_in_channel. Raises TK010 for an unknown user.';
