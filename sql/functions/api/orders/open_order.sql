create or replace function api.open_order(
  p_telegram_id bigint,
  p_price_id bigint,
  p_subscription_id bigint default null,
  p_new boolean default false
) returns table (
  outcome text,
  order_token uuid,
  kind text,
  plan_title text,
  period_count integer,
  period_unit text,
  amount bigint,
  discount bigint,
  credit bigint,
  due bigint,
  currency text,
  starts_at timestamptz,
  ends_at timestamptz,
  balance bigint,
  short_by bigint,
  expires_at timestamptz,
  subscription_id bigint,
  reasons text[],
  code text,
  renewal_amount bigint,
  code_renewals integer,
  ends_gift boolean
)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    o.outcome,
    o.order_token,
    o.kind,
    billing.in_language(o.plan_title, u.locale),
    o.period_count,
    o.period_unit,
    o.amount,
    o.discount,
    o.credit,
    o.due,
    o.currency,
    o.starts_at,
    o.ends_at,
    o.balance,
    o.short_by,
    o.expires_at,
    o.subscription_id,
    o.reasons,
    o.code,
    o.renewal_amount,
    o.code_renewals,
    o.ends_gift
  from app.users as u
  cross join lateral billing.open_order(u.id, p_price_id, p_subscription_id, p_new) as o
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.open_order(bigint, bigint, bigint, boolean) is
  'See billing.open_order. outcome: open, at_period_end (no order), no_such_price, switched_off, unknown_subscription, several_subscriptions, no_more_subscriptions, blocked, terms_not_accepted or not_in_channel; kind: purchase, renewal, change or later; amounts in minor units. Raises TK010 for an unknown user.';
