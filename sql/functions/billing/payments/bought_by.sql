create or replace function billing.bought_by(p_order_id bigint, out plan_title jsonb, out ends_at timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select billing.title_of(s.id, p.title, o.user_id), s.ends_at into plan_title, ends_at
  from billing.orders as o
  join billing.prices as r on r.id = o.price_id
  join billing.plans as p on p.id = r.plan_id
  join billing.subscriptions as s on s.id = o.subscription_id
  where o.id = p_order_id;
end
$$;
comment on function billing.bought_by(bigint) is
  'Returns what a fulfilled order bought: the title of the plan by language, and the end of its subscription as it is now. Null for an order without a subscription, or for none.';
