-- Cost: only the catalogs are read. Roles that a server lacks have no rights.
create or replace view ops.violations_of_roles as
with granted (role, schema, may) as (
  values
    ('tickover_bot', 'api', '^[^_]'),
    ('tickover_bot', 'admin', '^[^_]'),
    ('tickover_bot', 'inbox', '^(?!_|receive|refuse)'),
    ('tickover_payments', 'inbox', '^(receive|refuse)'),
    ('tickover_listener', 'outbox', '^[^_]'),
    ('tickover_page', 'page', '^[^_]'),
    ('tickover_cron', 'jobs', '^[^_]')
),

roles as (
  select r.oid, r.rolname
  from pg_roles as r
  where r.rolname in (select m.role from granted as m)
),

schemas as (
  select n.oid, n.nspname
  from pg_namespace as n
  where n.nspname in (
    'app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'support', 'api', 'admin', 'page', 'ops', 'migrate'
  )
)

select
  'python_reads_nothing' as invariant,
  format('%s has rights on %s', r.rolname, c.oid::regclass) as subject
from roles as r
cross join pg_class as c
join schemas as s on s.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')
  and (
    has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references')
    or has_table_privilege(r.oid, c.oid, 'delete, truncate, trigger')
  )

union all
select 'python_reads_nothing', format('%s may execute %s', r.rolname, p.oid::regprocedure)
from roles as r
cross join pg_proc as p
join schemas as s on s.oid = p.pronamespace
where has_function_privilege(r.oid, p.oid, 'execute')
  and not exists (
    select
    from granted as m
    where m.role = r.rolname
      and m.schema = s.nspname
      and p.proname ~ m.may
      and (
        p.prosecdef
        or m.schema = 'jobs' and (
          p.prokind = 'p'
          or p.prorettype = 'jobs.step'::regtype
          or p.proname in ('apply_schedules', 'cron_node')
        )
      )
  )

union all
select 'python_reads_nothing', format('%s may create in %s', r.rolname, s.nspname)
from roles as r
cross join schemas as s
where has_schema_privilege(r.oid, s.oid, 'create')

union all
select 'python_reads_nothing', format('%s is a superuser or member of another role', r.rolname)
from roles as r
join pg_roles as o on o.oid = r.oid
where o.rolsuper
  or exists (select from pg_auth_members as m where m.member = r.oid);
comment on view ops.violations_of_roles is
  'Rights that the roles of bot, listener, page and jobs should not have. Empty if all is well.';
