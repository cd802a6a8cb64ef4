-- migrate.py applies a release in one transaction that holds this lock exclusively. A caller of this function holds
-- it shared until its own transaction ends, so that no job and no hook starts with old functions and continues with
-- new tables.
create or replace function app.is_open() returns boolean
language sql
volatile
as $$
  select app.held_because() is null and pg_try_advisory_xact_lock_shared(32199663576773477)
$$;
comment on function app.is_open() is
  'Whether the shop acts in this database (see app.held_because) and no release is being applied. If true, no release starts until the transaction ends. If false, ask again later.';
