create or replace function billing.read_on(p_provider text, p_listing_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue(
    'payment.list', format('list:%s', p_provider), jsonb_build_object('listing_id', p_listing_id), null, null, null,
    p_provider || '_lists'
  );
end
$$;
comment on function billing.read_on(text, bigint) is 'Requests the next page of a listing.';
