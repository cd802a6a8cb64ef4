create or replace function billing.prepare_list(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('provider', l.provider, 'day', l.day, 'cursor', l.cursor)
  from billing.listings as l
  where l.id = (p_payload ->> 'listing_id')::bigint and l.finished_at is null
$$;
comment on function billing.prepare_list(text, jsonb) is
  'Prepare hook of payment.list. p_payload: {"listing_id"}. Returns which page to read: of the 24 hours from day on (UTC), from cursor on (null: the first); null if the listing is over.';
