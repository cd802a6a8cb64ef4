-- Lists omissions of both kinds: columns that nobody may read because they are not classified, and classifications of
-- objects that do not exist.
create or replace view ops.unclassified as
select format('%s.%s', c.relation, c.name) as subject, 'not classified: migrate.classify() where it is declared' as why
from ops.columns as c
join pg_class as r on r.oid = c.relation and r.relkind not in ('v', 'm')
where c.class is null

union all
select distinct c.relation::text, 'reads what is not open, or whole rows: ops.cleared_views() if it shows none of it'
from ops.columns as c
join pg_class as r on r.oid = c.relation and r.relkind in ('v', 'm')
where c.class is null

union all
select format('%s.%s', k.relation, k.name), 'classified, but not there'
from migrate.columns as k
left join pg_attribute as a on a.attrelid = k.relation and a.attname = k.name and not a.attisdropped
where a.attname is null

union all
select v.view, 'cleared, but not there'
from ops.cleared_views() as v
where to_regclass(v.view) is null;
comment on view ops.unclassified is
  'Columns and views that nobody may read because they are not classified, and classifications of objects that are gone. Empty if all is well; migrate.py up warns about each.';
comment on column ops.unclassified.subject is 'The column or view.';
comment on column ops.unclassified.why is 'What is missing, and where it is to be said.';
