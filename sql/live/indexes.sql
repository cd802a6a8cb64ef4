-- Is every index valid and every trigger on? A `create index concurrently` that failed leaves an index that is kept up
-- to date and used by nobody.
with found (name, subject) as (
  select 'every index is valid', i.indexrelid::regclass::text
  from pg_catalog.pg_index as i
  where not (i.indisvalid and i.indisready and i.indislive)

  union all
  select 'every trigger is enabled', format('%s of %s', t.tgname, t.tgrelid::regclass)
  from pg_catalog.pg_trigger as t
  where t.tgenabled = 'D'
)

select count(f.subject) = 0 as ok, c.name, coalesce(string_agg(f.subject, '; ' order by f.subject), '') as detail
from (
  values ('every index is valid'), ('every trigger is enabled')
) as c (name)
left join found as f on f.name = c.name
group by c.name
order by c.name;
