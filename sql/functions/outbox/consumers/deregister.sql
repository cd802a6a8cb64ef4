-- A listener that shuts down cleanly deletes its row, so that it does not count as dead.
create or replace function outbox.deregister(p_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from outbox.consumers as c where c.id = p_id;
end
$$;
comment on function outbox.deregister(uuid) is
  'Takes the id that the process uses for its heartbeats.';
