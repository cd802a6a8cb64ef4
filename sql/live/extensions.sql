-- Are the server and its extensions what the shop needs, and up to date? A collation of another version sorts otherwise
-- than the indexes that were built with it.
with found (name, subject) as (
  select 'the server is PostgreSQL 15 or newer', current_setting('server_version')
  where current_setting('server_version_num')::integer < 150000

  union all
  select 'the extensions of the shop are there', n.name
  from (values ('plpgsql'), ('btree_gist')) as n (name)
  where not exists (select from pg_catalog.pg_extension as e where e.extname = n.name)

  union all
  select
    'every extension is of the version that is installed',
    format('%s: %s, installed is %s', e.extname, e.extversion, a.default_version)
  from pg_catalog.pg_extension as e
  join pg_catalog.pg_available_extensions as a on a.name = e.extname
  where e.extversion <> a.default_version

  union all
  select
    'the collation is of the version that is installed',
    format('%s, installed is %s', d.datcollversion, pg_catalog.pg_database_collation_actual_version(d.oid))
  from pg_catalog.pg_database as d
  where d.datname = current_database()
    and d.datcollversion is not null
    and d.datcollversion is distinct from pg_catalog.pg_database_collation_actual_version(d.oid)

  union all
  select 'nothing that is committed can be lost', s.name || ' is ' || s.setting
  from pg_catalog.pg_settings as s
  where s.name in ('fsync', 'full_page_writes', 'synchronous_commit') and s.setting = 'off'
)

select count(f.subject) = 0 as ok, c.name, coalesce(string_agg(f.subject, '; ' order by f.subject), '') as detail
from (
  values ('the server is PostgreSQL 15 or newer'), ('the extensions of the shop are there'),
    ('every extension is of the version that is installed'), ('the collation is of the version that is installed'),
    ('nothing that is committed can be lost')
) as c (name)
left join found as f on f.name = c.name
group by c.name
order by c.name;
