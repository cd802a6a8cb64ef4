-- The name of outbox.deregister in 0.2.0, whose programs may be running still. Goes with the release after 0.3.0.
create or replace function outbox.leave(p_id uuid)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select outbox.deregister(p_id)
$$;
comment on function outbox.leave(uuid) is 'Deprecated, see outbox.deregister.';
