create or replace function ops.granted_schemas()
returns table (role name, schema name, routines text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  values
    ('tickover_bot'::name, 'api'::name, 'entry'),
    ('tickover_bot', 'inbox', 'not storing'),
    ('tickover_payments', 'inbox', 'storing'),
    ('tickover_listener', 'outbox', 'entry'),
    ('tickover_cron', 'jobs', 'running'),
    ('tickover_operator', 'ops', 'all'),
    ('tickover_dba', 'ops', 'reading')
  union all
  select r.role, s.schema, 'reading'
  from (values ('tickover_dba'::name), ('tickover_operator')) as r (role)
  cross join (
    values ('app'::name), ('ledger'), ('billing'), ('vpn'), ('inbox'), ('outbox'), ('jobs'), ('migrate')
  ) as s (schema)
$$;
comment on function ops.granted_schemas() is
  'Which role may use which schema, and which routines there it may execute. all: those whose name does not begin with _; entry: of these the ones with rights of their own, for the others are what those are made of; storing: of the entries those that store what comes from outside (receive..., refuse), as which money is booked; not storing: the other entries; running: entries, procedures, steps of jobs and what tells pg_cron of them; reading: functions that change nothing and have no rights of their own.';
