-- A function of ours, so that a test can say when.
create or replace function jobs.server_started() returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select pg_postmaster_start_time()
$$;
comment on function jobs.server_started() is 'When PostgreSQL was started, UTC: jobs could not run before.';
