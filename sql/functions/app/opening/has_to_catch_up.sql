-- A backup does not know that it was restored, so the shop cannot tell it from a copy: the operator who opens it says
-- which it is. The function reads app.home itself, because a setting of the server may hide why a shop is held
-- (app.held_because).
create or replace function app.has_to_catch_up() returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select not exists (
    select
    from pg_control_system() as s
    join pg_database as d on d.datname = current_database()
    join app.home as h on h.system_identifier = s.system_identifier and h.database = d.oid
  ) and not exists (
    select
    from app.restores as r
    where r.restored_at > coalesce((select h.changed_at from app.home as h), '-infinity')
  )
$$;
comment on function app.has_to_catch_up() is
  'Whether the shop runs in another place than where it was opened, as after a restore, and ops.catch_up was not called since.';
