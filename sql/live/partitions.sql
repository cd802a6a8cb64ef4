-- Does every partitioned table have a partition for what comes next? None of the shop is partitioned so far; one that
-- becomes it, here or by hand, needs its next ranges made in time.
with bounds as (
  select
    t.partrelid as parent,
    max(substring(pg_catalog.pg_get_expr(p.relpartbound, p.oid) from $$TO \('([^']+)'\)$$)::timestamptz) as until,
    bool_or(pg_catalog.pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT') as has_default
  from pg_catalog.pg_partitioned_table as t
  join pg_catalog.pg_attribute as a on a.attrelid = t.partrelid and a.attnum = t.partattrs[0]
  left join pg_catalog.pg_inherits as h on h.inhparent = t.partrelid
  left join pg_catalog.pg_class as p on p.oid = h.inhrelid
  where t.partstrat = 'r' and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
  group by t.partrelid
)

select
  count(*) filter (where short.is_near) = 0 as ok,
  'every partitioned table has partitions for a week ahead' as name,
  coalesce(
    string_agg(format('%s: until %s', b.parent::regclass, coalesce(b.until::text, 'never')), '; ')
      filter (where short.is_near),
    ''
  ) as detail
from bounds as b
cross join lateral (
  select not b.has_default and (b.until > clock_timestamp() + interval '7 days') is not true as is_near
) as short;
