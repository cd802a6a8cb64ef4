-- Only the newest of a user's invoices, because that is the one that his screen shows; and not in the second half of
-- its time, in which he may be refused while he looks for his card.
create or replace function billing.payable_topup(
  p_user_id bigint, p_provider text, p_amount bigint, p_currency text, p_for_order_id bigint, p_monthly boolean
) returns billing.orders
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoice billing.invoices;
  v_order billing.orders;
begin
  select i.* into v_invoice
  from billing.invoices as i
  where i.user_id = p_user_id and i.method_id is null
  order by i.id desc
  limit 1;
  if v_invoice.status in ('creating', 'open')
    and v_invoice.provider = p_provider
    and v_invoice.monthly = p_monthly
    and v_invoice.saves_method = billing.saves_method(p_user_id, p_provider, p_monthly)
    and v_invoice.expires_at - app.now() > (v_invoice.expires_at - v_invoice.created_at) / 2
  then
    select o.* into v_order
    from billing.orders as o
    where o.id = v_invoice.order_id
      and o.status = 'open'
      and (o.amount, o.currency::text) = (p_amount, p_currency)
      and o.for_order_id is not distinct from p_for_order_id;
  end if;
  return v_order;
end
$$;
comment on function billing.payable_topup(bigint, text, bigint, text, bigint, boolean) is
  'The top-up of p_amount (minor units of p_currency) for an order (p_for_order_id, null for none) that this user can still pay through p_provider, by the newest of his invoices, and in the same way: charged each month (p_monthly) or not, remembered or not. Null when there is none.';
