create or replace function api.gifts(p_telegram_id bigint) returns table (
  gift_id bigint,
  order_token uuid,
  status text,
  plan_title text,
  period_count integer,
  period_unit text,
  amount bigint,
  currency text,
  created_at timestamptz,
  expires_at timestamptz,
  settled_at timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    g.id, o.token, g.status, billing.in_language(f.title, u.locale), f.period_count, f.period_unit, g.amount,
    g.currency::text, g.created_at, g.expires_at, g.settled_at
  from app.users as u
  join billing.gifts as g on g.payer_id = u.id
  join billing.orders as o on o.id = g.order_id
  cross join lateral billing.offer_of_gift(g) as f
  where u.id = app.user_of(p_telegram_id)
  order by g.id desc
  limit 20
$$;
comment on function api.gifts(bigint) is
  'Returns the last twenty gifts that a user paid, newest first: status unused, redeemed or returned, what was paid in minor units, until when an unused one can be taken, and when the others were settled, UTC; order_token: of the order that paid it. Raises TK010 for an unknown user.';
