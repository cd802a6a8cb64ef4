create or replace function api.wanted_order(p_telegram_id bigint) returns table (
  order_token uuid,
  plan_title text,
  due bigint,
  currency text,
  short_by bigint
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    o.token,
    billing.in_language(p.title, u.locale),
    o.amount - o.credit,
    o.currency,
    greatest(o.amount - o.credit - billing.balance_of(u.id, o.currency), 0)
  from app.users as u
  cross join lateral billing.wanted_order(u.id) as o
  join billing.prices as r on r.id = o.price_id
  join billing.plans as p on p.id = r.plan_id
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.wanted_order(bigint) is
  'Returns the open order that the user would buy next, see billing.wanted_order: what it takes from the balance and what the balance lacks, minor units; no row for none. Raises TK010 for an unknown user.';
