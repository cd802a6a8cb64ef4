create or replace function api.pay_from_balance(p_telegram_id bigint, p_order_token uuid) returns table (
  outcome text,
  plan_title text,
  ends_at timestamptz,
  balance bigint,
  short_by bigint,
  currency text,
  subscription_id bigint
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    p.outcome,
    billing.in_language(p.plan_title, u.locale),
    p.ends_at,
    p.balance,
    p.short_by,
    p.currency,
    p.subscription_id
  from app.users as u
  cross join lateral billing.pay_from_balance(u.id, p_order_token) as p
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.pay_from_balance(bigint, uuid) is
  'See billing.pay_from_balance. outcome: fulfilled, already_fulfilled, insufficient_funds, expired, price_changed, changed, unknown, blocked or switched_off; amounts in minor units. Raises TK010 for an unknown user.';
