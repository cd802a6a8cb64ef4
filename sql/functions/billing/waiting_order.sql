-- The cart. An order counts as one when a top-up was opened for it; whoever has bought something since it was
-- opened has made up his mind, and must not be charged a second time when more money comes.
create or replace function billing.waiting_order(p_user_id bigint) returns billing.orders
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select o
  from billing.orders as o
  where o.user_id = p_user_id
    and o.kind <> 'topup'
    and o.status = 'open'
    and o.expires_at > app.now()
    and exists (select from billing.orders as t where t.for_order_id = o.id)
    and not exists (
      select
      from billing.subscriptions as s
      join billing.periods as p on p.subscription_id = s.id
      where s.user_id = p_user_id and p.kind = 'paid' and p.created_at > o.created_at
    )
  order by o.id desc
  limit 1
$$;
comment on function billing.waiting_order(bigint) is
  'The newest open order of a user that is bought by itself when money arrives; null for none.';
