-- A missing offer is not the customer's fault: a price was closed to be reopened, a plan was retired by mistake, the
-- currency changed. His order is bought when the offer is back. Another price is another offer, to which nobody
-- agreed. After a day he is told that there is none.
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
      select
      from billing.unbought as u
      where u.order_id = p_order.id and u.offer_until <= coalesce(u.otherwise_since, app.now())
    )
$$;
comment on function billing.awaits_offer(billing.orders) is
  'Whether an order whose price is not on offer must wait: nothing equivalent is sold now, and it has waited less than a day in all for that.';
