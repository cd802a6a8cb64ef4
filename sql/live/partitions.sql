-- Does every partitioned table have a partition for what comes next? None of the shop is partitioned so far; one that
-- becomes it, here or by hand, needs its next ranges made in time.
with bounds as (
  select
    t.partrelid as parent,
    max(
      substring(pg_catalog.pg_get_expr(p.relpartbound, p.oid) from $$TO \('([^']+)'\)$$)::timestamptz
    ) as until,
    coalesce(bool_or(pg_catalog.pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT'), false) as has_default
  from pg_catalog.pg_partitioned_table as t
  join pg_catalog.pg_attribute as a on a.attrelid = t.partrelid and a.attnum = t.partattrs[0]
  left join pg_catalog.pg_inherits as h on h.inhparent = t.partrelid
  left join pg_catalog.pg_class as p on p.oid = h.inhrelid
  where t.partstrat = 'r' and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
  group by t.partrelid
),

near as (
  select b.parent, b.until
  from bounds as b
  where not b.has_default and (b.until > clock_timestamp() + interval '7 days') is not true
)

select
  count(*) = 0 as ok,
  'every partitioned table has partitions for a week ahead' as name,
  coalesce(string_agg(format('%s: until %s', n.parent::regclass, coalesce(n.until::text, 'never')), '; '), '') as detail
from near as n;
