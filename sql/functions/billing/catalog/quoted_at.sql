-- What a change credits shrinks while the old plan runs. A quote holds as long as it is shown, and as long again for
-- money that was asked for in its last minute; who is later is credited what is left then.
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
comment on function billing.quoted_at(billing.orders) is 'As of when the credit of a change is reckoned that is paid for now, UTC.';
