create or replace function billing.stop_monthly(p_order_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_method_ids constant bigint[] := array(
    select m.id
    from billing.orders as t
    join billing.invoices as i on i.order_id = t.id and i.monthly
    join billing.payment_methods as m on m.invoice_id = i.id
    where t.for_order_id = p_order_id
      and m.kind = 'subscription'
      and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
      and billing.is_unwanted(m)
    order by m.id
  );
begin
  perform billing.sync_method(m.id) from unnest(v_method_ids) as m (id) order by m.id;
  return v_method_ids <> '{}';
end
$$;
comment on function billing.stop_monthly(bigint) is
  'Tells Telegram to charge no further month for an order (its id) that is never bought (billing.never_bought); false if it charges none for it. The caller holds the user''s locks.';
