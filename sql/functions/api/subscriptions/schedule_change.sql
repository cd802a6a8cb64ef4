create or replace function api.schedule_change(
  p_telegram_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null
) returns table (
  outcome text,
  plan_title text,
  amount bigint,
  currency text,
  starts_at timestamptz,
  auto_renew boolean
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    c.outcome,
    billing.in_language(c.plan_title, u.locale),
    c.amount,
    c.currency,
    c.starts_at,
    c.auto_renew
  from app.users as u
  cross join lateral billing.schedule_change(u.id, p_price_id, p_subscription_id) as c
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.schedule_change(bigint, bigint, bigint) is
  'See billing.schedule_change. outcome: scheduled, not_active, no_such_price, not_cheaper, switched_off, unknown_subscription or several_subscriptions; amount in minor units. Raises TK010 for an unknown user.';
