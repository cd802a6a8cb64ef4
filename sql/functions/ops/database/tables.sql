-- PostgreSQL's own counters, and what the job measure_tables noted on former days.
create or replace view ops.tables as
select
  c.oid::regclass::text as name,
  greatest(s.n_live_tup, 0) as rows,
  s.n_dead_tup as dead_rows,
  b.bytes,
  b.bytes - d.bytes as grew_1d,
  b.bytes - w.bytes as grew_7d,
  date_trunc('second', greatest(s.last_vacuum, s.last_autovacuum)) as vacuumed_at,
  date_trunc('second', greatest(s.last_analyze, s.last_autoanalyze)) as analyzed_at
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_stat_all_tables as s on s.relid = c.oid
cross join lateral pg_catalog.pg_total_relation_size(c.oid) as b (bytes)
left join lateral (
  select o.bytes
  from jobs.table_sizes as o
  where o.relation = c.oid::regclass::text and o.day < date_trunc('day', clock_timestamp(), 'UTC')
  order by o.day desc
  limit 1
) as d on true
left join lateral (
  select o.bytes
  from jobs.table_sizes as o
  where o.relation = c.oid::regclass::text and o.day <= date_trunc('day', clock_timestamp(), 'UTC') - interval '7 days'
  order by o.day desc
  limit 1
) as w on true
where c.relkind in ('r', 'm') and pg_catalog.pg_get_userbyid(n.nspowner) = 'tickover_owner'
order by b.bytes desc, name asc;
comment on view ops.tables is 'How large each table is, the largest first.';
comment on column ops.tables.name is 'Schema and name.';
comment on column ops.tables.rows is 'As PostgreSQL estimates them.';
comment on column ops.tables.dead_rows is 'Versions of rows that vacuum is to remove, as PostgreSQL estimates them.';
comment on column ops.tables.bytes is 'With indexes and TOAST.';
comment on column ops.tables.grew_1d is
  'By how many bytes it grew since the last measurement before today (job measure_tables); null until there is one.';
comment on column ops.tables.grew_7d is
  'By how many bytes it grew since the measurement of a week ago; null until there is one.';
comment on column ops.tables.vacuumed_at is 'When it was vacuumed last, by hand or by autovacuum, UTC; null for never.';
comment on column ops.tables.analyzed_at is 'When it was analyzed last, by hand or by autovacuum, UTC; null for never.';
