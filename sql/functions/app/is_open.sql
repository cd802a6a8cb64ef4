-- migrate.py applies a release in one transaction, under this lock alone. Who asks holds it shared until his own
-- transaction ends, so that no job and no hook begins on one form of the functions and goes on with another's tables.
create or replace function app.is_open() returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return app.held_because() is null and pg_try_advisory_xact_lock_shared(32199663576773477);
end
$$;
comment on function app.is_open() is
  'Whether the shop acts in this database (see app.held_because) and no release is being applied; when so, none is until the transaction ends. false: ask again later.';
