create or replace function billing.invoice_sent(p_user_id bigint, p_order_token uuid, p_message_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order billing.orders;
begin
  select o.* into v_order
  from billing.orders as o
  where o.token = p_order_token and o.user_id = p_user_id and o.kind = 'topup';
  if not found then
    return;
  end if;
  insert into billing.invoice_messages as m (order_id, user_id, message_id, useless_at)
  values (v_order.id, p_user_id, p_message_id, v_order.expires_at)
  on conflict (order_id) do update set message_id = excluded.message_id;
  perform billing.amount_accepted(v_order);
end
$$;
comment on function billing.invoice_sent(bigint, uuid, bigint) is
  'Records the message that shows the invoice of a top-up, so that it can be removed when it is useless. Ignores another user''s top-up.';
