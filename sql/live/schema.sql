-- Is the schema that of the files of this release, and did nobody change an object by hand? The files are known where
-- `make pgtap-live` runs this; psql alone compares the objects with what was applied.
with files as (
  select f.path, f.checksum, f.version
  from jsonb_to_recordset(nullif(current_setting('tickover.files', true), '')::jsonb)
    as f (path text, checksum text, version integer)
),

found (name, subject) as (
  select
    'every file is applied as it is',
    f.path || case when v.version is null then ': not applied' else ': differs' end
  from files as f
  left join migrate.versions as v on v.version = f.version
  where f.version is not null and (v.checksum, v.finished_at is not null) is distinct from (f.checksum, true)

  union all
  select
    'every file is applied as it is',
    f.path || case when r.path is null then ': not applied' else ': differs' end
  from files as f
  left join migrate.repeatables as r on r.path = f.path
  where f.version is null and r.checksum is distinct from f.checksum

  union all
  select 'nothing is applied that has no file', p.path
  from (
    select v.path from migrate.versions as v
    union all
    select r.path from migrate.repeatables as r
  ) as p
  where exists (select from files) and not exists (select from files as f where f.path = p.path)

  union all
  select 'no object was changed by hand', format('%s %s: %s', d.type, d.identity, d.state)
  from migrate.drift as d
  where d.state in ('drifted', 'missing')
    -- A sandbox replaces it.
    and not (d.identity = 'app.now()' and to_regnamespace('sandbox') is not null)
)

select count(f.subject) = 0 as ok, c.name, coalesce(string_agg(f.subject, '; ' order by f.subject), '') as detail
from (
  values ('every file is applied as it is'), ('nothing is applied that has no file'),
    ('no object was changed by hand')
) as c (name)
left join found as f on f.name = c.name
group by c.name
order by c.name;
