create or replace function ops.granted_schemas()
returns table (role name, schema name, routines text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  values
    ('tickover_bot'::name, 'api'::name, 'entry'),
    ('tickover_bot', 'admin', 'entry'),
    ('tickover_bot', 'inbox', 'not storing'),
    ('tickover_payments', 'inbox', 'storing'),
    ('tickover_listener', 'outbox', 'entry'),
    ('tickover_page', 'page', 'entry'),
    ('tickover_cron', 'jobs', 'running'),
    ('tickover_operator', 'ops', 'all'),
    ('tickover_dba', 'ops', 'reading')
  union all
  select r.role, s.schema, 'reading'
  from (values ('tickover_dba'::name), ('tickover_operator')) as r (role)
  cross join (
    values ('app'::name), ('ledger'), ('billing'), ('vpn'), ('inbox'), ('outbox'), ('jobs'), ('support'), ('broadcast'),
      ('migrate')
  ) as s (schema)
$$;
comment on function ops.granted_schemas() is
  'Which role may use which schema, and which routines there it may execute. all: those whose name does not begin with _. entry: the security definer functions among these, because the others are their parts. storing: the entries that store events from outside (receive..., refuse), from which money is booked. not storing: the other entries. running: entries, procedures, steps of jobs and the functions that schedule them in pg_cron. reading: functions that change nothing and are not security definer.';
