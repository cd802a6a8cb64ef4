create or replace function billing.useless_invoices(p_user_id bigint) returns setof bigint
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  delete from billing.invoice_messages as m
  using billing.orders as o
  left join billing.orders as cart on cart.id = o.for_order_id
  where m.user_id = p_user_id
    and o.id = m.order_id
    and (o.status <> 'open' or o.expires_at <= app.now() or cart.status <> 'open')
  returning m.message_id
$$;
comment on function billing.useless_invoices(bigint) is
  'Returns the messages with invoices of a user that can no longer be paid (paid, expired, or bought otherwise), to be deleted; each is returned once.';
