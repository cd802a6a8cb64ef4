-- A user who says that they have paid does not wait for a tick.
create or replace function api.check_invoice(p_telegram_id bigint, p_order_token uuid) returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with asked as (
    update billing.invoices as i
    set fetch_at = billing.next_fetch(i)
    from billing.orders as o
    where o.id = i.order_id
      and o.token = p_order_token
      and i.user_id = app.user_of(p_telegram_id)
      and i.status <> 'paid'
      and i.external_id is not null
      and exists (select from billing.providers as p where p.name = i.provider and 'fetch' = any (p.can))
    returning i.id, i.provider
  )

  select count(outbox.enqueue(
    'payment.fetch', format('invoice:%s', a.id), jsonb_build_object('invoice_id', a.id), 'fetch', null, 'answer',
    a.provider
  )) > 0
  from asked as a
$$;
comment on function api.check_invoice(bigint, uuid) is
  'Makes the shop ask the provider at once what became of the invoice of a top-up. Returns whether there was something new to ask. Raises TK010 for an unknown user.';
