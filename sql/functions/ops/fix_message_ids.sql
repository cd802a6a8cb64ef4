create or replace function ops.fix_message_ids()
returns integer
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox._fix_ids()
$$;
comment on function ops.fix_message_ids() is
  'To be called after a switch to a logical replica, before anything is sent: brings the outbox''s sequences up to what was used; returns the number of lanes in which messages were hidden. Costs a pass over lanes and messages.';
