create or replace function api.invoice(p_telegram_id bigint, p_order_token uuid default null) returns table (
  status text,
  order_token uuid,
  provider text,
  url text,
  amount bigint,
  currency text,
  credited_amount bigint,
  credited_currency text,
  expires_at timestamptz,
  for_order uuid,
  bought boolean,
  saves_method boolean,
  monthly boolean,
  token uuid,
  processing boolean
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case when i.status in ('creating', 'open') and i.expires_at <= app.now() then 'over' else i.status end,
    o.token, i.provider, i.url, i.amount, i.currency, i.credited_amount, i.credited_currency, i.expires_at,
    w.token, coalesce(w.status = 'fulfilled', false), i.saves_method, i.monthly, i.token,
    i.authorized_at is not null and i.status <> 'paid'
  from billing.invoices as i
  join billing.orders as o on o.id = i.order_id
  left join billing.orders as w on w.id = o.for_order_id
  where i.user_id = app.user_of(p_telegram_id)
    and i.method_id is null
    and (p_order_token is null or o.token = p_order_token)
  order by i.id desc
  limit 1
$$;
comment on function api.invoice(bigint, uuid) is
  'Returns the invoice of a user''s top-up as it is now, without p_order_token the newest one: status as in billing.invoices (over as soon as it has expired), where to pay, what is asked and what is credited for it in minor units, and until when, UTC; for_order: the order that waits for the money, bought: whether it was bought; saves_method: the payment method will be saved; monthly: it is charged again each month; token: the payload of its link; processing: it was paid, and the payer''s bank or the provider takes its time; no row if there is none. Raises TK010 for an unknown user.';
