create or replace function api.cancel(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (outcome text, ends_at timestamptz)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.outcome, c.ends_at
  from billing.cancel(app.user_of(p_telegram_id), p_subscription_id => p_subscription_id) as c
$$;
comment on function api.cancel(bigint, bigint) is
  'See billing.cancel. outcome: cancelled, already_cancelled, not_active, unknown_subscription or several_subscriptions. Raises TK010 for an unknown user.';
