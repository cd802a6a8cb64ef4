-- Immutable, so that a cached plan has the value and not the call: reading the server's control file took a third of
-- each claim that found nothing. Neither the server of a session nor its database changes while the session lasts.
create or replace function app.here() returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker takes it for volatile)
begin
  return (
    select format('%s/%s', s.system_identifier, d.oid)
    from pg_control_system() as s
    join pg_database as d on d.datname = current_database()
  );
end
$$;
comment on function app.here() is
  'Returns the identifiers of this server and of this database, as app.home has them, with a slash between them.';
