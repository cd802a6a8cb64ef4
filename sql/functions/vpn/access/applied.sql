create or replace function vpn.applied(p_lane text, p_payload jsonb, p_result jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select vpn.applied_batch(array[p_lane], array[p_payload], array[p_result])
$$;
comment on function vpn.applied(text, jsonb, jsonb) is 'Handles a single answer, see vpn.applied_batch.';
