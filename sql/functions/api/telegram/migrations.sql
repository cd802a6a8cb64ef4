create or replace function api.migrations() returns table (path text, checksum text, is_last boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.path, a.checksum, true from migrate.applied as a
  union all
  select f.path, f.checksum, false
  from migrate.forms as f
  where not exists (select from migrate.applied as a where a.path = f.path and a.checksum = f.checksum)
$$;
comment on function api.migrations() is
  'Returns every file that migrate.py applied, with its SHA-256, in each form that it ever had; /ready compares them with the files of the program. is_last: the form that is applied now.';
