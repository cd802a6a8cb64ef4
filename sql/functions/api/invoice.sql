create or replace function api.invoice(p_telegram_id bigint, p_order_token uuid) returns table (
  status text,
  provider text,
  url text,
  amount bigint,
  currency text,
  credited_amount bigint,
  credited_currency text,
  expires_at timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case when i.status in ('creating', 'open') and i.expires_at <= app.now() then 'over' else i.status end,
    i.provider, i.url, i.amount, i.currency, i.credited_amount, i.credited_currency, i.expires_at
  from billing.invoices as i
  join billing.orders as o on o.id = i.order_id
  where o.token = p_order_token and i.user_id = app.user_of(p_telegram_id)
  order by i.id desc
  limit 1
$$;
comment on function api.invoice(bigint, uuid) is
  'The invoice of a user''s top-up as it is now: status as in billing.invoices (over as soon as it has expired), where it is paid, what is asked and what is credited for it in minor units, and until when, UTC; no row when there is none. Raises TK010 for an unknown user.';
