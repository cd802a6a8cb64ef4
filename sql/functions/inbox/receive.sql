-- Stores one Telegram update; see inbox.receive_events.
create or replace function inbox.receive(
  p_source text, p_external_id text, p_lane text, p_body bytea, p_kind text default null
)
returns boolean
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox.receive_events(
    'inbox', p_source, array[p_external_id], array[p_kind], array[p_lane], array[p_body], array[true]
  ) = 1
$$;
comment on function inbox.receive(text, text, text, bytea, text) is
  'Takes the source, its id of the update, the lane whose order is kept, the bytes, and the kind of update. Returns whether it is new.';
