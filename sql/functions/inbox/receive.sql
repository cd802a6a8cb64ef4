-- An update from outside is stored and put into its lane before it is answered; the commit of this call is
-- what a 2xx promises.
create or replace function inbox.receive(p_source text, p_external_id text, p_lane text, p_body jsonb)
returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox.receive_batch(p_source, array[p_external_id], array[p_lane], array[p_body]) = 1
$$;
comment on function inbox.receive(text, text, text, jsonb) is
  'Takes the source, its id of the update, the lane whose order is kept, and the raw update. Returns whether it is new; a repeated one is the same update and changes nothing.';
