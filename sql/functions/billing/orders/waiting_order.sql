-- The cart. An order waits for money when a top-up was opened for it. A user who has bought something since it was
-- opened has decided, and must not be charged a second time when more money arrives. But money that was paid for one
-- order buys that order: while it is open, whatever was bought since; and after it expired, if the money was slow and
-- nothing else was bought.
create or replace function billing.waiting_order(p_user_id bigint, p_order_id bigint default null)
returns billing.orders
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select o
    from billing.orders as o
    cross join lateral billing.bought_since(o) as bought (otherwise)
    where o.user_id = p_user_id
      and o.kind <> 'topup'
      and o.status = 'open'
      and exists (select from billing.orders as t where t.for_order_id = o.id)
      and case when o.id = p_order_id
        then o.expires_at > app.now() or not bought.otherwise
        else o.expires_at > app.now() and not bought.otherwise
      end
    order by o.id = p_order_id desc nulls last, o.id desc
    limit 1
  );
end
$$;
comment on function billing.waiting_order(bigint, bigint) is
  'Returns the open order of a user that is bought automatically when money arrives: p_order_id, for which the money was paid, if that is still possible, else the newest; null for none.';
