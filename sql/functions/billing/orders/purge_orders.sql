-- Looking at a price opens an order; most are never paid. An order is kept while a payment, a period or a top-up refers
-- to it, while it waits to be bought, while its invoice is still in a chat, and while its invoice is paid or being
-- asked about, and while it reserves the use of a promo code. Money that arrives for a deleted order still belongs to
-- the payer (billing.receive_payment).
create or replace function billing.purge_orders(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_orders_days')::integer);
  v_deleted integer;
begin
  v_ids := array(
    select d.id
    from billing.orders as d
    where d.status in ('open', 'cancelled')
      and d.expires_at < v_before
      and not exists (select from billing.payments as p where p.order_id = d.id)
      and not exists (select from billing.periods as p where p.order_id = d.id)
      and not exists (select from billing.orders as t where t.for_order_id = d.id)
      and not exists (select from billing.unbought as u where u.order_id = d.id)
      and not exists (select from billing.promo_uses as u where u.order_id = d.id)
      and not exists (
        select
        from billing.invoices as i
        where i.order_id = d.id and (i.status = 'paid' or i.fetch_at is not null)
      )
    order by d.expires_at, d.id
    limit p_limit
    for update of d skip locked
  );
  delete from billing.invoices as i where i.order_id = any (v_ids);
  delete from billing.orders as o where o.id = any (v_ids);
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$$;
comment on function billing.purge_orders(integer) is
  'Deletes up to p_limit unpaid orders that expired longer ago than the setting keep_orders_days. Returns how many.';
