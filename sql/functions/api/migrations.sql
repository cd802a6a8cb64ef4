create or replace function api.migrations() returns table (path text, checksum text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.path, a.checksum from migrate.applied as a
$$;
comment on function api.migrations() is
  'Every file that migrate.py applied, with its SHA-256: what /ready compares with the files of the program.';
