create or replace function billing.invoice_linked(p_user_id bigint, p_order_token uuid, p_url text) returns void
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
  update billing.invoices as i
  set
    status = 'open',
    external_id = substring(p_url, '[^/]+$'),
    url = p_url,
    error = null,
    fetch_at = billing.next_fetch(i)
  where i.order_id = v_order.id and i.status = 'creating';
  if found then
    perform billing.amount_accepted(v_order);
  end if;
end
$$;
comment on function billing.invoice_linked(bigint, uuid, text) is
  'Records the link by which the invoice of a top-up of this user is paid, that the bot had Telegram make. Does nothing where there is one, or nobody can pay it any more. Raises 23505 when it is another one''s.';
