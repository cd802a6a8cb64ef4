-- A separate function, so that a test can replace it.
create or replace function jobs.server_started() returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select pg_postmaster_start_time()
$$;
comment on function jobs.server_started() is 'Returns when PostgreSQL was started, UTC: no job could run before.';
