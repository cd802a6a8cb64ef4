-- The name of inbox.deregister in 0.2.0, whose programs may be running still. Goes with the release after 0.3.0.
create or replace function inbox.leave(p_id uuid)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select inbox.deregister(p_id)
$$;
comment on function inbox.leave(uuid) is 'Deprecated, see inbox.deregister.';
