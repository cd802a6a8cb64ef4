-- The order that the user looked at last, if he has bought neither it nor anything else since.
create or replace function billing.wanted_order(p_user_id bigint) returns billing.orders
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select o
    from billing.orders as o
    cross join lateral billing.subscription_of_order(o) as s
    where o.user_id = p_user_id
      and o.kind <> 'topup'
      and o.status = 'open'
      and o.expires_at > app.now()
      and billing.order_holds(o, s)
      and not billing.bought_since(o)
    order by exists (select from billing.orders as t where t.for_order_id = o.id) desc, o.id desc
    limit 1
  );
end
$$;
comment on function billing.wanted_order(bigint) is
  'Returns the open order that a user would buy next: first one that waits for money, then the newest; null for none.';
