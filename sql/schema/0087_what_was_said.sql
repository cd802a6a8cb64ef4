-- A function that takes more now. The new one comes with this release.
drop function if exists billing.put_period(
  billing.subscriptions, bigint, bigint, text, billing.span, bigint, bigint, boolean
);

-- What was not delivered, and so ended, is no break: who buys again keeps his price.
create or replace function billing.keep_price() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.kept_price_id := case when old.status = 'active' or billing.was_undelivered(old.id, old.period_number) then (
    select k.id
    from billing.prices as k
    join billing.prices as r
      on (r.plan_id, r.period_count, r.period_unit, r.currency::text)
      = (k.plan_id, k.period_count, k.period_unit, k.currency::text)
    where k.id = coalesce(old.kept_price_id, old.price_id) and r.id = new.price_id
  ) end;
  return new;
end
$$;
