-- A quarter of an hour after a list was read, the questions about its lines have been answered. What is still not
-- booked then is booked as listed, so that a payer does not wait for the next day's list. Each call takes one list, so
-- that the users of one provider are locked in one order.
create or replace function billing.compare_listing() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_listing billing.listings;
begin
  update billing.listings as l
  set compared_at = app.now()
  where l.id = (
    select o.id
    from billing.listings as o
    where o.compared_at is null and o.finished_at < app.now() - interval '15 minutes'
    order by o.id
    limit 1
    for update skip locked
  )
  returning l.* into v_listing;
  if not found then
    return null;
  end if;
  perform billing.heal_lines(
    v_listing.provider,
    array(
      select l.line_id
      from billing.provider_transactions as l
      where l.provider = v_listing.provider
        and l.first_seen between v_listing.started_at and v_listing.finished_at
        and case l.kind
          when 'payment' then not exists (
            select from billing.payments as p where p.provider = l.provider and p.external_id = l.charge_id
          )
          when 'dispute' then not exists (
            select from billing.disputes as d where d.provider = l.provider and d.external_id = l.external_id
          )
        end
    )
  );
  return (
    select count(*)::integer
    from billing.listings as l
    where l.compared_at is null and l.finished_at < app.now() - interval '15 minutes'
  );
end
$$;
comment on function billing.compare_listing() is
  'Takes the oldest list that was not compared yet, and books its payments and disputes that the provider''s answers did not bring. Returns how many lists are left to compare, null if there was none.';
