create or replace function billing.finish_listing(p_listing billing.listings, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.listings as l
  set finished_at = app.now(), error = p_error
  where l.id = p_listing.id;
  -- A list that does not adjoin the known time says nothing about the time between.
  update billing.providers as p
  set
    listed_from = least(p.listed_from, p_listing.from_at),
    listed_to = greatest(p.listed_to, p_listing.to_at)
  where p.name = p_listing.provider
    and p_error is null
    and (p.listed_to is null or p_listing.from_at <= p.listed_to and p_listing.to_at >= p.listed_from);
  perform billing.note_caught_up();
end
$$;
comment on function billing.finish_listing(billing.listings, text) is
  'Ends a listing, as read to its end or (p_error) given up, and records for which time the list is known.';
