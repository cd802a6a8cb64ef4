-- No offer for a moment is nothing that a customer did: a price that was closed to be opened again, a plan that was put
-- away by a slip, another currency. What he paid for is bought when it is back. Another price is another offer, which
-- nobody agreed to; and after a day he hears that there is none.
create or replace function billing.awaits_offer(p_order billing.orders) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    not exists (
      select
      from billing.prices as r
      join billing.offers as f
        on f.plan_id = r.plan_id and f.period_count = r.period_count and f.period_unit = r.period_unit
      where r.id = p_order.price_id and f.currency = p_order.currency
    )
    and not exists (
      select from billing.unbought as u where u.order_id = p_order.id and u.since <= app.now() - interval '1 day'
    )
$$;
comment on function billing.awaits_offer(billing.orders) is
  'Whether an order that cannot be bought because its price is not on offer is to wait: nothing like it is sold now, and that was noticed less than a day ago.';
