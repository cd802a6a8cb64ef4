create or replace function admin._discount(p_user_id bigint, p_kind text) returns billing.personal_prices
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select q
  from billing.personal_prices as q
  where q.user_id = p_user_id and q.kind = p_kind and q.plan_id is null and q.percent is not null and q.valid @> app.now()
  order by q.percent desc
  limit 1
$$;
comment on function admin._discount(bigint, text) is
  'Returns the discount of a kind (personal or vip) that a customer has on everything now; null for none.';
