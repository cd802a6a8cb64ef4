create or replace function api.price_of_order(p_telegram_id bigint, p_order_token uuid)
returns table (plan_id bigint, price_id bigint, subscription_id bigint, opens_new boolean, is_gift boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select f.plan_id, f.price_id, o.subscription_id, o.opens_new, o.kind = 'gift'
  from billing.orders as o
  cross join lateral billing.renewal_offer(o.user_id, o.price_id) as f
  where f.price_id is not null
    and o.token = p_order_token and o.user_id = app.user_of(p_telegram_id)
$$;
comment on function api.price_of_order(bigint, uuid) is
  'Returns the current price for what an order of this user was for, to be quoted again, and for which subscription; no row when there is none. Raises TK010 for an unknown user.';
