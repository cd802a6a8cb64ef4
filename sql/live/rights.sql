-- May every role do its work and no more, and is every column classified?
with roles as (
  select
    r.oid,
    r.rolname,
    r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication as is_strong
  from pg_catalog.pg_roles as r
  where r.rolname ~ '^tickover_'
),

found (name, subject) as (
  select 'every column and view is classified', u.subject || ': ' || u.why
  from ops.unclassified as u

  union all
  select 'no role is stronger than its work', r.rolname
  from roles as r
  where r.is_strong

  union all
  select
    'programs touch tables by functions only',
    format('%s: %s on %s', r.rolname, a.privilege_type, c.oid::regclass)
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  cross join lateral aclexplode(c.relacl) as a
  join roles as r on r.oid = a.grantee and r.rolname <> 'tickover_owner'
  where c.relkind in ('r', 'p', 'v', 'm')
    and n.nspname in (select g.schema from ops.granted_schemas() as g)
    and (
      a.privilege_type <> 'SELECT'
      or r.rolname in ('tickover_bot', 'tickover_payments', 'tickover_listener', 'tickover_page')
    )

  union all
  select 'PUBLIC has nothing of the shop', 'schema ' || n.nspname
  from pg_catalog.pg_namespace as n
  cross join lateral aclexplode(n.nspacl) as a
  where a.grantee = 0 and n.nspname in (select g.schema from ops.granted_schemas() as g)

  union all
  select 'PUBLIC has nothing of the shop', 'function ' || p.oid::regprocedure
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
  where a.grantee = 0 and n.nspname in (select g.schema from ops.granted_schemas() as g)

  union all
  select 'PUBLIC has nothing of the shop', 'table ' || c.oid::regclass
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  cross join lateral aclexplode(c.relacl) as a
  where a.grantee = 0 and n.nspname in (select g.schema from ops.granted_schemas() as g)

  union all
  select 'everything belongs to tickover_owner', 'table ' || c.oid::regclass
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S')
    and n.nspname in (select g.schema from ops.granted_schemas() as g)
    and c.relowner <> 'tickover_owner'::regrole

  union all
  select 'everything belongs to tickover_owner', 'function ' || p.oid::regprocedure
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname in (select g.schema from ops.granted_schemas() as g) and p.proowner <> 'tickover_owner'::regrole
)

select count(f.subject) = 0 as ok, c.name, coalesce(string_agg(f.subject, '; ' order by f.subject), '') as detail
from (
  values ('every column and view is classified'), ('no role is stronger than its work'),
    ('programs touch tables by functions only'), ('PUBLIC has nothing of the shop'),
    ('everything belongs to tickover_owner')
) as c (name)
left join found as f on f.name = c.name
group by c.name
order by c.name;
