create or replace function app.lock_roles() returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select pg_advisory_xact_lock(hashtext('app.set_role'))
$$;
comment on function app.lock_roles() is
  'Lets one transaction at a time change who is an admin, or two owners could remove each other.';
