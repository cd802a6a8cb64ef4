-- A separate function, so that a test can replace it. If the clock is set right only after PostgreSQL has started, the
-- recorded start may lie in the future.
create or replace function jobs.server_started() returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select pg_postmaster_start_time() where pg_postmaster_start_time() <= statement_timestamp()
$$;
comment on function jobs.server_started() is
  'Returns when PostgreSQL was started, UTC: no job could run before; null where the clock has been set back since.';
