-- ops.open_shop and ops.hold_shop call this and record who did it. Tests call it for each clone.
create or replace function app.settle(p_held_reason text default null) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into app.home as h (system_identifier, database, held_reason, changed_at)
  select s.system_identifier, d.oid, p_held_reason, app.now()
  from pg_control_system() as s
  join pg_database as d on d.datname = current_database()
  on conflict (one_row) do update
  set
    system_identifier = excluded.system_identifier,
    database = excluded.database,
    held_reason = excluded.held_reason,
    changed_at = excluded.changed_at;

  select jobs.trust_clock();
$$;
comment on function app.settle(text) is
  'Makes this database the one in which the shop is open or, with a reason, in which an operator holds it.';
