-- Late or differing money does not fulfil its order, but what it was meant to buy is bought all the same.
create or replace function billing.topup_of_payment(
  p_user_id bigint,
  p_provider text,
  p_token uuid,
  p_invoice billing.invoices,
  p_amount bigint,
  p_currency text,
  out order_id bigint,
  out for_order_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select o.id into order_id
  from billing.orders as o
  where (o.token = p_token or o.id = p_invoice.order_id)
    and o.user_id = p_user_id
    and o.kind = 'topup'
    and o.provider = p_provider
    and o.status = 'open'
    and o.expires_at > app.now()
    and o.amount = p_amount
    and o.currency = p_currency
  for no key update;
  select o.for_order_id into for_order_id
  from billing.orders as o
  where (o.token = p_token or o.id = p_invoice.order_id) and o.user_id = p_user_id and o.kind = 'topup';
end
$$;
comment on function billing.topup_of_payment(bigint, text, uuid, billing.invoices, bigint, text) is
  'Returns the top-up that a payment fulfils, which it locks, null if payer, provider, amount (minor units of p_currency), time or status do not fit, and the order that the money was meant for. p_token: that of the order; p_invoice: by which it was paid, null columns if by none. The caller holds the user''s locks.';
