-- A listener that stops in good order is not missed.
create or replace function outbox.leave(p_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from outbox.listeners as l where l.id = p_id;
end
$$;
comment on function outbox.leave(uuid) is
  'Takes the id that the process beat with.';
