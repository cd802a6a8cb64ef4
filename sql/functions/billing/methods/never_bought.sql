-- The first month was paid for an order. If that order is never bought, further months would pay for nothing. An order
-- that waits, for the shop or for an offer, may still be bought. The next month may buy even an order that has
-- expired, unless its user has bought something else in its place.
create or replace function billing.never_bought(p_invoice_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.invoices as i
    join billing.orders as t on t.id = i.order_id
    join billing.orders as o on o.id = t.for_order_id
    where i.id = p_invoice_id
      and (
        o.status = 'cancelled'
        or o.status = 'open' and app.is_blocked(o.user_id)
        or o.status = 'open' and o.subscription_id is null and o.expires_at <= app.now() and billing.bought_since(o)
      )
  );
end
$$;
comment on function billing.never_bought(bigint) is
  'Whether the order that the first month of a monthly invoice was paid for can no longer be bought: it was cancelled, its user is on the blacklist, or it is over and something else was bought in its place.';
