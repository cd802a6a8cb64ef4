-- A view is as open as what it reads. It is closed if it reads a column that is not open, a closed view, or a whole
-- row (whose columns the catalog does not record), unless it was cleared.
create or replace view ops.columns as
with recursive relations as (
  select c.oid, c.relkind in ('v', 'm') as is_view
  from pg_class as c
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
    and c.relnamespace::regnamespace::text in (
      select g.schema from ops.granted_schemas() as g where g.role = 'tickover_dba'
    )
),

reading as (
  select r.ev_class as view, d.refobjid as relation, d.refobjsubid as number
  from pg_rewrite as r
  join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  where d.refobjid <> r.ev_class
    and not exists (select from ops.cleared_views() as v where to_regclass(v.view) = r.ev_class)
),

closed (view) as (
  (
    select u.view
    from reading as u
    join relations as t on t.oid = u.relation and not t.is_view
    join pg_attribute as a on a.attrelid = u.relation and a.attnum = u.number and a.attnum > 0
    left join migrate.columns as k on k.relation = u.relation and k.name = a.attname
    where k.class is distinct from 'open'
    union
    select u.view
    from reading as u
    join pg_rewrite as r on r.ev_class = u.view and r.ev_action::text ~ ':varattno 0 '
  )
  union
  select u.view
  from closed as c
  join reading as u on u.relation = c.view
)

select
  r.oid::regclass as relation,
  a.attname as name,
  case
    when not r.is_view then k.class
    when r.oid not in (select c.view from closed as c) then 'open'
  end as class
from relations as r
join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join migrate.columns as k on k.relation = r.oid and k.name = a.attname;
comment on view ops.columns is 'Every column of tables and views, and who may read it.';
comment on column ops.columns.relation is 'The table or view.';
comment on column ops.columns.name is 'The column.';
comment on column ops.columns.class is
  'open: read by tickover_dba and tickover_operator; personal; secret; null: not classified (migrate.classify), or of a view that reads what is not open and is not cleared (ops.cleared_views).';
