-- The credit of a change shrinks while the old plan runs. A quote is valid for as long as it is shown, and for the
-- same time again for a payment that was requested in its last minute. A later payer is credited what is left then.
create or replace function billing.quoted_at(p_order billing.orders) returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when app.now() < p_order.created_at + 2 * make_interval(mins => app.setting('order_minutes')::integer)
      then p_order.created_at
    else app.now()
  end
$$;
comment on function billing.quoted_at(billing.orders) is
  'Returns as of when the credit is computed for a change that is paid for now, UTC.';
