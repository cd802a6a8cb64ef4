create or replace function api.resume(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (outcome text, ends_at timestamptz, auto_renew boolean)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.outcome, r.ends_at, r.auto_renew
  from billing.resume(app.user_of(p_telegram_id), p_subscription_id) as r
$$;
comment on function api.resume(bigint, bigint) is
  'See billing.resume. outcome: resumed, not_cancelled, expired, unknown_subscription or several_subscriptions. Raises TK010 for an unknown user.';
