create or replace function api.open_gift_order(p_telegram_id bigint, p_price_id bigint) returns table (
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
    o.outcome, o.order_token, o.kind, billing.in_language(o.plan_title, u.locale), o.period_count, o.period_unit,
    o.amount, o.discount, o.credit, o.due, o.currency, o.starts_at, o.ends_at, o.balance, o.short_by, o.expires_at,
    o.reasons, o.code, null::bigint, null::integer, null::boolean
  from app.users as u
  cross join lateral billing.open_gift_order(u.id, p_price_id) as o
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.open_gift_order(bigint, bigint) is
  'See billing.open_gift_order; the columns are those of api.open_order; nothing of it is renewed. outcome: open, no_such_price, switched_off, blocked, terms_not_accepted or not_in_channel. Raises TK010 for an unknown user.';
